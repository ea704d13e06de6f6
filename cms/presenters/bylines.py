"""Who wrote a text and who checked it, as the reader sees it and the structured data repeats it."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from django.utils.safestring import SafeString

from booking.models import Practitioner
from cms.models import ArticlePage, DoctorPage, ProgramPage, ServicePage
from cms.presenters.pictures import load, picture

ReviewedPage = ArticlePage | ProgramPage | ServicePage


@dataclass(frozen=True)
class Person:
    """An author or reviewer; without a page of their own the address is empty."""

    practitioner_id: UUID
    name: str
    url: str
    job_title: str
    degree: str
    #: (qualification, institution), the first being the most telling.
    education: tuple[tuple[str, str], ...]
    picture: SafeString | None


@dataclass(frozen=True)
class Byline:
    author: Person | None
    reviewer: Person | None
    reviewed_on: dt.date | None


def byline(
    page: ReviewedPage, request: HttpRequest, known_pages: Iterable[DoctorPage] | None = None
) -> Byline:
    """`known_pages` spares the query where the caller has the pages of both people already."""
    if known_pages is None:
        named = {pk for pk in (page.author_id, page.medical_reviewer_id) if pk is not None}
        known_pages = _pages_of(named, page.locale.language_code)
    pages = {known.practitioner_id: known for known in known_pages}
    return Byline(
        author=_person(page.author, pages.get(page.author_id), request),
        reviewer=_person(page.medical_reviewer, pages.get(page.medical_reviewer_id), request),
        reviewed_on=page.last_reviewed_on,
    )


def _pages_of(people: Collection[UUID], language: str) -> list[DoctorPage]:
    """Two queries, the second for the photos; none where nobody is named."""
    if not people:
        return []
    found = (
        DoctorPage.objects.live()
        .filter(practitioner__in=people, practitioner__active=True, locale__language_code=language)
        .select_related("photo")
    )
    pages = list(found)
    load((page.photo for page in pages), "portrait")
    return pages


def _person(
    practitioner: Practitioner | None, page: DoctorPage | None, request: HttpRequest
) -> Person | None:
    if practitioner is None:
        return None
    return Person(
        practitioner_id=practitioner.pk,
        name=practitioner.name,
        url=(page.get_url(request) or "") if page else "",
        job_title=page.job_title if page else "",
        degree=page.degree if page else "",
        education=tuple(
            (block.value["qualification"], block.value["institution"]) for block in page.education
        )
        if page
        else (),
        picture=picture(page.photo, "portrait", alt="") if page else None,
    )
