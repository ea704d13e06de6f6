"""What a subscriber is given, and how it names the outside system it talks to."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

# Long enough to recognise an answer, short enough not to become a second archive of it.
EXCERPT_LENGTH = 2000


@dataclass(frozen=True, slots=True)
class Message:
    """One delivery as its subscriber sees it.

    `operation_id` stays the same through every attempt: give it to the outside system as idempotency key.
    `attempt` starts at 1 and counts started attempts, so above 1 an earlier one may have succeeded unseen:
    ask before sending again.
    """

    event: str
    subject: str
    payload: dict[str, Any]
    operation_id: UUID
    attempt: int
    exchanges: list[tuple[str, str]] = field(default_factory=list, compare=False, repr=False)

    def note_exchange(self, *, request: str, answer: str) -> None:
        """Keep an excerpt for the operator's page. The caller leaves out names, contacts and medical text."""
        self.exchanges.append((request[:EXCERPT_LENGTH], answer[:EXCERPT_LENGTH]))


Subscriber = Callable[[Message], None]
SystemOf = Callable[[Message], str]


def subscriber(*, system: str | SystemOf) -> Callable[[Subscriber], Subscriber]:
    """Name the outside system a subscriber talks to; its circuit breaker and its lane are per system.

    A subscriber without this mark (or whose system is "") works on this database only: it runs in the
    transaction that records its delivery, so its effect happens exactly once. A subscriber of an outside
    system runs outside any transaction and must be idempotent by `message.operation_id`.

    `system` may be a function of the message; it is asked once, while publishing, in the caller's
    transaction.
    """

    def mark(function: Subscriber) -> Subscriber:
        function.outbox_system = system  # type: ignore[attr-defined]  # functions take attributes
        return function

    return mark


def system_of(function: Subscriber, message: Message) -> str:
    system: str | SystemOf = getattr(function, "outbox_system", "")
    return system if isinstance(system, str) else system(message)
