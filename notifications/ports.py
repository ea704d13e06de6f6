"""What carries notices to people. settings.NOTIFICATION_CHANNELS names what fulfils it, by dotted path of a class.

A channel raises outbox.errors.Unavailable when it certainly sent nothing, outbox.errors.Refused when trying again
will not help, and OutcomeUnknown when the message may be on its way.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class OutcomeUnknown(Exception):
    """Handed over, but not answered: the message may arrive. An SMS is not sent again after this."""


class ChannelNotConfigured(Exception):
    pass


@dataclass(frozen=True, slots=True)
class CalendarPart:
    """An iCalendar object for a mail. `method` is that of the object: the two must not differ."""

    content: bytes
    method: str


@dataclass(frozen=True, slots=True)
class Mail:
    to: str
    subject: str
    text: str
    html: str
    calendar: CalendarPart | None = None


class SmsGateway(Protocol):
    def send(self, to: str, text: str, *, purpose: str, idempotency_key: str) -> str:
        """Send one SMS to an E.164 number; the provider's number of the message."""


class Mailer(Protocol):
    def send(self, mail: Mail, *, idempotency_key: str) -> str:
        """Send one mail; its Message-ID, which is made of the key, so a repetition is seen as one."""


def sms_gateway() -> SmsGateway:
    gateway: SmsGateway = configured("sms")()
    return gateway


def mailer() -> Mailer:
    found: Mailer = configured("email")()
    return found


def configured(channel: str) -> Callable[[], Any]:
    path = settings.NOTIFICATION_CHANNELS.get(channel)
    if not path:
        raise ChannelNotConfigured(f"settings.NOTIFICATION_CHANNELS names no {channel!r}")
    found: Callable[[], Any] = import_string(path)
    return found


def patient_url(language: str, name: str) -> str:
    """The absolute address of one of the patient's pages, which a higher room owns."""
    address: str = import_string(settings.PORTS["notifications.PatientUrl"])(language, name)
    return settings.PUBLIC_URL.rstrip("/") + address
