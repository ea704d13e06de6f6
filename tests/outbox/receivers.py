"""Subscribers the tests deliver to: each keeps what it was given, and does what `behaviour` says."""

from collections.abc import Callable

from outbox import Message, subscriber
from outbox.services import publish

received: list[Message] = []
behaviour: dict[str, Callable[[Message], None]] = {}


def take(message: Message) -> None:
    received.append(message)
    behaviour.get("next", lambda _: None)(message)


def here(message: Message) -> None:
    take(message)


def here_and_on(message: Message) -> None:
    """Works on this database only: its effect is another message."""
    publish("echo", subject=message.subject, payload={})
    take(message)


@subscriber(system="mis:north")
def north(message: Message) -> None:
    take(message)


@subscriber(system=lambda message: f"mis:{message.payload['branch']}")
def by_branch(message: Message) -> None:
    take(message)


PATH = __name__
