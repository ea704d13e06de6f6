"""Addresses of pages, for rooms that tell others where to look."""

from uuid import UUID

from cms.models import BranchPage


def branch_addresses(language: str) -> dict[UUID, str]:
    """The absolute address of each published branch page in a language, by the key of its Location."""
    pages = BranchPage.objects.live().filter(locale__language_code=language, location__active=True)
    return {page.location_id: page.full_url for page in pages}
