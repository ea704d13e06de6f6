"""Whether a time still stands, for a hold or instead of a refused visit."""

from datetime import datetime

from django.http import HttpRequest

from booking.models import Appointment, Hold
from booking.offers import Offer, OfferKey
from booking.search import TimeQuery
from booking.services import alternatives_to
from booking.services.holding import key_of
from booking.services.validating import validate
from cabinet.person import birth_date_of
from people.models import Patient


def key_of_hold(hold: Hold) -> OfferKey:
    """What the only visit of a hold was offered as."""
    (leg,) = hold.legs.all()
    return key_of(leg, hold)


def standing_offer(
    request: HttpRequest, key: OfferKey, *, now: datetime, patient: Patient, hold: Hold | None = None
) -> Offer:
    """The offer as it stands now for this patient. Raises a BookingError with other times to choose from."""
    standing = validate(
        [key],
        now=now,
        patient_id=patient.pk,
        birth_date=birth_date_of(request, patient, [key.service_id]),
        ignore_hold_id=hold.pk if hold else None,
        kept_since=hold.created_at if hold else None,
    )
    (offer,) = standing.offers
    return offer


def offers_instead_of(appointment: Appointment, *, now: datetime) -> tuple[Offer, ...]:
    """The times nearest to that of a visit that cannot be had."""
    query = TimeQuery(
        start=appointment.start,
        end=appointment.start,
        service_id=appointment.service_id,
        practitioner_ids=frozenset([appointment.practitioner_id]),
        location_ids=frozenset([appointment.location_id]),
        modality=appointment.modality,
        patient_id=appointment.patient_id,
    )
    return tuple(alternatives_to(query, now=now))
