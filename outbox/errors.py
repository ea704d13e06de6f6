"""What a subscriber raises, and what the outbox refuses.

    OutboxError
    ├── Unavailable         raised by subscribers: try again later
    ├── Refused             raised by subscribers: trying again will not help
    ├── PayloadRefused      publish() was given more than identifiers
    └── NotRepairable       the operator's act does not suit the delivery's state

The detail of Unavailable and Refused is kept and shown to operators: it must name no person and hold no
medical text. Any other exception keeps only its class and place, because nobody vouches for its text.
"""

from datetime import timedelta


class OutboxError(Exception):
    pass


class Unavailable(OutboxError):
    """The outside system cannot answer now. `retry_after` lengthens the pause, never shortens it."""

    def __init__(self, detail: str, *, retry_after: timedelta | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.retry_after = retry_after


class Refused(OutboxError):
    """The outside system answered, and its answer will be the same next time."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class PayloadRefused(OutboxError, TypeError):
    pass


class NotRepairable(OutboxError):
    pass
