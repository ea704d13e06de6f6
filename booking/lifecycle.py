"""An appointment's way through its states, and what is told of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from booking.codes import AppointmentStatus, ResourceType
from booking.locks import Resource, lock, settle_session
from booking.models import Appointment, Commitment
from booking.transitions import check_transition
from outbox.services import publish
from people import audit
from people.access import Access

ENDS = (
    AppointmentStatus.CANCELLED,
    AppointmentStatus.NOSHOW,
    AppointmentStatus.FULFILLED,
    AppointmentStatus.ENTERED_IN_ERROR,
)


def locked(appointment_id: UUID) -> Appointment:
    """The appointment as it is now, kept from other writers to the end of the transaction."""
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("location")
    found: Appointment = rows.get(pk=appointment_id)
    return found


def become(appointment: Appointment, status: str, *, now: datetime, **changes: Any) -> None:
    """Write the next state and what comes with it. Raises IllegalTransition."""
    check_transition(appointment.status, status)
    appointment.status = status
    if status in ENDS:
        changes.setdefault("ended_at", now)
    write(appointment, now=now, also=("status",), **changes)


def write(appointment: Appointment, *, now: datetime, also: tuple[str, ...] = (), **changes: Any) -> None:
    for name, value in changes.items():
        setattr(appointment, name, value)
    appointment.version += 1
    appointment.updated_at = now
    appointment.save(update_fields=["version", "updated_at", *also, *changes])


def tell(
    event: str, appointment: Appointment, *, access: Access, detail: dict[str, Any] | None = None
) -> None:
    """Audit the act and publish it, in the transaction of the change. Identifiers, codes and times only."""
    told = detail or {}
    audit.record(access, event, appointment, patient_id=appointment.patient_id, detail=told)
    publish(event, subject=appointment.pk, payload=payload_of(appointment) | told)


def payload_of(appointment: Appointment) -> dict[str, Any]:
    return {
        "appointment": str(appointment.pk),
        "version": appointment.version,
        "status": str(appointment.status),
        "patient": str(appointment.patient_id),
        "practitioner": str(appointment.practitioner_id),
        "location": str(appointment.location_id),
        "service": str(appointment.service_id),
        "start": appointment.start.isoformat(),
        "end": appointment.end.isoformat(),
    }


def resources_of(appointment: Appointment) -> list[Resource]:
    """What whoever changes the appointment's time or ends it must lock."""
    doctor = Resource(ResourceType.PRACTITIONER, appointment.practitioner_id)
    return [doctor, Resource(ResourceType.PATIENT, appointment.patient_id)]


def locked_with_resources(appointment_id: UUID) -> Appointment:
    """Lock doctor and patient, then the row: the same order for everybody."""
    seen = Appointment.objects.only("practitioner_id", "patient_id").get(pk=appointment_id)
    lock(resources_of(seen))
    return locked(appointment_id)


def free_resources(appointment: Appointment) -> None:
    """Give back all that the appointment occupies; the caller has the doctor's lock."""
    rows = Commitment.objects.filter(appointment=appointment)
    # A visit that is being moved has a seat in two sessions.
    sessions = set(rows.exclude(session=None).values_list("session_id", flat=True))
    rows.delete()
    for session_id in sessions:
        settle_session(session_id)
