"""Messages to outside systems: written with the change, delivered with retry, in order."""

from outbox.message import Message, subscriber

__all__ = ["Message", "subscriber"]
