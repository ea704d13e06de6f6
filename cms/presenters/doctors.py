"""Doctors as cards in a list, and one doctor in full."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from booking.models import HealthcareService, Location, PractitionerRole, Speciality
from cabinet.ports import DoctorFace
from cabinet.words import age_limits
from cms import generation
from cms.models import DoctorPage
from cms.presenters.clinic import clinic_of
from cms.presenters.durations import duration, experience
from cms.presenters.known import known
from cms.presenters.links import Link, booking_address, branch_links, service_links
from cms.presenters.pictures import load, picture
from cms.presenters.prices import Money, Price, PriceBook
from cms.presenters.reviews import Opinion, opinion, ratings

#: Reviews on a doctor's own page; the structured data repeats these and no others.
REVIEWS_SHOWN = 10


@dataclass(frozen=True)
class DoctorCard:
    """What `components/doctor_card.html` reads.

    On a cached page `times` is None: free times come by a request of their own. Elsewhere they are links.
    """

    practitioner_id: UUID
    name: str
    url: str
    speciality: str
    experience: str
    picture: SafeString | None
    rating: float | None
    reviews: int | None
    price: Money | None
    branch: str
    times: tuple[Any, ...] | None = None


@dataclass(frozen=True)
class ServiceLine:
    """A service of a doctor, with what it costs there."""

    service_id: UUID
    name: str
    url: str
    duration: str
    price: Price | None
    modality: str
    referral_required: bool
    book_url: str


@dataclass(frozen=True)
class Post:
    """A doctor's post at one branch."""

    location: Location
    branch: Link
    specialities: list[str]
    #: The fields behind the titles, with their schema.org values.
    fields: list[Speciality]
    services: list[ServiceLine]
    ages: str
    book_url: str


@dataclass(frozen=True)
class DoctorView:
    name: str
    job_title: str
    specialities: list[str]
    experience: str
    languages: str
    posts: list[Post]
    services: list[ServiceLine]
    opinion: Opinion
    book_url: str

    @property
    def speciality(self) -> str:
        return ", ".join(self.specialities)


def doctor_cards(
    page_ids: Sequence[int],
    *,
    today: dt.date,
    service_id: UUID | None = None,
    request: HttpRequest | None = None,
) -> list[DoctorCard]:
    """Cards of doctors' pages, in the order given: six queries for all that no page has shown since something changed.

    The price is that of the doctor's usual visit, or of `service_id` where the list is about one service.
    """
    kept = generation.remember_each(
        f"cms:doctor-card:{get_language()}:{today:%Y%m%d}:",
        page_ids,
        lambda missing: _cards(missing, today=today, request=request),
    )
    cards = list(kept.values())
    if service_id is None:
        return cards
    prices = PriceBook.read([service_id], today=today)
    return [replace(card, price=_least_price(prices, card.practitioner_id, [service_id])) for card in cards]


def _cards(
    page_ids: Collection[int], *, today: dt.date, request: HttpRequest | None
) -> dict[int, DoctorCard]:
    pages = list(
        DoctorPage.objects.filter(pk__in=page_ids)
        .select_related("practitioner", "photo")
        # A page has a hundred columns, most of them long texts.
        .only("url_path", "job_title", "practitioner", "photo")
    )
    practitioner_ids = [known(page.practitioner_id) for page in pages]
    load(page.photo for page in pages)
    roles = _roles(practitioner_ids)
    usual = {pk: _usual_services(own) for pk, own in roles.items()}
    prices = PriceBook.read(set().union(*usual.values()), today=today)
    marks = ratings("practitioner", practitioner_ids)
    cards = {}
    for page in pages:
        practitioner = known(page.practitioner)
        own, mark = roles[practitioner.pk], marks.get(practitioner.pk)
        cards[page.pk] = DoctorCard(
            practitioner_id=practitioner.pk,
            name=practitioner.name,
            url=page.get_url(request) or "",
            speciality=page.job_title or ", ".join(_titles(own)),
            experience=experience(practitioner.practising_since, today=today),
            picture=picture(page.photo, "portrait", alt=""),
            rating=mark.mean if mark else None,
            reviews=mark.count if mark else None,
            price=_least_price(prices, practitioner.pk, usual[practitioner.pk]),
            branch=_branches(own),
        )
    return cards


def doctor_faces(practitioner_ids: Collection[UUID], language: str) -> dict[UUID, DoctorFace]:
    """Portraits and ratings for the patient's pages (`cabinet.ports.DoctorFaces`); three queries for any number."""
    pages = list(
        DoctorPage.objects.live()
        .filter(practitioner__in=practitioner_ids, locale__language_code=language)
        .select_related("photo")
        .only("practitioner", "photo")
    )
    load(page.photo for page in pages)
    marks = ratings("practitioner", practitioner_ids)
    pictures = {known(page.practitioner_id): picture(page.photo, "portrait", alt="") for page in pages}
    return {
        key: DoctorFace(
            picture=pictures.get(key),
            rating=marks[key].mean if key in marks else None,
            reviews=marks[key].count if key in marks else None,
        )
        for key in practitioner_ids
    }


def doctor_view(
    page: DoctorPage, *, language: str, today: dt.date, book_url: str, request: HttpRequest | None = None
) -> DoctorView:
    """Everything `booking` knows of the doctor, for the doctor's own page."""
    practitioner = known(page.practitioner)
    roles = _roles([practitioner.pk])[practitioner.pk]
    services = {service.pk: service for role in roles for service in role.services}
    prices = PriceBook.read(services, today=today)
    pages, branches = service_links(language, request), branch_links(language, request)
    # No link promises a booking that the journey would refuse.
    online = [role for role in roles if role.online_booking]
    bookable = {service.pk for role in online for service in role.services if service.online_booking}

    def line(service: HealthcareService, location: Location | None) -> ServiceLine:
        location_id = location.pk if location else None
        return ServiceLine(
            service_id=service.pk,
            name=service.name,
            url=pages[service.pk].url if service.pk in pages else "",
            duration=duration(service.duration_minutes),
            price=prices.price(service.pk, practitioner_id=practitioner.pk, location_id=location_id),
            modality=service.modality,
            referral_required=service.referral_required,
            book_url=booking_address(
                book_url, practitioner=practitioner.pk, service=service.pk, location=location_id
            )
            if service.pk in bookable
            else "",
        )

    return DoctorView(
        name=practitioner.name,
        job_title=page.job_title or ", ".join(_titles(roles)),
        specialities=_titles(roles),
        experience=experience(practitioner.practising_since, today=today),
        languages=language_names(practitioner.languages),
        posts=[
            Post(
                location=role.location,
                branch=branches.get(role.location.pk, Link(role.location.name, "")),
                specialities=[speciality.title for speciality in role.specialities],
                fields=list(role.specialities),
                services=[line(service, role.location) for service in role.services],
                ages=age_limits(role.min_age, role.max_age),
                book_url=booking_address(book_url, practitioner=practitioner.pk, location=role.location.pk)
                if role in online
                else "",
            )
            for role in roles
        ],
        services=[line(service, None) for service in services.values()],
        opinion=opinion(REVIEWS_SHOWN, practitioner=practitioner.pk),
        book_url=booking_address(book_url, practitioner=practitioner.pk) if online else "",
    )


def language_names(codes: Iterable[str]) -> str:
    """ "русский, английский", "Russian, English" in the active language.

    A code that Django has no name for is shown as it is.
    """
    names = []
    for code in codes:
        try:
            name = str(get_language_info(code)["name_translated"])
            # Names of languages are capitalised in English only.
            names.append(name if get_language() == "en" else name.lower())
        except KeyError:
            names.append(code)
    return ", ".join(names)


class Role(NamedTuple):
    """A post as `booking` has it, at one branch."""

    location: Location
    specialities: Sequence[Speciality]
    services: Sequence[HealthcareService]
    online_booking: bool
    min_age: int | None
    max_age: int | None


def _roles(practitioner_ids: Collection[UUID]) -> dict[UUID, list[Role]]:
    """Alike for cards and pages of every language; three queries for all that nothing has asked for since a change."""
    return generation.remember_each("cms:roles:", practitioner_ids, _read_roles)


def _read_roles(practitioner_ids: Collection[UUID]) -> dict[UUID, list[Role]]:
    services = (
        HealthcareService.objects.filter(active=True)
        # Without what tells of each at length.
        .only("name_ru", "name_en", "duration_minutes", "modality", "referral_required", "online_booking")
        .order_by("category__sort_order", "name_ru")
    )
    found = (
        PractitionerRole.objects.filter(practitioner__in=practitioner_ids, active=True, location__active=True)
        .select_related("location")
        .prefetch_related("specialities", Prefetch("services", queryset=services))
        .order_by("location__name_ru")
    )
    roles: dict[UUID, list[Role]] = {key: [] for key in practitioner_ids}
    for role in found:
        roles[role.practitioner_id].append(
            Role(
                location=role.location,
                specialities=list(role.specialities.all()),
                services=list(role.services.all()),
                online_booking=role.online_booking,
                min_age=role.min_age,
                max_age=role.max_age,
            )
        )
    return roles


def _titles(roles: Iterable[Role]) -> list[str]:
    """Titles of the specialities of all posts, each once, in order."""
    return list(dict.fromkeys(speciality.title for role in roles for speciality in role.specialities))


def _usual_services(roles: Iterable[Role]) -> set[UUID]:
    """What a visit to a doctor usually is: the consultation of each speciality."""
    return {
        speciality.consultation_id
        for role in roles
        for speciality in role.specialities
        if speciality.consultation_id
    }


def _least_price(book: PriceBook, practitioner_id: UUID, services: Iterable[UUID]) -> Money | None:
    prices = [book.price(service_id, practitioner_id=practitioner_id) for service_id in services]
    return min((price.least for price in prices if price), default=None)


def _branches(roles: list[Role]) -> str:
    names = list(dict.fromkeys(role.location.name for role in roles))
    if len(names) <= 2:
        return ", ".join(names)
    return _("%(first)s and %(count)s more") % {"first": names[0], "count": len(names) - 1}


def doctor_page(page: DoctorPage, request: HttpRequest) -> dict[str, Any] | HttpResponse:
    """The doctor's own page; 410 and the colleagues when the doctor no longer works here."""
    if page.practitioner is None or not page.practitioner.active:
        return TemplateResponse(request, "pages/doctor_gone.html", page.get_context(request), status=410)
    clinic = clinic_of(request)
    load([page.photo, page.social_image])
    doctor = doctor_view(
        page,
        language=page.locale.language_code,
        today=timezone.localdate(),
        book_url=clinic.book_url,
        request=request,
    )
    return {"doctor": doctor, "picture": picture(page.photo, "portrait-large", alt=doctor.name, eager=True)}
