"""Prices as a page shows them: today's, and "from" where doctors or branches differ."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q
from django.utils.formats import number_format

from booking.codes import VisitType
from booking.models import PractitionerRole, ServiceTerms
from cms import generation
from cms.presenters.known import known


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
    """From the least to the greatest of some prices, "900–12 000 ₽"; empty where there is none.

    Prices in another currency than the first are left out: a clinic has one.
    """
    known = [price.least for price in prices if price is not None]
    if not known:
        return ""
    currency = known[0].currency
    amounts = sorted({money.amount for money in known if money.currency == currency})
    ends = [
        number_format(amount.normalize(), use_l10n=True, force_grouping=True)
        for amount in (amounts[0], amounts[-1])
    ]
    sign = "₽" if currency == "RUB" else currency
    return f"{'–'.join(dict.fromkeys(ends))} {sign}"


class Post(NamedTuple):
    """Who gives a service, and where. Nobody in particular stands for a service that no doctor gives at present."""

    practitioner_id: UUID | None
    location_id: UUID | None


def _posts(service_ids: Collection[UUID]) -> list[tuple[UUID, UUID, UUID]]:
    """Who gives which of the services, and where. Kept until something changes."""

    def build() -> list[tuple[UUID, UUID, UUID]]:
        roles = PractitionerRole.objects.filter(
            active=True, practitioner__active=True, location__active=True, services__in=service_ids
        )
        return list(roles.order_by().values_list("services", "practitioner_id", "location_id"))

    name = sha256(b"".join(sorted(service_id.bytes for service_id in service_ids))).hexdigest()
    return generation.remember(f"cms:posts:{name}", build)


class PriceBook:
    """The price rows of some services, read once.

    A row that names the doctor or the branch overrides a general one: doctor before branch before visit type, as
    `booking.models.ServiceTerms` says. A price counts only where somebody can be booked at it: a general price that
    every branch giving the service overrides is nobody's.
    """

    def __init__(self, rows: Iterable[ServiceTerms], posts: Iterable[tuple[UUID, UUID, UUID]] = ()) -> None:
        self._rows: dict[UUID, list[ServiceTerms]] = {}
        for row in rows:
            self._rows.setdefault(row.service_id, []).append(row)
        self._posts: dict[UUID, set[Post]] = {}
        for service_id, practitioner_id, location_id in posts:
            self._posts.setdefault(service_id, set()).add(Post(practitioner_id, location_id))

    @classmethod
    def read(cls, service_ids: Collection[UUID], *, today: dt.date) -> "PriceBook":
        """One query. Prices of repeat visits are left out: a page speaks to somebody who has not been here."""
        rows = ServiceTerms.objects.filter(
            Q(valid_until=None) | Q(valid_until__gte=today),
            ~Q(visit_type=VisitType.REPEAT),
            service__in=service_ids,
            price__isnull=False,
            valid_from__lte=today,
        )
        return cls(rows.order_by("valid_from"), _posts(service_ids))

    def price(
        self, service_id: UUID, *, practitioner_id: UUID | None = None, location_id: UUID | None = None
    ) -> Price | None:
        """The price of a service, for one doctor or branch where they are given; None when nobody has set any."""
        posts = [
            post
            for post in self._posts.get(service_id, ())
            if practitioner_id in (None, post.practitioner_id) and location_id in (None, post.location_id)
        ]
        rows = [
            row
            for post in posts or [Post(practitioner_id, location_id)]
            for row in self._rows_at(service_id, post)
        ]
        if not rows:
            return None
        least = min(rows, key=lambda row: known(row.price))
        return Price(
            Money(known(least.price), least.currency),
            varies=any(row.price != least.price for row in rows),
            valid_from=max(row.valid_from for row in rows),
        )

    def _rows_at(self, service_id: UUID, post: Post) -> Iterable[ServiceTerms]:
        """The rows that set the price at one post, the newest of each kind."""
        rows = [
            row
            for row in self._rows.get(service_id, ())
            if (post.practitioner_id is None or row.practitioner_id in (None, post.practitioner_id))
            and (post.location_id is None or row.location_id in (None, post.location_id))
        ]
        if post.practitioner_id is not None:
            rows = [row for row in rows if row.practitioner_id is not None] or rows
        if post.location_id is not None:
            rows = [row for row in rows if row.location_id is not None] or rows
        return {(row.practitioner_id, row.location_id, row.visit_type): row for row in rows}.values()
