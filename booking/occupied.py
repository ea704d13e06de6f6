"""Reading what is occupied, as spans of minutes, in one query whatever the number of rows.

On PostgreSQL the rows are folded into one array per resource before they travel: turning eleven thousand rows into
Python objects would cost more than the whole search. The statement is written out, because it runs in every
search, every hold and every booking, and building it took a quarter of their time.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Q

from booking.models import LONGEST_COMMITMENT, Commitment, HoldLeg
from booking.queries import Busy, TimeQuery
from booking.timeline import Span, Window, minute_after, minute_of, moment_of

#: A commitment lasts at most a day, so those that reach into the window are a short range of (resource, start).
#: Minutes since 1970 are the same in every zone.
FOLDED = """
    SELECT resource_id,
           array_agg(floor(date_part('epoch', start) / 60)::int) FILTER (WHERE is_live),
           array_agg(ceil(date_part('epoch', "end") / 60)::int) FILTER (WHERE is_live),
           bool_or(NOT is_live)
    FROM (
        SELECT resource_id, start, "end", coalesce(expires_at > %(now)s, true) AS is_live
        FROM booking_commitment
        WHERE resource_id = ANY(%(resources)s)
          AND start > %(after)s AND start < %(until)s AND "end" > %(since)s
          {ignored}
    ) AS near
    GROUP BY resource_id
"""
NOT_OF_HOLD = (
    "AND (leg_id IS NULL OR leg_id NOT IN (SELECT id FROM booking_holdleg WHERE hold_id = %(hold)s))"
)
NOT_OF_APPOINTMENT = "AND appointment_id IS DISTINCT FROM %(appointment)s"


class Spans:
    """Starts and ends as the database sent them: no pair is made of them before somebody looks."""

    __slots__ = ("ends", "starts")

    def __init__(self, starts: list[int], ends: list[int]) -> None:
        self.starts, self.ends = starts, ends

    def __iter__(self) -> Iterator[Span]:
        return zip(self.starts, self.ends, strict=True)


class Occupied(NamedTuple):
    busy: Busy
    #: Expired holds stand in the way: whoever takes a time here removes them first.
    has_dead_holds: bool


def occupied(resource_ids: Iterable[UUID], window: Window, query: TimeQuery, *, now: datetime) -> Occupied:
    """Live commitments of these resources that touch the window, but for the hold or appointment to ignore."""
    resources = list(set(resource_ids))
    read = _folded if connection.vendor == "postgresql" else _plain
    return read(resources, moment_of(window.start), moment_of(window.end), query, now)


def _folded(
    resources: list[UUID], start: datetime, end: datetime, query: TimeQuery, now: datetime
) -> Occupied:
    ignored = NOT_OF_HOLD if query.ignore_hold_id else ""
    ignored += NOT_OF_APPOINTMENT if query.ignore_appointment_id else ""
    with connection.cursor() as cursor:
        cursor.execute(
            FOLDED.format(ignored=ignored),
            {
                "now": now,
                "resources": resources,
                "after": start - LONGEST_COMMITMENT,
                "since": start,
                "until": end,
                "hold": query.ignore_hold_id,
                "appointment": query.ignore_appointment_id,
            },
        )
        rows = cursor.fetchall()
    busy = {resource: Spans(starts, ends) for resource, starts, ends, _ in rows if starts}
    return Occupied(busy, any(has_dead for *_, has_dead in rows))


def _plain(
    resources: list[UUID], start: datetime, end: datetime, query: TimeQuery, now: datetime
) -> Occupied:
    rows = Commitment.objects.overlapping(start, end).filter(resource_id__in=resources)
    if query.ignore_hold_id:
        rows = rows.exclude(leg__in=HoldLeg.objects.filter(hold=query.ignore_hold_id))
    if query.ignore_appointment_id:
        rows = rows.filter(Q(appointment=None) | ~Q(appointment=query.ignore_appointment_id))
    spans: dict[UUID, list[Span]] = defaultdict(list)
    has_dead_holds = False
    for resource_id, begins, ends, expires_at in rows.values_list(
        "resource_id", "start", "end", "expires_at"
    ):
        if expires_at is not None and expires_at <= now:
            has_dead_holds = True
        else:
            spans[resource_id].append((minute_of(begins), minute_after(ends)))
    return Occupied(spans, has_dead_holds)
