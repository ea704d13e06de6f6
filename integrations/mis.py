"""Appointments on their way to the medical information system of their branch, called by the outbox.

Each handler brings the system to what the appointment says now, so repeating one, or skipping what a later change
has made void, does no harm. What the system answers goes to booking.confirm or booking.reject.
"""

from collections.abc import Callable
from functools import wraps

from django.utils import timezone

from booking.codes import AppointmentStatus
from booking.models import Appointment, Location
from booking.ports import KeptVisit, SchedulingSystem, VisitRequest
from booking.services import confirm, reject
from integrations.connections import connect
from integrations.errors import (
    DuplicateBooking,
    IntegrationError,
    ReferralInvalid,
    SlotGone,
    SlotTaken,
    Unavailable,
    UnknownOutcome,
)
from integrations.exchanges import noted_on
from outbox import Message, errors, subscriber
from people.access import Access
from people.codes import Purpose

#: Refusals that the patient can answer by choosing another time. All others need an operator.
ANSWERABLE = (SlotTaken, SlotGone, DuplicateBooking, ReferralInvalid)
UNDECIDED = (AppointmentStatus.PROPOSED, AppointmentStatus.PENDING, AppointmentStatus.WAITLIST)
DEAD = (AppointmentStatus.CANCELLED, AppointmentStatus.ENTERED_IN_ERROR, AppointmentStatus.NOSHOW)


def system_of(message: Message) -> str:
    """The circuit and lane of a message: the system that is asked first, "" where no branch concerned has one."""
    for place in ("location", "previous_location"):
        if place in message.payload and (name := mis_system_of(message.payload[place])):
            return f"mis:{name}"
    return ""


def mis_system_of(location_id: str) -> str:
    return Location.objects.values_list("mis_system", flat=True).get(id=location_id)


def translated(handle: Callable[[Message], None]) -> Callable[[Message], None]:
    """Tell the outbox what an adapter's error means for the message."""

    @wraps(handle)
    def handler(message: Message) -> None:
        with noted_on(message):
            try:
                handle(message)
            except Unavailable as error:
                raise errors.Unavailable(error.detail, retry_after=error.retry_after) from error
            except UnknownOutcome as error:
                raise errors.Unavailable(error.detail) from error
            except IntegrationError as error:
                raise errors.Refused(f"{type(error).__name__}: {error.detail}") from error

    return handler


@subscriber(system=system_of)
@translated
def appointment_requested(message: Message) -> None:
    appointment = load(message)
    if appointment.status != AppointmentStatus.PENDING or not appointment.location.mis_system:
        return
    system = connect(appointment.location.mis_system)
    settle(appointment, system, lambda: booked(system, message, appointment))


@subscriber(system=system_of)
@translated
def appointment_moved(message: Message) -> None:
    """Within one system the visit keeps its identity; between two it is booked in the new one before it ends in
    the old one."""
    appointment = load(message)
    if appointment.status == AppointmentStatus.PENDING and appointment.location.mis_system:
        system = connect(appointment.location.mis_system)
        settle(appointment, system, lambda: system.reschedule(visit_of(appointment, message)))
    left = mis_system_of(message.payload["previous_location"])
    stays = load(message).location.mis_system
    if left not in ("", stays):
        connect(left).cancel(appointment.id, reason="other")


@subscriber(system=system_of)
@translated
def appointment_cancelled(message: Message) -> None:
    appointment = load(message)
    if appointment.status in DEAD and appointment.location.mis_system:
        system = connect(appointment.location.mis_system)
        system.cancel(appointment.id, reason=appointment.cancel_reason or "other")


def load(message: Message) -> Appointment:
    found: Appointment = Appointment.objects.select_related("location", "referral").get(id=message.subject)
    return found


def visit_of(appointment: Appointment, message: Message) -> VisitRequest:
    return VisitRequest(
        appointment_id=appointment.id,
        operation_id=message.operation_id,
        patient_id=appointment.patient_id,
        practitioner_id=appointment.practitioner_id,
        location_id=appointment.location_id,
        service_id=appointment.service_id,
        start=appointment.start,
        end=appointment.end,
        modality=appointment.modality,
        booking_token=appointment.booking_token,
        referral_number=appointment.referral.number if appointment.referral else "",
    )


def booked(system: SchedulingSystem, message: Message, appointment: Appointment) -> KeptVisit:
    """Book, unless an earlier attempt did so without our seeing the answer."""
    known = found(system, appointment) if message.attempt > 1 else None
    return known or system.book(visit_of(appointment, message))


def found(system: SchedulingSystem, appointment: Appointment) -> KeptVisit | None:
    """The visit in the other system, if it stands there as the appointment says."""
    kept = system.find(appointment.id)
    if kept is None or kept.status in DEAD:
        return None
    asked = (appointment.start, appointment.end, appointment.practitioner_id)
    return kept if (kept.start, kept.end, kept.practitioner_id) == asked else None


def settle(appointment: Appointment, system: SchedulingSystem, ask: Callable[[], KeptVisit]) -> None:
    """Ask, look when the answer is lost, and tell booking what came of it."""
    access = Access.system("mis", purpose=Purpose.BOOKING)
    try:
        kept = ask()
    except UnknownOutcome:
        known = found(system, appointment)
        if known is None:
            raise
        kept = known
    except ANSWERABLE as refusal:
        # It may be our own request, carried out late, that has taken the time.
        known = found(system, appointment)
        if known is None:
            reject(access=access, appointment=appointment, reason_code=refusal.code, now=timezone.now())
            return
        kept = known
    if kept.status in UNDECIDED:
        raise UnknownOutcome("The information system has not decided yet")
    confirm(access=access, appointment=appointment, external_id=kept.external_id, now=timezone.now())
