"""Why is nothing free? Answered by the search itself, for the desk and for the patient."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from booking.codes import Modality
from booking.offers import Offer
from booking.rules import Refusal
from booking.search import DayReport, TimeQuery
from booking.services.finding import find_many, find_times

LATER_FOR = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class WayOut:
    """What a patient can do who found nothing: the nearest offer of each other way, None where that has none."""

    refusal: Refusal | None
    same_doctor_later: Offer | None
    other_doctors: Offer | None
    other_branches: Offer | None
    by_video: Offer | None
    can_wait: bool


def explain(query: TimeQuery, *, now: datetime) -> list[DayReport]:
    """For staff: per doctor, branch and day, how many starts the hours have and what took them away."""
    return find_times(replace(query, explain=True, first_only=False), now=now).days


def ways_out(query: TimeQuery, *, now: datetime) -> WayOut:
    """For a patient whose search found nothing: the nearest time of another kind, and whether waiting helps."""
    base = replace(query, first_only=True, explain=False)
    later = replace(base, start=max(now, query.start), end=max(now, query.end) + LATER_FOR)
    anybody = replace(later, practitioner_ids=frozenset())
    anywhere = replace(anybody, location_ids=frozenset())
    video = replace(anywhere, modality=Modality.VIRTUAL)
    own, others, branches, virtual = find_many([later, anybody, anywhere, video], now=now)
    return WayOut(
        refusal=own.refusal,
        same_doctor_later=_first(own.offers),
        other_doctors=_first(
            [offer for offer in others.offers if offer.practitioner_id not in query.practitioner_ids]
        ),
        other_branches=_first(
            [offer for offer in branches.offers if offer.location_id not in query.location_ids]
        ),
        by_video=_first(virtual.offers) if query.modality != Modality.VIRTUAL else None,
        can_wait=own.refusal is None,
    )


def _first(offers: list[Offer]) -> Offer | None:
    return offers[0] if offers else None
