"""Mail through Django's configured backend (SMTP, or a provider through Anymail)."""

import smtplib
from email.mime.text import MIMEText

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from notifications.calendar import bare_address
from notifications.ports import Mail
from outbox.errors import Refused, Unavailable


class DjangoMailer:
    def send(self, mail: Mail, *, idempotency_key: str) -> str:
        message = composed(mail, message_id=message_id(idempotency_key))
        try:
            message.send()
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError) as error:
            raise Refused(f"The mail server refused: {type(error).__name__}") from error
        except (smtplib.SMTPException, OSError) as error:
            raise Unavailable(f"The mail server does not take mail: {type(error).__name__}") from error
        return str(message.extra_headers["Message-ID"])


def message_id(idempotency_key: str) -> str:
    domain = bare_address(settings.DEFAULT_FROM_EMAIL).rpartition("@")[2]
    return f"<{idempotency_key}@{domain}>"


def composed(mail: Mail, *, message_id: str) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        to=[mail.to],
        headers={"Message-ID": message_id, "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(mail.html, "text/html")
    if mail.calendar is not None:
        text = mail.calendar.content.decode()
        # As an alternative, mail programs show the visit itself; as a file, the others can open it.
        message.attach_alternative(text, f"text/calendar; method={mail.calendar.method}")
        attachment = MIMEText(text, "calendar", "utf-8")
        attachment.set_param("method", mail.calendar.method)
        attachment.add_header("Content-Disposition", "attachment", filename="visit.ics")
        message.attach(attachment)
    return message
