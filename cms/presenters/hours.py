"""When a branch is open: the week as a table, and the days that differ."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from booking.codes import ExceptionKind
from booking.models import HoursException, HoursRule
from cms import generation
from cms.presenters.known import known

#: How far ahead exceptional days are announced.
ANNOUNCED = dt.timedelta(days=60)

Span = tuple[dt.time, dt.time]
#: Spans of each weekday, Monday first.
Week = tuple[tuple[Span, ...], ...]
CLOSED: Week = ((),) * 7


@dataclass(frozen=True)
class DayRange:
    """Neighbouring weekdays with the same hours; no spans means closed."""

    first: int
    last: int
    spans: tuple[Span, ...]

    @property
    def days(self) -> str:
        """A single day in full, as a table shows it."""
        return str(WEEKDAYS[self.first]) if self.first == self.last else self.short_days

    @property
    def short_days(self) -> str:
        first, last = WEEKDAYS_ABBR[self.first], WEEKDAYS_ABBR[self.last]
        return str(first) if self.first == self.last else f"{first}–{last}"

    @property
    def hours(self) -> str:
        return in_words(self.spans)


@dataclass(frozen=True)
class SpecialDay:
    """Days that differ from the week; no spans means closed."""

    first: dt.date
    last: dt.date
    spans: tuple[Span, ...]
    reason: str

    @property
    def hours(self) -> str:
        return in_words(self.spans)


@dataclass(frozen=True)
class OpeningHours:
    """Wall-clock time of the branch."""

    week: Week = CLOSED
    special: list[SpecialDay] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any(self.week)

    @property
    def rows(self) -> list[DayRange]:
        rows: list[DayRange] = []
        for weekday, spans in enumerate(self.week):
            if rows and rows[-1].spans == spans:
                rows[-1] = DayRange(rows[-1].first, weekday, spans)
            else:
                rows.append(DayRange(weekday, weekday, spans))
        return rows

    @property
    def summary(self) -> str:
        """In one line: "Mon–Fri 08:00–20:00, Sat 09:00–15:00"."""
        return ", ".join(f"{row.short_days} {row.hours}" for row in self.rows if row.spans)


def in_words(spans: Collection[Span]) -> str:
    return ", ".join(f"{start:%H:%M}–{end:%H:%M}" for start, end in spans) or _("closed")


def opening_hours(location_ids: Collection[UUID], *, today: dt.date) -> dict[UUID, OpeningHours]:
    """Hours of the branches themselves, not of their doctors."""
    hours = generation.remember(f"cms:hours:{today:%Y%m%d}:{get_language()}", lambda: _all_hours(today))
    return {pk: hours.get(pk, OpeningHours()) for pk in location_ids}


def _all_hours(today: dt.date) -> dict[UUID, OpeningHours]:
    valid = Q(valid_until=None) | Q(valid_until__gte=today)
    rules = HoursRule.objects.filter(valid, practitioner=None, valid_from__lte=today)
    exceptions = HoursException.objects.filter(
        kind=ExceptionKind.CLOSED,
        location__isnull=False,
        practitioner=None,
        room=None,
        services=None,
        end_date__gte=today,
        start_date__lte=today + ANNOUNCED,
    ).order_by("start_date", "start_time")
    weeks = _weeks(rules)
    closed: dict[UUID, list[HoursException]] = {}
    for exception in exceptions:
        closed.setdefault(exception.location_id, []).append(exception)
    special = {pk: _special_days(own, weeks.get(pk, CLOSED)) for pk, own in closed.items()}
    return {
        pk: OpeningHours(weeks.get(pk, CLOSED), special.get(pk, [])) for pk in weeks.keys() | special.keys()
    }


def _weeks(rules: Iterable[HoursRule]) -> dict[UUID, Week]:
    spans: dict[UUID, list[list[Span]]] = {}
    for rule in rules:
        spans.setdefault(rule.location_id, [[] for _day in range(7)])[rule.weekday].append(
            (rule.start_time, rule.end_time)
        )
    return {pk: tuple(tuple(sorted(day)) for day in days) for pk, days in spans.items()}


def _special_days(exceptions: Iterable[HoursException], week: Week) -> list[SpecialDay]:
    """Days on which a branch is closed wholly, or for a part: what several exceptions leave of a day is one day."""
    days: list[SpecialDay] = []
    shortened: dict[dt.date, list[HoursException]] = {}
    for exception in exceptions:
        if exception.start_time is None or exception.end_time is None:
            days.append(SpecialDay(exception.start_date, exception.end_date, (), exception.reason))
            continue
        for number in range((exception.end_date - exception.start_date).days + 1):
            shortened.setdefault(exception.start_date + dt.timedelta(days=number), []).append(exception)
    for day, parts in shortened.items():
        if any(closed.first <= day <= closed.last for closed in days if not closed.spans):
            continue
        left = week[day.weekday()]
        for part in parts:
            left = _without(left, (known(part.start_time), known(part.end_time)))
        reasons = ", ".join(dict.fromkeys(part.reason for part in parts))
        days.append(SpecialDay(day, day, left, reasons))
    return sorted(days, key=lambda day: day.first)


def _without(spans: tuple[Span, ...], closed: Span) -> tuple[Span, ...]:
    """What of `spans` is left outside `closed`. An end at midnight is the end of the day.

    >>> _without(((dt.time(8), dt.time(20)),), (dt.time(15), dt.time(0)))
    ((datetime.time(8, 0), datetime.time(15, 0)),)
    """
    left: list[Span] = []
    for start, end in spans:
        before, after = min(_end(end), closed[0]), max(start, _end(closed[1]))
        left += [(start, before)] if start < before else []
        left += [(after, end)] if after < _end(end) else []
    return tuple(left)


def _end(time: dt.time) -> dt.time:
    """Midnight, where something ends, is the last moment of the day."""
    return time if time != dt.time(0) else dt.time.max
