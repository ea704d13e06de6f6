"""Reading what is occupied, as spans of minutes, in one query whatever the number of rows.

On PostgreSQL the rows are folded into one array per resource before they travel: turning eleven thousand rows
into Python objects would cost more than the whole search.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg, BoolOr
from django.db import connection
from django.db.models import Func, IntegerField, Q, QuerySet

from booking.models import Commitment, HoldLeg
from booking.queries import Busy, TimeQuery
from booking.timeline import Span, Window, minute_after, minute_of, moment_of


class Spans:
    """Starts and ends as the database sent them: no pair is made of them before somebody looks."""

    __slots__ = ("ends", "starts")

    def __init__(self, starts: list[int], ends: list[int]) -> None:
        self.starts, self.ends = starts, ends

    def __iter__(self) -> Iterator[Span]:
        return zip(self.starts, self.ends, strict=True)


class _MinuteOf(Func):
    """Minutes since 1970. Django's Extract would first move the moment into the current zone; SQL's is slower."""

    template = "FLOOR(DATE_PART('epoch', %(expressions)s) / 60)::int"
    output_field = IntegerField()


class _MinuteAfter(_MinuteOf):
    template = "CEIL(DATE_PART('epoch', %(expressions)s) / 60)::int"


class Occupied(NamedTuple):
    busy: Busy
    #: Expired holds stand in the way: whoever takes a time here removes them first.
    has_dead_holds: bool


def occupied(resource_ids: Iterable[UUID], window: Window, query: TimeQuery, *, now: datetime) -> Occupied:
    """Live commitments of these resources that touch the window, but for the hold or appointment to ignore."""
    rows = Commitment.objects.overlapping(moment_of(window.start), moment_of(window.end)).filter(
        resource_id__in=set(resource_ids)
    )
    if query.ignore_hold_id:
        rows = rows.exclude(leg__in=HoldLeg.objects.filter(hold=query.ignore_hold_id))
    if query.ignore_appointment_id:
        rows = rows.filter(Q(appointment=None) | ~Q(appointment=query.ignore_appointment_id))
    return _folded(rows, now) if connection.vendor == "postgresql" else _plain(rows, now)


def _folded(rows: QuerySet[Commitment], now: datetime) -> Occupied:
    live = Q(expires_at=None) | Q(expires_at__gt=now)
    columns = {
        "starts": ArrayAgg(_MinuteOf("start"), filter=live),
        "ends": ArrayAgg(_MinuteAfter("end"), filter=live),
        "has_dead": BoolOr(~live),
    }
    found: Any = list(rows.order_by().values("resource_id").annotate(**columns))
    busy = {row["resource_id"]: Spans(row["starts"], row["ends"]) for row in found if row["starts"]}
    return Occupied(busy, any(row["has_dead"] for row in found))


def _plain(rows: QuerySet[Commitment], now: datetime) -> Occupied:
    spans: dict[UUID, list[Span]] = defaultdict(list)
    has_dead_holds = False
    for resource_id, start, end, expires_at in rows.values_list("resource_id", "start", "end", "expires_at"):
        if expires_at is not None and expires_at <= now:
            has_dead_holds = True
        else:
            spans[resource_id].append((minute_of(start), minute_after(end)))
    return Occupied(spans, has_dead_holds)
