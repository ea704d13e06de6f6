"""Services: categories, one service in full, the price list."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils import timezone

from booking.models import HealthcareService, Location, PractitionerRole
from cms import generation
from cms.models import DoctorPage, PricesPage, ServiceCategoryPage, ServiceIndexPage, ServicePage
from cms.presenters.bylines import byline
from cms.presenters.clinic import clinic_of
from cms.presenters.doctors import DoctorCard, doctor_cards
from cms.presenters.durations import duration
from cms.presenters.known import known
from cms.presenters.links import Link, booking_address, branch_links, service_links
from cms.presenters.pictures import load, picture
from cms.presenters.prices import Money, Price, PriceBook
from cms.presenters.reviews import Opinion, opinion
from database.prepared import Given, PreparedQuery

DOCTORS_SHOWN = 6
REVIEWS_SHOWN = 5


@dataclass(frozen=True)
class ServiceCard:
    """What `components/service_card.html` reads."""

    name: str
    url: str
    summary: str
    duration: str
    price: Money | None
    price_from: bool


@dataclass(frozen=True)
class CategoryView:
    title: str
    url: str
    introduction: str
    services: list[ServiceCard]


@dataclass(frozen=True)
class Place:
    """A branch where a service is given, with its price there."""

    location: Location
    branch: Link
    price: Price | None
    book_url: str


@dataclass(frozen=True)
class ServiceView:
    service: HealthcareService
    duration: str
    price: Price | None
    preparation: str
    places: list[Place]
    doctors: list[DoctorCard]
    opinion: Opinion
    book_url: str


def service_index(page: ServiceIndexPage, request: HttpRequest) -> dict[str, Any]:
    categories = ServiceCategoryPage.objects.child_of(page).live().order_by("path")
    pages = _service_pages(ServicePage.objects.descendant_of(page))
    cards = dict(zip((service.pk for service in pages), service_cards(pages, request), strict=True))
    views = []
    for category in categories:
        below = [cards[service.pk] for service in pages if service.path.startswith(category.path)]
        views.append(CategoryView(category.title, category.get_url(request), category.introduction, below))
    return {"categories": views}


def service_category(page: ServiceCategoryPage, request: HttpRequest) -> dict[str, Any]:
    pages = _service_pages(ServicePage.objects.child_of(page))
    return {
        "services": service_cards(pages, request),
        "picture": picture(page.image, "wide", alt="", eager=True),
    }


def _service_pages(pages: Any) -> list[ServicePage]:
    return list(pages.live().filter(service__active=True).select_related("service").order_by("path"))


def service_cards(pages: Sequence[ServicePage], request: HttpRequest) -> list[ServiceCard]:
    prices = PriceBook.read([known(page.service_id) for page in pages], today=timezone.localdate())
    cards = []
    for page in pages:
        price = prices.price(known(page.service_id))
        cards.append(
            ServiceCard(
                name=page.title,
                url=page.get_url(request) or "",
                summary=page.introduction or known(page.service).summary,
                duration=duration(known(page.service).duration_minutes),
                price=price.least if price else None,
                price_from=price.varies if price else False,
            )
        )
    return cards


def service_page(page: ServicePage, request: HttpRequest) -> dict[str, Any]:
    load([page.image, page.social_image])
    today = timezone.localdate()
    shown: dict[str, Any] = {
        "picture": picture(page.image, "wide", eager=True),
        "byline": byline(page, request),
        "today": today,
    }
    if page.service is not None and page.service.active:
        book_url = clinic_of(request).book_url
        shown["service"] = service_view(page, book_url=book_url, today=today, request=request)
    return shown


#: Pages of the first doctors who give a service.
_DOCTORS = PreparedQuery(
    DoctorPage.objects.live()
    .filter(
        Exists(
            PractitionerRole.objects.filter(
                practitioner=OuterRef("practitioner"),
                services=Given.key("service"),
                active=True,
                location__active=True,
            )
        ),
        practitioner__active=True,
        locale=Given.number("locale"),
    )
    .order_by("practitioner__family_ru")
    .values_list("pk", flat=True)[:DOCTORS_SHOWN]
)


def service_view(
    page: ServicePage, *, book_url: str, today: dt.date, request: HttpRequest | None = None
) -> ServiceView:
    """What `booking` knows of the service: price, preparation, where and by whom it is given, what patients say."""
    service, language = known(page.service), page.locale.language_code
    prices = PriceBook.read([service.pk], today=today)
    branches = branch_links(language, request)
    if not service.online_booking:
        book_url = ""
    return ServiceView(
        service=service,
        duration=duration(service.duration_minutes),
        price=prices.price(service.pk),
        preparation=page.preparation or service.preparation,
        places=[
            Place(
                location=location,
                branch=branches.get(location.pk, Link(location.name, "")),
                price=prices.price(service.pk, location_id=location.pk),
                book_url=booking_address(book_url, service=service.pk, location=location.pk),
            )
            for location in sorted(_locations(service), key=lambda location: location.name)
        ],
        doctors=doctor_cards(
            [pk for (pk,) in _DOCTORS.rows(service=service.pk, locale=page.locale_id)],
            today=today,
            service_id=service.pk,
            request=request,
        ),
        opinion=opinion(REVIEWS_SHOWN, service=service.pk),
        book_url=booking_address(book_url, service=service.pk),
    )


def _locations(service: HealthcareService) -> list[Location]:
    """Branches where somebody gives the service."""
    given = {"roles__services": service, "roles__active": True, "roles__practitioner__active": True}
    return generation.remember(
        f"cms:places:{service.pk}", lambda: list(Location.objects.filter(active=True, **given).distinct())
    )


@dataclass(frozen=True)
class PriceRow:
    service_id: UUID
    name: str
    url: str
    price: Price
    book_url: str


@dataclass(frozen=True)
class PriceGroup:
    title: str
    rows: list[PriceRow]


def prices_page(page: PricesPage, request: HttpRequest) -> dict[str, Any]:
    """All priced services of today by category, for one branch if one is chosen."""
    today = timezone.localdate()
    branches = list(Location.objects.filter(active=True))
    chosen = next((branch for branch in branches if branch.code == request.GET.get("branch")), None)
    groups = price_groups(
        language=page.locale.language_code,
        book_url=clinic_of(request).book_url,
        today=today,
        location=chosen,
        request=request,
    )
    return {
        "groups": groups,
        "branches": branches,
        "branch": chosen,
        "today": today,
        "noindex": bool(request.GET),
    }


_PRICED = PreparedQuery(
    HealthcareService.objects.filter(active=True)
    .select_related("category")
    # Without what tells of each at length.
    .only("name_ru", "name_en", "online_booking", "category__name_ru", "category__name_en")
    .order_by("category__sort_order", "category__name_ru", "name_ru")
)


def price_groups(
    *,
    language: str,
    book_url: str,
    today: dt.date,
    location: Location | None = None,
    request: HttpRequest | None = None,
) -> list[PriceGroup]:
    if location is None:
        services = _PRICED.instances()
    else:
        at_branch = {"roles__location": location, "roles__active": True}
        services = list(_PRICED.queryset.filter(**at_branch).distinct())
    prices = PriceBook.read([service.pk for service in services], today=today)
    pages = service_links(language, request)
    groups: dict[str, PriceGroup] = {}
    for service in services:
        price = prices.price(service.pk, location_id=location.pk if location else None)
        if price is None:
            continue
        row = PriceRow(
            service_id=service.pk,
            name=service.name,
            url=pages[service.pk].url if service.pk in pages else "",
            price=price,
            book_url=booking_address(book_url, service=service.pk, location=location.pk if location else None)
            if service.online_booking
            else "",
        )
        groups.setdefault(service.category.name, PriceGroup(service.category.name, [])).rows.append(row)
    return list(groups.values())
