"""Programs (checkups): the list, and one with its visits in order."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import ngettext

from booking.models import Program, ProgramLeg
from cabinet.words import age_limits
from cms.models import ProgramIndexPage, ProgramPage
from cms.presenters.bylines import byline
from cms.presenters.clinic import clinic_of
from cms.presenters.durations import duration
from cms.presenters.known import known
from cms.presenters.links import Link, booking_address, branch_links, service_links
from cms.presenters.pictures import load, picture
from cms.presenters.prices import Money, PriceBook
from cms.presenters.services import ServiceCard


@dataclass(frozen=True)
class Leg:
    service_id: UUID
    service: Link
    duration: str
    fasting: bool
    gap: str


@dataclass(frozen=True)
class ProgramView:
    program: Program
    legs: list[Leg]
    location_ids: list[UUID]
    branches: list[Link]
    price: Money | None
    ages: str
    time_on_site: str
    book_url: str

    @property
    def fasting(self) -> bool:
        return any(leg.fasting for leg in self.legs)


def program_index(page: ProgramIndexPage, request: HttpRequest) -> dict[str, Any]:
    return {"programs": program_cards(published_programs(page.locale.language_code), request)}


def published_programs(language: str) -> list[ProgramPage]:
    pages = ProgramPage.objects.live().filter(locale__language_code=language, program__active=True)
    return list(pages.select_related("program").order_by("path"))


def program_cards(pages: Sequence[ProgramPage], request: HttpRequest | None = None) -> list[ServiceCard]:
    legs = _legs([known(page.program) for page in pages])
    prices = PriceBook.read(
        {leg.service_id for own in legs.values() for leg in own}, today=timezone.localdate()
    )
    return [
        ServiceCard(
            name=page.title,
            url=page.get_url(request) or "",
            summary=page.introduction or known(page.program).summary,
            duration=_extent(known(page.program), len(legs.get(known(page.program_id), ()))),
            price=program_price(known(page.program), legs.get(known(page.program_id), []), prices),
            price_from=known(page.program).price is None,
        )
        for page in pages
    ]


def _extent(program: Program, visits: int) -> str:
    """How much of a day it is, with the waiting between: 8 visits, up to 7 h."""
    return ngettext("%(visits)s visit, up to %(time)s", "%(visits)s visits, up to %(time)s", visits) % {
        "visits": visits,
        "time": duration(program.longest_day_minutes),
    }


def program_page(page: ProgramPage, request: HttpRequest) -> dict[str, Any]:
    if page.program is None or not page.program.active:
        raise Http404
    load([page.image, page.social_image])
    view = program_view(
        page, book_url=clinic_of(request).book_url, today=timezone.localdate(), request=request
    )
    return {
        "program": view,
        "picture": picture(page.image, "wide", eager=True),
        "byline": byline(page, request),
    }


def program_view(
    page: ProgramPage, *, book_url: str, today: dt.date, request: HttpRequest | None = None
) -> ProgramView:
    program, language = known(page.program), page.locale.language_code
    legs = _legs([program]).get(program.pk, [])
    prices = PriceBook.read({leg.service_id for leg in legs}, today=today)
    services, branches = service_links(language, request), branch_links(language, request)
    locations = list(program.locations.filter(active=True))
    return ProgramView(
        program=program,
        legs=[
            Leg(
                service_id=leg.service_id,
                service=services.get(leg.service_id, Link(leg.service.name, "")),
                duration=duration(leg.service.duration_minutes),
                fasting=leg.fasting,
                gap=duration(leg.gap_min_minutes) if leg.gap_min_minutes else "",
            )
            for leg in legs
        ],
        location_ids=[location.pk for location in locations],
        branches=[branches.get(location.pk, Link(location.name, "")) for location in locations],
        price=program_price(program, legs, prices),
        ages=age_limits(program.min_age, program.max_age),
        time_on_site=duration(program.longest_day_minutes),
        book_url=booking_address(book_url, program=program.pk),
    )


def program_price(program: Program, legs: Sequence[ProgramLeg], prices: PriceBook) -> Money | None:
    """Its own price, or the sum of its visits; None when one of them has no price."""
    if program.price is not None:
        return Money(program.price, program.currency)
    parts = [price.least for leg in legs if (price := prices.price(leg.service_id)) is not None]
    if not parts or len(parts) < len(legs):
        return None
    return Money(sum((part.amount for part in parts), start=Decimal(0)), parts[0].currency)


def _legs(programs: Sequence[Program]) -> dict[Any, list[ProgramLeg]]:
    legs: dict[Any, list[ProgramLeg]] = {}
    for leg in ProgramLeg.objects.filter(program__in=programs).select_related("service").order_by("number"):
        legs.setdefault(leg.program_id, []).append(leg)
    return legs
