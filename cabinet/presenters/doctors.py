"""Doctors as the second step of booking lists them: who is free soonest comes first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from booking.models import Location, Practitioner
from booking.offers import Offer
from cabinet import words
from cabinet.catalogue import GivingDoctor
from cabinet.choice import Choice
from cabinet.mount import patient_url
from cabinet.ports import DoctorFace, doctor_faces


@dataclass(frozen=True, slots=True)
class DoctorRow:
    name: str
    titles: str
    experience: str
    branches: str
    nearest: str
    #: Where the nearest time is booked, empty where there is none.
    nearest_url: str
    price: "Price | None"
    url: str
    #: For whom the doctor is, empty where for everybody.
    ages: str
    face: DoctorFace | None


@dataclass(frozen=True, slots=True)
class Price:
    amount: Any
    currency: str


def price_of(visit: Any) -> Price | None:
    """Of an offer, a hold's visit or an appointment."""
    return None if visit.price is None else Price(visit.price, visit.currency)


def doctor_rows(
    doctors: Sequence[GivingDoctor], nearest: dict[UUID, Offer | None], choice: Choice, *, now: datetime
) -> list[DoctorRow]:
    faces = doctor_faces()([doctor.practitioner.pk for doctor in doctors], get_language() or "")

    def soonest_first(doctor: GivingDoctor) -> tuple[bool, float, str]:
        offer = nearest.get(doctor.practitioner.pk)
        return offer is None, offer.start.timestamp() if offer else 0.0, doctor.practitioner.name

    return [
        _row(doctor, nearest.get(doctor.practitioner.pk), faces.get(doctor.practitioner.pk), choice, now)
        for doctor in sorted(doctors, key=soonest_first)
    ]


def _row(
    doctor: GivingDoctor, offer: Offer | None, face: DoctorFace | None, choice: Choice, now: datetime
) -> DoctorRow:
    branches = {post.location_id: post.location for post in doctor.posts}
    titles = {
        speciality.title or speciality.name for post in doctor.posts for speciality in post.specialities.all()
    }
    return DoctorRow(
        name=doctor.practitioner.name,
        titles=", ".join(sorted(titles)),
        experience=experience(doctor.practitioner, now),
        branches=", ".join(sorted(branch.name for branch in branches.values())),
        nearest=nearest_words(offer, branches, now),
        nearest_url=offer_url(offer, choice) if offer else "",
        price=price_of(offer) if offer else None,
        url=patient_url(None, "booking:times", query=choice.query(practitioner=doctor.practitioner.pk)),
        ages=ages(doctor),
        face=face,
    )


def ages(doctor: GivingDoctor) -> str:
    """For whom the doctor is at the branches that the list is about: the limits of all posts taken together."""
    least, most = [post.min_age or 0 for post in doctor.posts], [post.max_age for post in doctor.posts]
    return words.age_limits(min(least), None if None in most else max(filter(None, most)))


def experience(doctor: Practitioner, now: datetime) -> str:
    if doctor.practising_since is None:
        return ""
    years = now.year - doctor.practising_since.year
    return ngettext("%(count)d year of practice", "%(count)d years of practice", years) % {"count": years}


def offer_url(offer: Offer, choice: Choice) -> str:
    """The page of this very time: the choice is made, only the yes is missing."""
    query = choice.query(
        practitioner=offer.practitioner_id, location=offer.location_id, start=offer.start.isoformat()
    )
    return patient_url(None, "booking:offer", query=query)


def nearest_words(offer: Offer | None, locations: dict[UUID, Location], now: datetime) -> str:
    if offer is None or offer.location_id not in locations:
        return _("No free times online in the coming weeks")
    location = locations[offer.location_id]
    return words.soon(words.local(offer.start, location), words.local(now, location).date())
