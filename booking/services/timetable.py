"""Who works when, for the pages that show a day."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from booking import snapshot
from booking.clock import day_span
from booking.models import LONGEST_COMMITMENT, FreeSpan, Location
from booking.timeline import Span, minute_after, minute_of, moment_of


def working_hours(location: Location, day: date) -> dict[UUID, list[Span]]:
    """Working time of each doctor of a branch that begins on this day of its zone, in minutes of UTC.

    Where an information system owns the hours, what is known of them is the free time it last told.
    """
    tokens = snapshot.read_tokens()
    clinic = snapshot.clinic(tokens)
    roles = {
        role.practitioner_id: role
        for posts in clinic.roles.values()
        for role in posts
        if role.location_id == location.pk
    }
    own = snapshot.hours([location.pk], clinic, tokens).get(location.pk)
    found: dict[UUID, list[Span]] = {}
    for practitioner_id, role in roles.items():
        if own is not None and not role.from_mis:
            found[practitioner_id] = [span.span for span in own.on(practitioner_id, day)]
    found |= _told_free(location, day, (key for key, role in roles.items() if role.from_mis))
    return found


def _told_free(location: Location, day: date, practitioners: Iterable[UUID]) -> dict[UUID, list[Span]]:
    start, end = map(moment_of, day_span(location.zone, day))
    told: dict[UUID, list[Span]] = {key: [] for key in practitioners}
    rows = FreeSpan.objects.filter(
        location=location,
        practitioner__in=told,
        start__lt=end,
        start__gt=start - LONGEST_COMMITMENT,
        end__gt=start,
    )
    for practitioner_id, begins, ends in rows.order_by("start").values_list(
        "practitioner_id", "start", "end"
    ):
        told[practitioner_id].append((minute_after(begins), minute_of(ends)))
    return told
