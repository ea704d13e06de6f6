"""Prices as a page shows them: today's, and "from" where doctors or branches differ."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q
from django.utils.formats import number_format

from booking.codes import VisitType
from booking.models import PractitionerRole, ServiceTerms
from cms import generation


@dataclass(frozen=True, order=True)
class Money:
    amount: Decimal
    currency: str


@dataclass(frozen=True)
class Price:
    """What a first visit costs. `varies` means that `least` is only where prices begin."""

    least: Money
    varies: bool
    valid_from: dt.date


def price_range(prices: Iterable[Price | None]) -> str:
    """From the least to the greatest of some prices, "900–12 000 ₽"; empty where there is none."""
    return range_in_words(price_ends(prices))


def price_ends(prices: Iterable[Price | None]) -> tuple[Money, Money] | None:
    """The least and the greatest. Prices in another currency than the first are left out: a clinic has one."""
    known = [price.least for price in prices if price is not None]
    same = [money for money in known if money.currency == known[0].currency]
    return (min(same), max(same)) if same else None


def range_in_words(ends: tuple[Money, Money] | None) -> str:
    if ends is None:
        return ""
    amounts = [number_format(money.amount.normalize(), use_l10n=True, force_grouping=True) for money in ends]
    currency = ends[0].currency
    return f"{'–'.join(dict.fromkeys(amounts))} {'₽' if currency == 'RUB' else currency}"


class Post(NamedTuple):
    """Who gives a service, and where. Nobody in particular stands for a service that no doctor gives at present."""

    practitioner_id: UUID | None
    location_id: UUID | None


class PricedTerms(NamedTuple):
    """What a row of `ServiceTerms` says of the price."""

    practitioner_id: UUID | None
    location_id: UUID | None
    visit_type: str
    price: Decimal
    currency: str
    valid_from: dt.date


@dataclass(frozen=True)
class ServicePrices:
    """The price rows of one service, oldest first, by the doctor whom they name; and the posts that give it."""

    rows: Mapping[UUID | None, Sequence[PricedTerms]]
    posts: Collection[Post]

    @cached_property
    def anywhere(self) -> Price | None:
        """Of any doctor at any branch, as lists ask for it all day."""
        return self.price(None, None)

    def price(self, practitioner_id: UUID | None, location_id: UUID | None) -> Price | None:
        posts = [
            post
            for post in self.posts
            if practitioner_id in (None, post.practitioner_id) and location_id in (None, post.location_id)
        ]
        rows = [row for post in posts or [Post(practitioner_id, location_id)] for row in self._at(post)]
        if not rows:
            return None
        least = min(rows, key=lambda row: row.price)
        return Price(
            Money(least.price, least.currency),
            varies=any(row.price != least.price for row in rows),
            valid_from=max(row.valid_from for row in rows),
        )

    def _at(self, post: Post) -> Collection[PricedTerms]:
        """The rows that set the price at one post, the newest of each kind."""
        if post.practitioner_id is None:
            rows = self._there((row for rows in self.rows.values() for row in rows), post)
        else:
            own = self._there(self.rows.get(post.practitioner_id, ()), post)
            rows = own or self._there(self.rows.get(None, ()), post)
        if post.location_id is not None:
            rows = [row for row in rows if row.location_id is not None] or rows
        return {(row.practitioner_id, row.location_id, row.visit_type): row for row in rows}.values()

    def _there(self, rows: Iterable[PricedTerms], post: Post) -> list[PricedTerms]:
        return [
            row for row in rows if post.location_id is None or row.location_id in (None, post.location_id)
        ]


class PriceBook:
    """What some services cost today.

    A row that names the doctor or the branch overrides a general one: doctor before branch before visit type, as
    `booking.models.ServiceTerms` says. A price counts only where somebody can be booked at it: a general price that
    every branch giving the service overrides is nobody's.
    """

    def __init__(self, services: Mapping[UUID, ServicePrices]) -> None:
        self._services = services

    @classmethod
    def read(cls, service_ids: Collection[UUID], *, today: dt.date) -> "PriceBook":
        """Two queries for all services that no page has asked for since something changed."""
        return cls(
            generation.remember_each(
                f"cms:price-book:{today:%Y%m%d}:", service_ids, lambda missing: _read(missing, today)
            )
        )

    def price(
        self, service_id: UUID, *, practitioner_id: UUID | None = None, location_id: UUID | None = None
    ) -> Price | None:
        """The price of a service, for one doctor or branch where they are given; None when nobody has set any."""
        service = self._services.get(service_id)
        if service is None:
            return None
        if practitioner_id is None and location_id is None:
            return service.anywhere
        return service.price(practitioner_id, location_id)


def _read(service_ids: Collection[UUID], today: dt.date) -> dict[UUID, ServicePrices]:
    """Prices of repeat visits are left out: a page speaks to somebody who has not been here."""
    rows: dict[UUID, dict[UUID | None, list[PricedTerms]]] = {key: {} for key in service_ids}
    posts: dict[UUID, set[Post]] = {key: set() for key in service_ids}
    terms = ServiceTerms.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=today),
        ~Q(visit_type=VisitType.REPEAT),
        service__in=service_ids,
        price__isnull=False,
        valid_from__lte=today,
    ).order_by("valid_from")
    for service_id, *columns in terms.values_list(
        "service_id", "practitioner_id", "location_id", "visit_type", "price", "currency", "valid_from"
    ):
        row = PricedTerms(*columns)
        rows[service_id].setdefault(row.practitioner_id, []).append(row)
    roles = PractitionerRole.objects.filter(
        active=True, practitioner__active=True, location__active=True, services__in=service_ids
    ).order_by()
    for service_id, *post in roles.values_list("services", "practitioner_id", "location_id"):
        posts[service_id].add(Post(*post))
    return {key: ServicePrices(rows[key], posts[key]) for key in service_ids}
