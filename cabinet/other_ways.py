"""When nothing is free: what else would serve the patient, each way with its own nearest time."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from booking.models import Location
from booking.offers import Offer
from booking.search import TimeQuery
from booking.services import ways_out
from cabinet import words
from cabinet.choice import Choice
from cabinet.mount import patient_url


@dataclass(frozen=True, slots=True)
class OtherWay:
    title: str
    nearest: str
    url: str


def other_ways(choice: Choice, query: TimeQuery, *, now: datetime) -> list[OtherWay]:
    """Another time, another doctor, another branch, video: only those that have a time, and that differ from the choice."""
    found = ways_out(query, now=now)
    by_video = choice.with_any_doctor().with_any_branch().with_modality("virtual")
    ways: list[tuple[str, Choice, Offer | None]] = [
        (_("At another time"), choice, found.same_doctor_later),
        (_("Another doctor"), choice.with_any_doctor(), found.other_doctors if choice.practitioner else None),
        (
            _("Another branch"),
            choice.with_any_doctor().with_any_branch(),
            found.other_branches if choice.location else None,
        ),
        (_("By video"), by_video, found.by_video),
    ]
    return [_way(title, other, offer, now) for title, other, offer in ways if offer]


def _way(title: str, choice: Choice, offer: Offer, now: datetime) -> OtherWay:
    location = Location.objects.get(pk=offer.location_id)
    local = words.local(offer.start, location)
    near = words.near_day(local.date(), words.local(now, location).date())
    return OtherWay(
        title,
        _("%(day)s, at %(time)s") % {"day": near, "time": words.clock(local)},
        patient_url(None, "booking:times", query=choice.query(day=local.date().isoformat())),
    )
