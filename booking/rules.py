"""What may be booked, moved and cancelled, when and by whom. Values in, answer out; no database, no clock.

A rule answers with None, or with a `Refusal` whose code `booking.errors` turns into a sentence.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from math import asin, cos, radians, sin, sqrt
from typing import Any

FASTING_LATEST_START = time(11)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not: a code, and the values that its sentence needs (times in UTC)."""

    code: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Limits:
    """How far one kind of person may go. A service may have notice, horizon, change notice of its own."""

    notice: timedelta
    horizon: timedelta
    change_notice: timedelta
    open_bookings: int
    holds: int
    hold_for: timedelta
    hold_extension: timedelta


PATIENT_LIMITS = Limits(
    notice=timedelta(hours=1),
    horizon=timedelta(days=92),
    change_notice=timedelta(hours=3),
    open_bookings=10,
    holds=2,
    hold_for=timedelta(minutes=10),
    hold_extension=timedelta(minutes=5),
)

STAFF_LIMITS = Limits(
    # Who stands at the desk is booked into the time that has just begun.
    notice=timedelta(minutes=-30),
    horizon=timedelta(days=366),
    # Who did not come may still be given another time on the next day; later only with a reason.
    change_notice=timedelta(hours=-24),
    open_bookings=200,
    holds=20,
    hold_for=timedelta(minutes=10),
    hold_extension=timedelta(minutes=10),
)


def notice_of(limits: Limits, minutes: int | None, *, for_patient: bool) -> timedelta:
    """A service's own notice binds patients; staff keep theirs."""
    return timedelta(minutes=minutes) if for_patient and minutes is not None else limits.notice


def horizon_of(limits: Limits, days: int | None, *, for_patient: bool) -> timedelta:
    return timedelta(days=days) if for_patient and days is not None else limits.horizon


def change_notice_of(limits: Limits, minutes: int | None, *, for_patient: bool) -> timedelta:
    return timedelta(minutes=minutes) if for_patient and minutes is not None else limits.change_notice


def check_change(start: datetime, *, now: datetime, notice: timedelta) -> Refusal | None:
    """Whether an appointment may still be moved or cancelled; a negative notice reaches past its start."""
    if start - now >= notice:
        return None
    if start <= now:
        return Refusal("visit-has-begun")
    return Refusal("change-notice-too-short", {"notice": notice})


def check_open_bookings(count: int, limits: Limits) -> Refusal | None:
    return (
        Refusal("too-many-bookings", {"limit": limits.open_bookings})
        if count >= limits.open_bookings
        else None
    )


def check_holds(count: int, limits: Limits) -> Refusal | None:
    return Refusal("too-many-holds", {"limit": limits.holds}) if count >= limits.holds else None


def check_age(
    birth_date: date | None, first: date, last: date, *, min_age: int | None, max_age: int | None
) -> Refusal | None:
    """Refused unless the patient is of the age on some day from `first` to `last`.

    An unknown birth date is not refused here: it is asked for when the patient is known.
    """
    if birth_date is None:
        return None
    if min_age is not None and age_on(last, birth_date) < min_age:
        return Refusal("too-young", {"age": min_age})
    if max_age is not None and age_on(first, birth_date) > max_age:
        return Refusal("too-old", {"age": max_age})
    return None


def days_of_age(birth_date: date, *, min_age: int | None, max_age: int | None) -> tuple[date, date]:
    """The first and the last day on which somebody is of the age."""
    first = date.min if min_age is None else birthday(birth_date, min_age)
    last = date.max if max_age is None else birthday(birth_date, max_age + 1) - timedelta(days=1)
    return first, last


def birthday(birth_date: date, years: int) -> date:
    """The day on which somebody becomes so many years old."""
    try:
        return birth_date.replace(year=birth_date.year + years)
    except ValueError:
        return date(birth_date.year + years, 3, 1)


def age_on(day: date, birth_date: date) -> int:
    """Full years; who was born on 29 February is a year older on 1 March of other years."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def latest_morning_start(*, fasting: bool, latest_start: time | None) -> time | None:
    """Nobody goes hungry until the evening: without a limit of its own a fasting service ends at 11:00."""
    return latest_start or (FASTING_LATEST_START if fasting else None)


def repeat_until(last_visit: datetime | None, interval_days: int | None) -> datetime | None:
    """Visits that start before this moment are repeat ones; None: all are first visits."""
    if last_visit is None or not interval_days:
        return None
    return last_visit + timedelta(days=interval_days)


@dataclass(frozen=True, slots=True)
class Place:
    """Coordinates in degrees, unknown for a branch that nobody has put on the map."""

    latitude: float | None
    longitude: float | None


#: Door to door through a city, the wait for a bus included.
CITY_SPEED_KMH = 18.0
GETTING_READY_MINUTES = 15
UNKNOWN_TRAVEL_MINUTES = 60


def travel_minutes(here: Place, there: Place) -> int:
    """How long a patient needs from one branch to another, rounded up to five minutes."""
    if None in (here.latitude, here.longitude, there.latitude, there.longitude):
        return UNKNOWN_TRAVEL_MINUTES
    minutes = GETTING_READY_MINUTES + distance_km(here, there) / CITY_SPEED_KMH * 60
    return -int(-minutes // 5) * 5


def distance_km(here: Place, there: Place) -> float:
    """Along the surface of the Earth, by the haversine formula."""
    if here.latitude is None or here.longitude is None or there.latitude is None or there.longitude is None:
        raise ValueError("Distance needs both places' coordinates.")
    lat, lat2 = radians(here.latitude), radians(there.latitude)
    half_lat, half_lon = (lat2 - lat) / 2, radians(there.longitude - here.longitude) / 2
    return 2 * 6371 * asin(sqrt(sin(half_lat) ** 2 + cos(lat) * cos(lat2) * sin(half_lon) ** 2))


def serves(offered: str, wanted: str) -> bool:
    """Whether hours or a service given `offered` (in-person, virtual, both) can be a visit `wanted`."""
    return wanted in (offered, "both") or offered == "both"


def first_refusal(refusals: Iterable[Refusal | None]) -> Refusal | None:
    return next((refusal for refusal in refusals if refusal), None)
