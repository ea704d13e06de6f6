"""When nothing is free: what else would serve the patient, each way with its own nearest time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from booking.codes import Modality
from booking.models import Location
from booking.offers import Offer
from booking.services import find_times
from cabinet import words
from cabinet.choice import Choice
from cabinet.mount import patient_url
from people.models import Patient

LOOK_AHEAD = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class OtherWay:
    title: str
    nearest: str
    url: str


def other_ways(choice: Choice, *, now: datetime, patient: Patient | None) -> list[OtherWay]:
    """Another doctor, another branch, video: only those that have a time."""
    ways = []
    if choice.practitioner is not None:
        ways.append((_("Another doctor"), choice.with_any_doctor()))
    if choice.location is not None:
        ways.append((_("Another branch"), choice.with_any_branch()))
    if choice.modality == Modality.IN_PERSON:
        ways.append((_("By video"), choice.with_modality(Modality.VIRTUAL)))
    if choice.modality == Modality.VIRTUAL:
        ways.append((_("At the clinic"), choice.with_modality(Modality.IN_PERSON)))
    found = []
    for title, other in ways:
        offer = _nearest(other, now, patient)
        if offer is not None:
            found.append(_way(title, other, offer, now))
    return found


def _way(title: str, choice: Choice, offer: Offer, now: datetime) -> OtherWay:
    location = Location.objects.get(pk=offer.location_id)
    local = words.local(offer.start, location)
    near = words.near_day(local.date(), words.local(now, location).date())
    return OtherWay(
        title,
        _("%(day)s, at %(time)s") % {"day": near, "time": words.clock(local)},
        patient_url(None, "booking:times", query=choice.query(day=local.date().isoformat())),
    )


def _nearest(choice: Choice, now: datetime, patient: Patient | None) -> Offer | None:
    query = choice.times_query(
        now, now + LOOK_AHEAD, patient_id=patient.pk if patient else None, first_only=True
    )
    return next(iter(find_times(query, now=now).offers), None)
