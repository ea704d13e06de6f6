"""Objects of the people whom the account may act for. Somebody else's is not found, the same as one that
never was.
"""

from uuid import UUID

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language
from rest_framework.request import Request

from booking import services
from booking.models import (
    Appointment,
    Hold,
    HoldLeg,
    ProgramBooking,
    ServiceRequest,
    WaitlistEntry,
    WaitlistOffer,
)
from patient_api.persons import family_of, person_of
from patient_api.problems import ConsentOutdated
from people.codes import ConsentKind
from people.models import ConsentText, Patient
from people.services import current_consent_text


def own_appointment(request: Request, appointment_id: UUID) -> Appointment:
    found: Appointment | None = (
        Appointment.objects.filter(patient__in=family_of(request), pk=appointment_id)
        .with_names()
        .select_related("patient")
        .first()
    )
    if found is None:
        raise Http404
    return found


def own_hold(request: Request, hold_id: UUID) -> Hold:
    """:raises HoldExpired: it was the patient's and has run out."""
    owner = (
        Hold.objects.filter(pk=hold_id, patient__in=family_of(request))
        .values_list("patient", flat=True)
        .first()
    )
    if owner is None:
        raise Http404
    services.live_hold(hold_id, now=timezone.now(), patient=person_of(request, owner))
    return hold_with_names(hold_id)


def hold_with_names(hold_id: UUID) -> Hold:
    legs = HoldLeg.objects.select_related("service", "practitioner", "location").order_by("number")
    return Hold.objects.prefetch_related(Prefetch("legs", queryset=legs)).get(pk=hold_id)


def own_program_booking(request: Request, booking_id: UUID) -> ProgramBooking:
    found = program_bookings().filter(patient__in=family_of(request), pk=booking_id).first()
    if found is None:
        raise Http404
    return found


def program_bookings() -> QuerySet[ProgramBooking]:
    visits = Appointment.objects.with_names().order_by("start")
    rows = ProgramBooking.objects.select_related("program", "location", "patient")
    return rows.prefetch_related(Prefetch("appointments", queryset=visits))


def own_waitlist_entry(request: Request, entry_id: UUID) -> WaitlistEntry:
    found = (
        WaitlistEntry.objects.filter(patient__in=family_of(request), pk=entry_id)
        .select_related("patient")
        .first()
    )
    if found is None:
        raise Http404
    return found


def own_waitlist_offer(request: Request, offer_id: UUID) -> WaitlistOffer:
    rows = WaitlistOffer.objects.filter(entry__patient__in=family_of(request), pk=offer_id)
    found = rows.select_related("entry__patient").first()
    if found is None:
        raise Http404
    return found


def own_referral(patient: Patient, referral_id: UUID | None) -> ServiceRequest | None:
    if referral_id is None:
        return None
    found: ServiceRequest | None = patient.referrals.filter(pk=referral_id).first()
    if found is None:
        raise Http404
    return found


def agreed_text(consent_id: UUID) -> ConsentText:
    """The text in force for a visit, which must be the one that was agreed to.

    :raises ConsentOutdated: it is another one, or was never a text.
    """
    text = current_consent_text(ConsentKind.APPOINTMENT, get_language() or settings.LANGUAGE_CODE)
    if text.pk != consent_id:
        raise ConsentOutdated
    return text
