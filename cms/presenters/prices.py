"""Prices as a page shows them: today's, and "from" where doctors or branches differ."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Q
from django.utils.formats import number_format

from booking.codes import VisitType
from booking.models import ServiceTerms
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


class PriceBook:
    """The price rows of some services, read once.

    A row that names the doctor or the branch overrides a general one: doctor before branch before visit type, as
    `booking.models.ServiceTerms` says.
    """

    def __init__(self, rows: Iterable[ServiceTerms]) -> None:
        self._rows: dict[UUID, list[ServiceTerms]] = {}
        for row in rows:
            self._rows.setdefault(row.service_id, []).append(row)

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
        return cls(rows.order_by("valid_from"))

    def price(
        self, service_id: UUID, *, practitioner_id: UUID | None = None, location_id: UUID | None = None
    ) -> Price | None:
        """The price of a service, for one doctor or branch where they are given; None when nobody has set any."""
        rows = [
            row
            for row in self._rows.get(service_id, ())
            if (practitioner_id is None or row.practitioner_id in (None, practitioner_id))
            and (location_id is None or row.location_id in (None, location_id))
        ]
        if practitioner_id is not None:
            rows = _prefer([row for row in rows if row.practitioner_id is not None], rows)
        if location_id is not None:
            rows = _prefer([row for row in rows if row.location_id is not None], rows)
        newest = list({(row.practitioner_id, row.location_id, row.visit_type): row for row in rows}.values())
        if not newest:
            return None
        least = min(newest, key=lambda row: known(row.price))
        return Price(
            Money(known(least.price), least.currency),
            varies=any(row.price != least.price for row in newest),
            valid_from=max(row.valid_from for row in newest),
        )


def _prefer(specific: list[ServiceTerms], general: list[ServiceTerms]) -> list[ServiceTerms]:
    return specific or general
