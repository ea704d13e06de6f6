"""What the feeds need from the room that owns the site's pages."""

from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string


class BranchAddresses(Protocol):
    def __call__(self, language: str) -> dict[UUID, str]:
        """The absolute address of each published branch page, by the key of its Location."""


def branch_addresses(language: str) -> dict[UUID, str]:
    find: BranchAddresses = import_string(settings.PORTS["integrations.BranchAddresses"])
    return find(language)
