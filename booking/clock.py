"""From the wall clock of a branch to minutes of UTC, on days of 23, 24 and 25 hours alike."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from booking.timeline import Span, minute_of, moment_of

MIDNIGHT = time(0)


@lru_cache(maxsize=65536)
def wall_minute(zone: tzinfo, day: date, at: time, *, second: bool = False) -> int:
    """Minute of UTC at which the zone's clocks show `at` on `day`.

    A time that clocks skip counts from before the change, so 02:30 of a night without 02:30 is 03:30. Of a
    time that happens twice it is the first, or the second when asked.
    """
    local = datetime.combine(day, at, tzinfo=zone).replace(fold=int(second))
    return minute_of(local.astimezone(UTC))


def wall_span(zone: tzinfo, day: date, start: time, end: time) -> Span:
    """The span of UTC between two wall-clock times; an end at or before the start is on the next day.

    An hour that happens twice belongs to the span both times: who works through the change works longer.
    """
    last = day if end > start else day + timedelta(days=1)
    return wall_minute(zone, day, start), wall_minute(zone, last, end, second=True)


def day_span(zone: tzinfo, day: date) -> Span:
    """The whole calendar day. Where midnight happens twice, a day starts with its first."""
    return wall_minute(zone, day, MIDNIGHT), wall_minute(zone, day + timedelta(days=1), MIDNIGHT)


@lru_cache(maxsize=65536)
def local_day(zone: tzinfo, minute: int) -> date:
    return moment_of(minute).astimezone(zone).date()


def days_of(zone: tzinfo, span: Span) -> Iterator[date]:
    """The zone's calendar days that the span touches."""
    start, end = span
    if end <= start:
        return
    day, last = local_day(zone, start), local_day(zone, end - 1)
    while day <= last:
        yield day
        day += timedelta(days=1)


def occurrences(day: date, at: time, zone: tzinfo) -> tuple[datetime, ...]:
    """When the zone's clocks show this time: once, never in a skipped hour, or twice in a repeated one."""
    both = (datetime.combine(day, at, tzinfo=zone).replace(fold=fold) for fold in (0, 1))
    moments = {moment.astimezone(UTC) for moment in both if _exists(moment)}
    return tuple(sorted(moments))


def _exists(local: datetime) -> bool:
    back = local.astimezone(UTC).astimezone(local.tzinfo)
    return back.replace(tzinfo=None) == local.replace(tzinfo=None)


def zone_named(name: str) -> ZoneInfo:
    """Raises KeyError for a zone that the IANA database does not have."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError) as error:
        raise KeyError(name) from error
