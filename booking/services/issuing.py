"""Where referrals come from: a doctor of the clinic, or a number that an information system knows."""

from datetime import date, datetime

from booking.attempts import in_one_transaction
from booking.codes import ReferralStatus
from booking.errors import ReferralUnusable
from booking.models import HealthcareService, Location, Practitioner, ServiceRequest, Speciality
from booking.ports import ReferralState, scheduling_system
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
    # The system is asked outside of any transaction: it may take its time.
    answer = scheduling_system(location.mis_system).check_referral(number, patient_id=patient.pk)
    if answer.state != ReferralState.VALID:
        raise ReferralUnusable
    return _store(access, patient, answer.number, answer.valid_until, location, service, now)


@in_one_transaction
def _store(
    access: Access,
    patient: Patient,
    number: str,
    valid_until: date | None,
    location: Location,
    service: HealthcareService,
    now: datetime,
) -> ServiceRequest:
    referral, is_new = ServiceRequest.objects.get_or_create(
        system=location.mis_system,
        number=number,
        defaults={
            "patient": patient,
            "service": service,
            "authored_on": now.astimezone(location.zone).date(),
            "valid_until": valid_until,
        },
    )
    if referral.patient_id != patient.pk:
        raise ReferralUnusable
    if is_new:
        audit.record(access, "referral.added", referral, patient_id=patient.pk)
    return referral
