"""Where referrals come from: a doctor of the clinic, or a number that an information system knows."""

from datetime import date, datetime

from booking.attempts import in_one_transaction
from booking.codes import ReferralStatus
from booking.errors import ReferralUnusable
from booking.models import HealthcareService, Location, Practitioner, ServiceRequest, Speciality
from booking.ports import ReferralAnswer, ReferralState, scheduling_system
from people import audit
from people.access import Access
from people.models import Patient


@in_one_transaction
def issue_referral(
    *,
    access: Access,
    patient: Patient,
    requester: Practitioner,
    service: HealthcareService | None = None,
    speciality: Speciality | None = None,
    on: date,
    valid_until: date | None = None,
    visits_allowed: int = 1,
    reason: str = "",
) -> ServiceRequest:
    """A doctor's referral to one service, or to any of a speciality: the patient's ticket to a visit."""
    referral = ServiceRequest.objects.create(
        patient=patient,
        requester=requester,
        service=service,
        speciality=speciality,
        authored_on=on,
        valid_from=on,
        valid_until=valid_until,
        visits_allowed=visits_allowed,
        reason=reason,
    )
    audit.record(access, "referral.issued", referral, patient_id=patient.pk)
    return referral


@in_one_transaction
def revoke_referral(*, access: Access, referral: ServiceRequest) -> ServiceRequest:
    """No further visit on this referral; booked ones stand. Revoking twice changes nothing."""
    changed = ServiceRequest.objects.filter(pk=referral.pk, status=ReferralStatus.ACTIVE)
    if changed.update(status=ReferralStatus.REVOKED):
        audit.record(access, "referral.revoked", referral, patient_id=referral.patient_id)
    referral.refresh_from_db()
    return referral


def add_referral(
    *,
    access: Access,
    patient: Patient,
    number: str,
    location: Location,
    service: HealthcareService,
    now: datetime,
) -> ServiceRequest:
    """Take over a referral that the branch's information system knows by its number.

    Raises ReferralUnusable when it is not valid, or is somebody else's; `booking.ports.SystemUnavailable` when the
    system does not answer.
    """
    answer = ask_referral(patient=patient, number=number, location=location)
    return keep_referral(
        access=access, patient=patient, answer=answer, location=location, service=service, now=now
    )


def ask_referral(*, patient: Patient, number: str, location: Location) -> ReferralAnswer:
    """What the branch's information system says of a number. Call it outside of any transaction: it may take its time.

    Raises `booking.ports.SystemUnavailable` when the system does not answer.
    """
    return scheduling_system(location.mis_system).check_referral(number, patient_id=patient.pk)


@in_one_transaction
def keep_referral(
    *,
    access: Access,
    patient: Patient,
    answer: ReferralAnswer,
    location: Location,
    service: HealthcareService,
    now: datetime,
) -> ServiceRequest:
    """Take over what the system has answered. Raises ReferralUnusable as `add_referral` does."""
    if answer.state != ReferralState.VALID:
        raise ReferralUnusable
    referral, is_new = ServiceRequest.objects.get_or_create(
        system=location.mis_system,
        number=answer.number,
        defaults={
            "patient": patient,
            "service": service,
            "authored_on": now.astimezone(location.zone).date(),
            "valid_until": answer.valid_until,
        },
    )
    if referral.patient_id != patient.pk:
        raise ReferralUnusable
    if is_new:
        audit.record(access, "referral.added", referral, patient_id=patient.pk)
    return referral
