"""Excerpts of what was asked and answered, for the message being delivered, if any."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from outbox import Message

_message: ContextVar[Message | None] = ContextVar("message", default=None)


@contextmanager
def noted_on(message: Message) -> Iterator[None]:
    token = _message.set(message)
    try:
        yield
    finally:
        _message.reset(token)


def note(*, request: str, answer: str) -> None:
    """The client calls this with excerpts that name no person."""
    message = _message.get()
    if message is not None:
        message.note_exchange(request=request, answer=answer)
