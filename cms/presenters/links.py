"""Addresses of the pages about the clinic's own records, and of the booking journey with choices made."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest
from wagtail.models import Page

from cms import generation
from cms.models import BranchPage, DoctorPage, ProgramPage, ServicePage


@dataclass(frozen=True)
class Link:
    title: str
    url: str
    current: bool = False


def branch_links(language: str, request: HttpRequest | None = None) -> Mapping[UUID, Link]:
    """Published branch pages of a language by location."""
    return _links(BranchPage, "location_id", language, request)


def service_links(language: str, request: HttpRequest | None = None) -> Mapping[UUID, Link]:
    """Published service pages of a language by service."""
    return _links(ServicePage, "service_id", language, request)


def program_links(language: str, request: HttpRequest | None = None) -> Mapping[UUID, Link]:
    """Published program pages of a language by program."""
    return _links(ProgramPage, "program_id", language, request)


def doctor_links(
    practitioner_ids: Collection[UUID], language: str, request: HttpRequest | None = None
) -> Mapping[UUID, Link]:
    """Published pages of some doctors; a network may have thousands, so never of all."""
    pages = (
        DoctorPage.objects.live()
        .filter(practitioner__in=practitioner_ids, practitioner__active=True, locale__language_code=language)
        .select_related("practitioner")
        .only("url_path", "practitioner")
    )
    return {page.practitioner_id: Link(page.practitioner.name, page.get_url(request) or "") for page in pages}


def _links(model: type[Page], column: str, language: str, request: HttpRequest | None) -> Mapping[UUID, Link]:
    def build() -> dict[UUID, Link]:
        pages = model.objects.live().filter(**{f"{column}__isnull": False}, locale__language_code=language)
        pages = pages.only("title", "url_path", column.removesuffix("_id"))
        return {getattr(page, column): Link(page.title, page.get_url(request) or "") for page in pages}

    return generation.remember(f"cms:links:{model.__name__}:{language}", build)


def booking_address(book_url: str, **choices: object) -> str:
    """The booking journey with what is already chosen; empty where the site has no booking page.

    >>> booking_address("/en/booking/", service="a", location=None)
    '/en/booking/?service=a'
    """
    chosen = {name: str(value) for name, value in choices.items() if value}
    if not book_url or not chosen:
        return book_url
    return f"{book_url}?{urlencode(chosen)}"
