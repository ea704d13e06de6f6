"""Using up a referral's visits and giving them back."""

from datetime import date
from uuid import UUID

from django.db.models import F

from booking.codes import ReferralStatus
from booking.errors import ReferralUnusable
from booking.models import ServiceRequest
from people.models import Patient


def usable_referrals(
    patient: Patient, *, service_id: UUID, speciality_id: UUID | None, on: date
) -> list[ServiceRequest]:
    """The patient's referrals for this service on that day, those that end first before the others."""
    rows = patient.referrals.usable(on).order_by(F("valid_until").asc(nulls_last=True), "authored_on")
    return [row for row in rows if covers(row, service_id=service_id, speciality_id=speciality_id)]


def covers(referral: ServiceRequest, *, service_id: UUID, speciality_id: UUID | None) -> bool:
    if referral.service_id is not None:
        return referral.service_id == service_id
    return referral.speciality_id == speciality_id


def use_referral(referral: ServiceRequest, *, on: date) -> None:
    """Take one visit. Raises ReferralUnusable when none is left, which a race for the last one ends in."""
    taken = ServiceRequest.objects.filter(pk=referral.pk).usable(on).update(visits_used=F("visits_used") + 1)
    if not taken:
        raise ReferralUnusable
    ServiceRequest.objects.filter(pk=referral.pk, visits_used=F("visits_allowed")).update(
        status=ReferralStatus.COMPLETED
    )


def give_back_referral(referral_id: UUID | None) -> None:
    """A cancelled visit leaves its referral as good as before."""
    if referral_id is None:
        return
    ServiceRequest.objects.filter(pk=referral_id, visits_used__gt=0).update(visits_used=F("visits_used") - 1)
    ServiceRequest.objects.filter(
        pk=referral_id, status=ReferralStatus.COMPLETED, visits_used__lt=F("visits_allowed")
    ).update(status=ReferralStatus.ACTIVE)
