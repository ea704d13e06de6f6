"""Nearest free times as links that begin a booking, in the wall-clock time of the branch."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from booking.models import HealthcareService, Location, PractitionerRole
from booking.offers import Offer
from booking.search import TimeQuery
from booking.services import find_times, nearest_times
from cms.models import DoctorPage
from cms.presenters.doctors import DoctorCard, doctor_cards
from cms.presenters.links import booking_address

#: On a doctor's own page: so many times, from so many days with free time.
TIMES_SHOWN = 18
DAYS_SHOWN = 3
AHEAD = dt.timedelta(days=14)


@dataclass(frozen=True)
class TimeLink:
    """What `components/slot_links.html` reads."""

    url: str
    clock: str
    day: str
    start: dt.datetime


@dataclass(frozen=True)
class DayTimes:
    """Free times of one day at one branch."""

    day: str
    branch: str
    times: list[TimeLink]


def nearest_links(
    practitioner_ids: Collection[UUID], *, book_url: str, now: dt.datetime
) -> dict[UUID, list[TimeLink]]:
    """The nearest time of each doctor as a list of one, or an empty list."""
    if not practitioner_ids:
        # No doctors would mean "any doctor".
        return {}
    offers = nearest_times(practitioner_ids=practitioner_ids, now=now)
    zones = _locations(offer for offer in offers.values() if offer)
    return {
        pk: [time_link(offer, zones[offer.location_id], book_url=book_url, now=now)] if offer else []
        for pk, offer in offers.items()
    }


def days_of_doctor(
    practitioner_id: UUID,
    *,
    book_url: str,
    now: dt.datetime,
    service_id: UUID | None = None,
    location_id: UUID | None = None,
) -> tuple[HealthcareService | None, list[DayTimes]]:
    """The next free days of one doctor and the service they are for; without `service_id` the doctor's usual visit."""
    locations = frozenset([location_id] if location_id else [])
    nearest = nearest_times(
        practitioner_ids=[practitioner_id], service_id=service_id, location_ids=locations, now=now
    ).get(practitioner_id)
    if nearest is None:
        return None, []
    query = TimeQuery(
        start=nearest.start,
        end=nearest.start + AHEAD,
        service_id=nearest.service_id,
        practitioner_ids=frozenset([practitioner_id]),
        location_ids=locations,
    )
    offers = find_times(query, now=now).offers
    branches = _locations(offers)
    days: dict[tuple[dt.date, UUID], DayTimes] = {}
    for offer in offers[:TIMES_SHOWN]:
        branch = branches[offer.location_id]
        link = time_link(offer, branch, book_url=book_url, now=now)
        key = (offer.start.astimezone(branch.zone).date(), branch.pk)
        days.setdefault(key, DayTimes(link.day, branch.name, [])).times.append(link)
    service = HealthcareService.objects.filter(pk=nearest.service_id).first()
    return service, list(days.values())[:DAYS_SHOWN]


def soonest_doctors(
    *, language: str, speciality: str, branch: str, limit: int, book_url: str, now: dt.datetime
) -> list[DoctorCard]:
    """Doctors of a speciality at a branch (both optional codes) with their nearest time, earliest first."""
    posts = PractitionerRole.objects.filter(
        practitioner=OuterRef("practitioner"), active=True, location__active=True
    )
    if speciality:
        posts = posts.filter(specialities__code=speciality)
    if branch:
        posts = posts.filter(location__code=branch)
    doctors = DoctorPage.objects.live().filter(
        Exists(posts), practitioner__active=True, locale__language_code=language
    )
    pages = dict(doctors.values_list("practitioner_id", "pk"))
    links = nearest_links(list(pages), book_url=book_url, now=now)
    free = sorted((pk for pk, times in links.items() if times), key=lambda pk: links[pk][0].start)[:limit]
    cards = doctor_cards([pages[pk] for pk in free], today=timezone.localdate(now))
    return [replace(card, times=tuple(links[card.practitioner_id])) for card in cards]


def time_link(offer: Offer, branch: Location, *, book_url: str, now: dt.datetime) -> TimeLink:
    start = offer.start.astimezone(branch.zone)
    return TimeLink(
        url=booking_address(
            book_url,
            practitioner=offer.practitioner_id,
            service=offer.service_id,
            location=offer.location_id,
            start=offer.start.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%MZ"),
        ),
        clock=f"{start:%H:%M}",
        day=day_in_words(start.date(), today=now.astimezone(branch.zone).date()),
        start=offer.start,
    )


def day_in_words(day: dt.date, *, today: dt.date) -> str:
    """ "today", "tomorrow", else "Monday, 30 November"."""
    if day == today:
        return _("today")
    if day == today + dt.timedelta(days=1):
        return _("tomorrow")
    return date_format(day, _("l, j F"))


def _locations(offers: Iterable[Offer]) -> dict[UUID, Location]:
    return Location.objects.in_bulk({offer.location_id for offer in offers})
