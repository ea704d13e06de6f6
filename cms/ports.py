"""What this room needs of rooms it may not import. `settings.PORTS` names the implementation by dotted path."""

from collections.abc import Sequence
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class AddressAnnouncer(Protocol):
    def __call__(self, addresses: Sequence[str], *, key: str, key_location: str) -> None:
        """Tells search engines that these addresses of one host have changed; `key_location` proves whose they are.

        Raises outbox.errors.Unavailable or Refused.
        """


def address_announcer() -> AddressAnnouncer:
    announcer: AddressAnnouncer = import_string(settings.PORTS["cms.AddressAnnouncer"])
    return announcer
