"""The day of the visit: the patient comes, is seen, or does not come."""

from datetime import date, datetime

from booking.attempts import in_one_transaction
from booking.codes import AppointmentStatus
from booking.lifecycle import become, free_resources, locked, locked_with_resources, tell
from booking.models import Appointment, Location, Practitioner, PractitionerDelay
from booking.services.referring import give_back_referral
from people import audit
from people.access import Access


@in_one_transaction
def check_in(*, access: Access, appointment: Appointment, now: datetime) -> Appointment:
    """The patient is at the branch."""
    return _next(
        access, appointment, AppointmentStatus.CHECKED_IN, "appointment.checked-in", now, arrived_at=now
    )


@in_one_transaction
def start_visit(*, access: Access, appointment: Appointment, now: datetime) -> Appointment:
    """The patient is in the consulting room, or in the video room."""
    return _next(access, appointment, AppointmentStatus.ARRIVED, "appointment.arrived", now)


@in_one_transaction
def complete(*, access: Access, appointment: Appointment, now: datetime) -> Appointment:
    """The visit took place."""
    return _next(access, appointment, AppointmentStatus.FULFILLED, "appointment.fulfilled", now)


@in_one_transaction
def mark_noshow(*, access: Access, appointment: Appointment, now: datetime) -> Appointment:
    """The patient did not come; the referral is theirs again."""
    current = _next(access, appointment, AppointmentStatus.NOSHOW, "appointment.noshow", now)
    give_back_referral(current.referral_id)
    return current


@in_one_transaction
def enter_in_error(*, access: Access, appointment: Appointment, now: datetime, reason: str) -> Appointment:
    """The appointment should never have been: its time and referral are free again, its record stays."""
    current = locked_with_resources(appointment.pk)
    if current.status not in (AppointmentStatus.CANCELLED, AppointmentStatus.NOSHOW):
        give_back_referral(current.referral_id)
    free_resources(current)
    become(current, AppointmentStatus.ENTERED_IN_ERROR, now=now, override_reason=reason)
    tell("appointment.entered-in-error", current, access=access)
    return current


def _next(
    access: Access, appointment: Appointment, status: str, event: str, now: datetime, **changes: object
) -> Appointment:
    current = locked(appointment.pk)
    if current.status == status:
        return current
    become(current, status, now=now, **changes)
    tell(event, current, access=access)
    return current


@in_one_transaction
def note_delay(
    *, access: Access, practitioner: Practitioner, location: Location, on: date, minutes: int, now: datetime
) -> PractitionerDelay:
    """Say how late a doctor runs on a day at a branch; zero takes it back."""
    delay, _ = PractitionerDelay.objects.update_or_create(
        practitioner=practitioner,
        location=location,
        date=on,
        defaults={"minutes": minutes, "noted_by": access.actor, "noted_at": now},
    )
    audit.record(access, "schedule.delay-noted", delay, detail={"minutes": minutes})
    return delay
