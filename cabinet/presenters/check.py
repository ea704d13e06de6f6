"""The visit about to be booked, with everything that should be known before saying yes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from booking.models import HealthcareService, Location, Practitioner
from booking.offers import Offer
from cabinet import words
from cabinet.presenters.visit import change_deadline


@dataclass(frozen=True, slots=True)
class OfferedVisit:
    """An offer with the objects its keys name: looks like an appointment to the presenters."""

    practitioner: Practitioner
    service: HealthcareService
    location: Location
    start: datetime
    end: datetime
    modality: str
    price: Any
    currency: str


@dataclass(frozen=True, slots=True)
class Alternative:
    token: str
    words: str
    doctor: str
    branch: str


def offered_visit(offer: Offer) -> OfferedVisit:
    return OfferedVisit(
        practitioner=Practitioner.objects.get(pk=offer.practitioner_id),
        service=HealthcareService.objects.select_related("speciality").get(pk=offer.service_id),
        location=Location.objects.get(pk=offer.location_id),
        start=offer.start,
        end=offer.end,
        modality=offer.modality,
        price=offer.price,
        currency=offer.currency,
    )


def alternatives(offers: tuple[Offer, ...]) -> list[Alternative]:
    doctors = Practitioner.objects.in_bulk({offer.practitioner_id for offer in offers})
    locations = Location.objects.in_bulk({offer.location_id for offer in offers})
    return [
        Alternative(
            token=offer.token,
            words=words.moment_words(words.local(offer.start, locations[offer.location_id])),
            doctor=doctors[offer.practitioner_id].name,
            branch=locations[offer.location_id].name,
        )
        for offer in offers
    ]


def cancel_rule(visit: Any) -> str:
    deadline = words.local(change_deadline(visit.start, visit.service), visit.location)
    return _("You can move or cancel online until %(day)s, %(time)s.") % {
        "day": words.day_words(deadline),
        "time": words.clock(deadline),
    }
