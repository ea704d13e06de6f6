"""Sign-in codes by SMS: sent in the request, once, and kept nowhere."""

from uuid import uuid4

from notifications.ports import ChannelNotConfigured, OutcomeUnknown, sms_gateway
from outbox.errors import OutboxError
from people.code_message import code_message
from people.errors import CodeNotSent


def send(phone: str, code: str, language: str, *, host: str) -> None:
    """people.ports.CodeSender. A code whose fate is unknown counts as sent: the person asks for another."""
    text = code_message(code, language, host)
    try:
        sms_gateway().send(phone, text, purpose="sign-in", idempotency_key=str(uuid4()))
    except OutcomeUnknown:
        return
    except (OutboxError, ChannelNotConfigured) as error:
        raise CodeNotSent(type(error).__name__) from error
