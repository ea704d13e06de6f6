"""A week of free times for the picker, wherever it stands: booking, moving."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils import timezone

from booking.errors import BookingError, error_of
from booking.models import HealthcareService, Location
from booking.rules import PATIENT_LIMITS, horizon_of
from booking.search import TimeQuery
from booking.services import find_times
from cabinet.presenters.times import Week, monday_of, week_bounds, week_of


@dataclass(frozen=True, slots=True)
class FoundWeek:
    week: Week
    branches: list[Location]
    #: Nothing is bookable later than this week.
    is_last: bool
    #: Why no time at all can be had, whatever the week.
    refusal: BookingError | None


def find_week(
    query: TimeQuery,
    service: HealthcareService,
    *,
    day: date | None,
    link: Callable[[date], str],
    now: datetime,
) -> FoundWeek:
    """The week of `day`, or without one the first week that has a time. `query` says what is wanted but not when."""
    today = timezone.localdate(now)
    until = now + horizon_of(PATIENT_LIMITS, service.horizon_days, for_patient=True)
    monday = monday_of(max(day, today)) if day else _first_free_week(query, now, until, today)
    start, end = week_bounds(monday)
    answer = find_times(replace(query, start=max(start, now), end=end), now=now)
    branches = list(Location.objects.filter(roles__services=service, active=True).distinct())
    return FoundWeek(
        week=week_of(
            answer.offers,
            {branch.pk: branch for branch in branches},
            link=link,
            monday=monday,
            shown=day,
            today=today,
        ),
        branches=sorted(branches, key=lambda branch: branch.name),
        is_last=monday + timedelta(days=7) > until.date(),
        refusal=error_of(answer.refusal) if answer.refusal else None,
    )


def _first_free_week(query: TimeQuery, now: datetime, until: datetime, today: date) -> date:
    """Nobody should have to leaf through empty weeks."""
    offers = find_times(replace(query, start=now, end=until, first_only=True), now=now).offers
    return monday_of(timezone.localdate(offers[0].start) if offers else today)
