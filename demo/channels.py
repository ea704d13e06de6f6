"""Channels that deliver to a page of the demonstration instead of a phone: nothing leaves the machine."""

from collections.abc import Sequence
from email.message import Message

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from demo.models import MessageChannel, SentMessage


class SmsOnScreen:
    """notifications.ports.SmsGateway."""

    def send(self, to: str, text: str, *, purpose: str, idempotency_key: str) -> str:
        _keep(MessageChannel.SMS, to, text, key=f"sms/{idempotency_key}", subject="")
        return idempotency_key


class MailOnScreen(BaseEmailBackend):
    """Django's mail backend: every mail of the portal, whoever sends it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            for address in message.recipients():
                self._keep_one(message, address)
        return len(email_messages)

    def _keep_one(self, message: EmailMessage, address: str) -> None:
        whole = message.message()
        _keep(
            MessageChannel.EMAIL,
            address,
            str(message.body),
            key=f"mail/{whole['Message-ID']}/{address}",
            subject=str(message.subject),
            html=_alternative(message),
            calendar=_calendar(whole),
        )


def _keep(
    channel: MessageChannel, to: str, text: str, *, key: str, subject: str, html: str = "", calendar: str = ""
) -> None:
    SentMessage.objects.get_or_create(
        key=key[:200],
        defaults={
            "channel": channel,
            "to": to,
            "subject": subject,
            "text": text,
            "html": html,
            "calendar": calendar,
            "sent_at": timezone.now(),
        },
    )


def _alternative(message: EmailMessage) -> str:
    if not isinstance(message, EmailMultiAlternatives):
        return ""
    return next((str(content) for content, kind in message.alternatives if kind == "text/html"), "")


def _calendar(message: Message) -> str:
    for part in message.walk():
        if part.get_content_type() == "text/calendar":
            payload = part.get_payload(decode=True)
            return payload.decode() if isinstance(payload, bytes) else ""
    return ""
