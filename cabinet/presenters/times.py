"""The week of free times as the picker shows it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from booking.codes import Modality
from booking.models import Location
from booking.offers import Offer
from cabinet import words

#: Above this many times a day is shown in parts, so that the eye finds the morning.
PARTS_ABOVE = 12
#: No zone is further from UTC, so a week widened by this holds the week of every branch.
WIDEST_OFFSET = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class Slot:
    token: str
    clock: str
    is_virtual: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Times under one heading: a branch, a part of the day, both, or neither."""

    title: str
    slots: list[Slot]


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    count: int
    url: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Week:
    days: list[Day]
    shown: date
    groups: list[Group]
    previous_url: str
    next_url: str

    @property
    def count(self) -> int:
        return sum(day.count for day in self.days)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def week_bounds(monday: date) -> tuple[datetime, datetime]:
    """Instants that hold the whole week on the clocks of every branch."""
    midnight = datetime.combine(monday, time(0), tzinfo=UTC)
    return midnight - WIDEST_OFFSET, midnight + timedelta(days=7) + WIDEST_OFFSET


def week_of(
    offers: Sequence[Offer],
    branches: Mapping[UUID, Location],
    *,
    link: Callable[[date], str],
    monday: date,
    shown: date | None,
    today: date,
) -> Week:
    """`link` gives the address that shows a day. Without times on `shown` the first day that has some is shown."""
    by_day: dict[date, list[Offer]] = {monday + timedelta(days=n): [] for n in range(7)}
    for offer in _distinct(offers):
        by_day.get(words.local(offer.start, branches[offer.location_id]).date(), []).append(offer)
    first_free = next((day for day, found in by_day.items() if found), max(monday, today))
    day_shown = shown if shown and by_day.get(shown) else first_free
    return Week(
        days=[Day(day, len(found), link(day), day == day_shown) for day, found in by_day.items()],
        shown=day_shown,
        groups=_groups(by_day.get(day_shown, []), branches),
        previous_url=link(monday - timedelta(days=7)) if monday > today else "",
        next_url=link(monday + timedelta(days=7)),
    )


def _groups(offers: Iterable[Offer], branches: Mapping[UUID, Location]) -> list[Group]:
    """By branch where the service is given at several, then by part of the day where there are many times."""
    by_branch: dict[UUID, list[Offer]] = {}
    for offer in offers:
        by_branch.setdefault(offer.location_id, []).append(offer)
    return [
        Group(" · ".join(filter(None, (branches[pk].name if len(branches) > 1 else "", part))), slots)
        for pk, found in by_branch.items()
        for part, slots in _parts(found, branches[pk])
    ]


def _parts(offers: Sequence[Offer], branch: Location) -> list[tuple[str, list[Slot]]]:
    slots = [(words.local(offer.start, branch).hour, _slot(offer, branch)) for offer in offers]
    if len(slots) <= PARTS_ABOVE:
        return [("", [slot for _hour, slot in slots])]
    parts = [
        (_("Morning"), [slot for hour, slot in slots if hour < 12]),
        (_("Afternoon"), [slot for hour, slot in slots if 12 <= hour < 17]),
        (_("Evening"), [slot for hour, slot in slots if hour >= 17]),
    ]
    return [(title, found) for title, found in parts if found]


def _slot(offer: Offer, branch: Location) -> Slot:
    return Slot(
        offer.token, words.clock(words.local(offer.start, branch)), offer.modality == Modality.VIRTUAL
    )


def _distinct(offers: Iterable[Offer]) -> list[Offer]:
    """One offer for each time, branch and kind of meeting: with "any doctor" the first who is free sees the patient."""
    seen: dict[tuple[datetime, UUID, str], Offer] = {}
    for offer in offers:
        seen.setdefault((offer.start, offer.location_id, offer.modality), offer)
    return list(seen.values())
