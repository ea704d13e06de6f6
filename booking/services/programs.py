"""Programs: all visits of a day held as one, booked as one, cancelled as one."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from booking import planning
from booking.attempts import in_one_transaction
from booking.clock import local_day
from booking.codes import (
    OPEN_STATUSES,
    AppointmentStatus,
    Audience,
    CancelReason,
    Channel,
    ProgramBookingStatus,
)
from booking.errors import OfferInvalid, OfferStale, error_of
from booking.lifecycle import resources_of
from booking.locks import lock
from booking.models import Appointment, Hold, HoldLeg, Location, Program, ProgramBooking, ProgramLeg
from booking.offers import OfferKey
from booking.program_day import rules_of
from booking.rules import check_age
from booking.services.booking import book_all
from booking.services.changing import audience_of, cancel, check_change_window
from booking.services.holding import hold_all
from booking.services.planning import check_bookable, legs_of, price_of
from booking.timeline import minute_of
from people import audit
from people.access import Access, open_one
from people.codes import ConsentMeans
from people.models import ConsentText, Patient

_Span = tuple[int, int]


def hold_program(
    *,
    program: Program,
    offer_tokens: Sequence[str],
    now: datetime,
    session_key: str = "",
    patient: Patient | None = None,
    audience: str = Audience.PATIENT,
    channel: str = Channel.WEB,
    replacing: Hold | None = None,
) -> Hold:
    """Keep all visits of a plan as one hold, or none. Tokens come in the order of the legs' numbers.

    Raises OfferInvalid for tokens that are not a plan of this program, or a TimeRefused when one visit is gone.
    """
    keys = [OfferKey.read(token) for token in offer_tokens]
    check_bookable(program, audience=audience)
    legs = legs_of(program)
    location = _location_of(program, {key.location_id for key in keys})
    spans = [(key.start_minute, key.start_minute + key.duration_minutes) for key in keys]
    if [key.service_id for key in keys] != [leg.service_id for leg in legs]:
        raise OfferInvalid
    if not _is_plan(program, legs, location, spans):
        raise OfferInvalid
    return hold_all(
        keys=keys,
        now=now,
        session_key=session_key,
        patient=patient,
        audience=audience,
        channel=channel,
        replacing=replacing,
    )


@in_one_transaction
def book_program(
    *,
    access: Access,
    program: Program,
    hold: Hold | UUID,
    patient: Patient,
    now: datetime,
    session_key: str | None = None,
    comment: str = "",
    consent: ConsentText | None = None,
    consent_how: str = ConsentMeans.SIGNED_IN_FORM,
    preparation_acknowledged: bool = False,
    idempotency_key: str | None = None,
) -> ProgramBooking:
    """Turn a hold of a plan into a booked program: every visit, or none.

    "Booked" where the portal decides, else "pending" until the information system has confirmed every visit.
    Booking the same hold again returns the program it became.
    """
    hold_id = hold if isinstance(hold, UUID) else hold.pk
    _check_age(program, patient, access, hold_id)
    appointments = book_all(
        access=access,
        hold=hold_id,
        patient=patient,
        now=now,
        session_key=session_key,
        comment=comment,
        consent=consent,
        consent_how=consent_how,
        preparation_acknowledged=preparation_acknowledged,
        idempotency_key=idempotency_key,
    )
    if earlier := appointments[0].program_booking:
        return earlier
    legs = legs_of(program)
    location = _location_of(program, {appointment.location_id for appointment in appointments})
    if [one.service_id for one in appointments] != [leg.service_id for leg in legs]:
        raise OfferInvalid
    # Visits may have become shorter ones of a patient whom the doctors know: still the same plan?
    if not _is_plan(program, legs, location, [_span(one) for one in appointments]):
        raise OfferStale
    booking = ProgramBooking(
        program=program,
        patient=patient,
        location=location,
        date=local_day(location.zone, min(_span(one)[0] for one in appointments)),
        status=status_of(appointments),
        price=_price(program, appointments),
        currency=program.currency if program.price is not None else appointments[0].currency,
        booked_by=access.actor,
        created_at=now,
    )
    booking.save(force_insert=True)
    for appointment, leg in zip(appointments, legs, strict=True):
        appointment.program_booking, appointment.program_leg = booking, leg
        appointment.save(update_fields=["program_booking", "program_leg"])
    audit.record(
        access.for_patient(patient),
        "program.booked",
        booking,
        patient_id=patient.pk,
        detail={"program": str(program.pk), "visits": len(appointments)},
    )
    return booking


@in_one_transaction
def cancel_program(
    *, access: Access, booking: ProgramBooking, reason: str, now: datetime, override_reason: str = ""
) -> ProgramBooking:
    """Cancel every visit that is still to come, or none: one that is too late to cancel keeps the program.

    Cancelling twice changes nothing. Raises ChangeNoticeTooShort or VisitHasBegun, ValueError for an unknown reason.
    """
    reason = CancelReason(reason)
    current = ProgramBooking.objects.select_for_update().get(pk=booking.pk)
    if current.status == ProgramBookingStatus.CANCELLED:
        return current
    open_visits = list(
        current.appointments.filter(status__in=OPEN_STATUSES).select_related("service").order_by("start")
    )
    # All at once and in one order: visit by visit, two programs would wait for each other.
    lock(resource for visit in open_visits for resource in resources_of(visit))
    for visit in open_visits:
        check_change_window(visit, audience=audience_of(access), now=now, overridden=bool(override_reason))
    for visit in open_visits:
        cancel(access=access, appointment=visit, reason=reason, now=now, override_reason=override_reason)
    current.status = ProgramBookingStatus.CANCELLED
    current.save(update_fields=["status"])
    audit.record(
        access.for_patient(current.patient),
        "program.cancelled",
        current,
        patient_id=current.patient_id,
        detail={"reason": reason, "visits": len(open_visits)},
    )
    return current


def status_of(appointments: Sequence[Appointment]) -> str:
    """What the visits' states make of the program, as far as no visit has been lost."""
    states = {one.status for one in appointments}
    if AppointmentStatus.PENDING in states:
        return ProgramBookingStatus.PENDING
    if states & set(OPEN_STATUSES):
        return ProgramBookingStatus.BOOKED
    if AppointmentStatus.FULFILLED in states:
        return ProgramBookingStatus.FULFILLED
    return ProgramBookingStatus.CANCELLED


def _is_plan(
    program: Program, legs: Sequence[ProgramLeg], location: Location, spans: Sequence[_Span]
) -> bool:
    one_day = len({local_day(location.zone, start) for start, _ in spans}) == 1
    return one_day and planning.keeps_rules(rules_of(legs), spans, longest=program.longest_day_minutes)


def _location_of(program: Program, location_ids: set[UUID]) -> Location:
    """The one branch of the program's at which all its visits are. Raises OfferInvalid otherwise."""
    found: Location | None = program.locations.filter(pk__in=location_ids).first()
    if len(location_ids) != 1 or found is None:
        raise OfferInvalid
    return found


def _check_age(program: Program, patient: Patient, access: Access, hold_id: UUID) -> None:
    """The birth date is opened only where the program has limits."""
    if program.min_age is None and program.max_age is None:
        return
    first = HoldLeg.objects.filter(hold=hold_id).select_related("location").order_by("start").first()
    if first is None:
        return
    day = local_day(first.location.zone, minute_of(first.start))
    born = open_one(access.for_patient(patient), patient, "birth_date").birth_date
    if refusal := check_age(born, day, day, min_age=program.min_age, max_age=program.max_age):
        raise error_of(refusal)


def _span(visit: Appointment) -> _Span:
    return minute_of(visit.start), minute_of(visit.end)


def _price(program: Program, appointments: Sequence[Appointment]) -> Decimal | None:
    return program.price if program.price is not None else price_of(one.price for one in appointments)
