"""Who wrote a text and who checked it, as the reader sees it and the structured data repeats it."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from django.utils.safestring import SafeString

from booking.models import Practitioner, PractitionerRole
from cms import generation
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
    #: Where the person mainly works.
    location_id: UUID | None


@dataclass(frozen=True)
class Byline:
    author: Person | None
    reviewer: Person | None
    reviewed_on: dt.date | None


def byline(page: ReviewedPage, request: HttpRequest) -> Byline:
    language = page.locale.language_code
    named = [pk for pk in (page.author_id, page.medical_reviewer_id) if pk is not None]
    people = generation.remember_each(
        f"cms:byline:{language}:", named, lambda missing: _people(missing, language, request)
    )
    author, reviewer = page.author_id, page.medical_reviewer_id
    return Byline(
        author=people.get(author) if author else None,
        reviewer=people.get(reviewer) if reviewer else None,
        reviewed_on=page.last_reviewed_on,
    )


def _people(practitioner_ids: Collection[UUID], language: str, request: HttpRequest) -> dict[UUID, Person]:
    """Four queries, the last for the photos."""
    people = Practitioner.objects.in_bulk(practitioner_ids)
    found = (
        DoctorPage.objects.live()
        .filter(practitioner__in=people, practitioner__active=True, locale__language_code=language)
        .select_related("photo")
        .only("url_path", "job_title", "degree", "education", "practitioner", "photo")
    )
    pages = {page.practitioner_id: page for page in found}
    load(page.photo for page in pages.values())
    roles = PractitionerRole.objects.filter(practitioner__in=people, active=True, location__active=True)
    # The first by name is the last to be written.
    branches = dict(roles.order_by("-location__name_ru").values_list("practitioner_id", "location_id"))
    return {pk: _person(one, pages.get(pk), branches.get(pk), request) for pk, one in people.items()}


def _person(
    practitioner: Practitioner, page: DoctorPage | None, location_id: UUID | None, request: HttpRequest
) -> Person:
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
        location_id=location_id,
    )
