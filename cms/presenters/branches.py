"""Branches as cards and in full."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone, translation
from django.utils.safestring import SafeString

from booking.models import HealthcareService, Location, Speciality
from cms import generation
from cms.models import BranchIndexPage, BranchNotice, BranchPage, ContactsPage, DoctorPage, EnquiryPage
from cms.presenters.clinic import clinic_of
from cms.presenters.doctors import DoctorCard, doctor_cards
from cms.presenters.hours import OpeningHours, Span, opening_hours
from cms.presenters.known import known
from cms.presenters.links import Link, booking_address
from cms.presenters.phones import phone_href, phone_text
from cms.presenters.pictures import load, picture
from cms.presenters.prices import Money, PriceBook, price_ends, range_in_words
from cms.presenters.reviews import Opinion, opinion
from database.prepared import Given, PreparedQuery

DOCTORS_SHOWN = 6
REVIEWS_SHOWN = 5


@dataclass(frozen=True)
class BranchCard:
    """What `components/branch_card.html` reads."""

    location_id: UUID
    name: str
    url: str
    address: str
    hours: str
    phone: str
    phone_href: str
    picture: SafeString | None


@dataclass(frozen=True)
class BranchContacts:
    """How to reach one branch, as the contacts page tells it."""

    name: str
    url: str
    address: str
    directions: str
    map_url: str
    hours: OpeningHours
    phone: str
    phone_href: str
    email: str


@dataclass(frozen=True)
class Notice:
    text: str
    tone: str


@dataclass(frozen=True)
class Department:
    """A part of the branch with hours or a telephone of its own."""

    name: str
    phone: str
    phone_href: str
    hours: OpeningHours


@dataclass(frozen=True)
class BranchView:
    location: Location
    hours: OpeningHours
    departments: list[Department]
    #: From the cheapest to the dearest service of the branch.
    price_range: str
    phone: str
    phone_href: str
    notices: list[Notice]
    specialities: list[Speciality]
    doctors: list[DoctorCard]
    opinion: Opinion
    map_url: str
    book_url: str


def branch_index(page: BranchIndexPage, request: HttpRequest) -> dict[str, Any]:
    return {"branches": branch_cards(published_branches(page.locale.language_code), request)}


def contacts_page(page: ContactsPage, request: HttpRequest) -> dict[str, Any]:
    branches = published_branches(page.locale.language_code)
    hours = opening_hours([known(one.location_id) for one in branches], today=timezone.localdate())
    return {
        "branches": [_contacts(one, hours[known(one.location_id)], request) for one in branches],
        "enquiries": [
            Link(form.title, form.get_url(request) or "")
            for form in EnquiryPage.objects.child_of(page).live().order_by("path")
        ],
    }


def _contacts(page: BranchPage, hours: OpeningHours, request: HttpRequest) -> BranchContacts:
    location = known(page.location)
    return BranchContacts(
        name=page.title,
        url=page.get_url(request) or "",
        address=location.address,
        directions=page.directions,
        map_url=map_address(location),
        hours=hours,
        phone=phone_text(location.phone),
        phone_href=phone_href(location.phone),
        email=location.email,
    )


def published_branches(language: str) -> list[BranchPage]:
    pages = BranchPage.objects.live().filter(locale__language_code=language, location__active=True)
    columns = ("title", "url_path", "location", "image", "directions")
    return list(pages.select_related("location", "image").only(*columns).order_by("path"))


def branch_cards(pages: Sequence[BranchPage], request: HttpRequest | None = None) -> list[BranchCard]:
    """Cards in the order of `pages`; three queries whatever their number."""
    load(page.image for page in pages)
    hours = opening_hours([known(page.location_id) for page in pages], today=timezone.localdate())
    return [
        BranchCard(
            location_id=known(page.location_id),
            name=page.title,
            url=page.get_url(request) or "",
            address=known(page.location).address,
            hours=hours[known(page.location_id)].summary,
            phone=phone_text(known(page.location).phone),
            phone_href=phone_href(known(page.location).phone),
            picture=picture(page.image, "card", alt=""),
        )
        for page in pages
    ]


def branch_page(page: BranchPage, request: HttpRequest) -> dict[str, Any]:
    if page.location is None or not page.location.active:
        raise Http404
    load([page.image, page.social_image])
    return {
        "branch": branch_view(
            page, book_url=clinic_of(request).book_url, today=timezone.localdate(), request=request
        ),
        "picture": picture(page.image, "wide", eager=True),
    }


def branch_view(
    page: BranchPage, *, book_url: str, today: dt.date, request: HttpRequest | None = None
) -> BranchView:
    location = known(page.location)
    doctors = _DOCTORS.rows(locale=page.locale_id, location=location.pk)
    specialities = _SPECIALITIES.instances(location=location.pk)
    return BranchView(
        location=location,
        hours=opening_hours([location.pk], today=today)[location.pk],
        departments=[_department(block.value) for block in page.departments],
        price_range=_price_range(location, today=today),
        phone=phone_text(location.phone),
        phone_href=phone_href(location.phone),
        notices=_notices(location),
        specialities=sorted(specialities, key=lambda speciality: speciality.name),
        doctors=doctor_cards([pk for (pk,) in doctors], today=today, request=request),
        opinion=opinion(REVIEWS_SHOWN, location=location.pk),
        map_url=map_address(location),
        book_url=booking_address(book_url, location=location.pk),
    )


_DOCTORS = PreparedQuery(
    DoctorPage.objects.live()
    .filter(
        locale=Given.number("locale"),
        practitioner__active=True,
        practitioner__roles__location=Given.key("location"),
        practitioner__roles__active=True,
    )
    .order_by("practitioner__family_ru")
    .values_list("pk", flat=True)[:DOCTORS_SHOWN]
)
_SPECIALITIES = PreparedQuery(
    Speciality.objects.filter(
        roles__location=Given.key("location"), roles__active=True, roles__practitioner__active=True
    ).distinct()
)


def _department(value: Mapping[str, Any]) -> Department:
    week: list[list[Span]] = [[] for _weekday in range(7)]
    for hours in value["hours"]:
        for weekday in range(int(hours["first_day"]), int(hours["last_day"]) + 1):
            week[weekday].append((hours["opens"], hours["closes"]))
    return Department(
        name=value["name"],
        phone=phone_text(value["phone"] or ""),
        phone_href=phone_href(value["phone"] or ""),
        hours=OpeningHours(tuple(tuple(sorted(spans)) for spans in week)),
    )


def _price_range(location: Location, *, today: dt.date) -> str:
    """Two queries over the whole price list, so kept until something changes."""

    def build() -> tuple[Money, Money] | None:
        services = HealthcareService.objects.filter(active=True, roles__location=location, roles__active=True)
        service_ids = set(services.values_list("pk", flat=True))
        prices = PriceBook.read(service_ids, today=today)
        return price_ends(prices.price(service_id, location_id=location.pk) for service_id in service_ids)

    return range_in_words(generation.remember(f"cms:prices:{location.pk}", build))


def _notices(location: Location) -> list[Notice]:
    now = timezone.now()
    running = generation.remember("cms:notices", lambda: list(BranchNotice.objects.filter(ends_at__gt=now)))
    english = translation.get_language() == "en"
    return [
        Notice((notice.text_en if english else "") or notice.text_ru, notice.tone)
        for notice in running
        if notice.location_id == location.pk and notice.starts_at <= now < notice.ends_at
    ]


def map_address(location: Location) -> str:
    """The branch on OpenStreetMap, which asks nothing of the visitor; empty without coordinates."""
    if location.latitude is None or location.longitude is None:
        return ""
    place = f"{location.latitude}/{location.longitude}"
    return f"https://www.openstreetmap.org/?mlat={location.latitude}&mlon={location.longitude}#map=17/{place}"
