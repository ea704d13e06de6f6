"""A program that lost a visit: what stands is kept, and the lost visit is looked for again on the same day."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from booking import planning, snapshot
from booking.attempts import in_one_transaction
from booking.codes import (
    PATIENT_CANCEL_REASONS,
    AppointmentStatus,
    Audience,
    CancelReason,
    ProgramBookingStatus,
)
from booking.errors import BookingError
from booking.models import Appointment, ProgramBooking, ProgramLeg
from booking.offers import Offer
from booking.program_day import KEPT, rules_of
from booking.rules import PATIENT_LIMITS
from booking.services.booking import book_all
from booking.services.holding import hold_all
from booking.services.planning import legs_of, offers_by_day, options_of
from booking.services.programs import status_of
from booking.timeline import minute_after, minute_of
from outbox import Message
from people import audit
from people.access import Access
from people.codes import Purpose

#: A visit ended for these reasons was given up by the patient, so nothing is looked for in its place.
GIVEN_UP = (*PATIENT_CANCEL_REASONS, CancelReason.PATIENT_ASKED, CancelReason.PATIENT_DECEASED)


def appointment_changed(message: Message) -> None:
    """Outbox subscriber: a visit was confirmed, refused or cancelled. Others than a program's are let pass."""
    visits = Appointment.objects.filter(pk=message.subject).exclude(program_booking=None)
    booking_id = visits.values_list("program_booking", flat=True).first()
    if booking_id is not None:
        follow(booking_id=booking_id, now=timezone.now())


@in_one_transaction
def follow(*, booking_id: UUID, now: datetime) -> ProgramBooking:
    """Bring the program's status in line with its visits, and book a lost visit again where the day still allows it.

    The visits that stand are not moved. Without a time for the lost one the program stays "replanning" until the
    clinic or the patient decides.
    """
    booking = ProgramBooking.objects.select_for_update().get(pk=booking_id)
    if booking.status in (ProgramBookingStatus.CANCELLED, ProgramBookingStatus.FULFILLED):
        return booking
    visits = list(booking.appointments.select_related("location").order_by("created_at"))
    day = _Day(booking, visits)
    status = status_of(visits)
    if day.lost and day.kept:
        again = _book_again(day, now)
        status = status_of([*day.kept.values(), *again]) if again else ProgramBookingStatus.REPLANNING
    if status != booking.status:
        booking.status = status
        booking.save(update_fields=["status"])
        audit.record(
            _access(),
            f"program.{status}",
            booking,
            patient_id=booking.patient_id,
            detail={"visits": len(visits)},
        )
    return booking


class _Day:
    """What has become of each leg of a booked program; of a leg booked more than once the last visit counts."""

    def __init__(self, booking: ProgramBooking, visits: Sequence[Appointment]) -> None:
        self.booking = booking
        last = {visit.program_leg_id: visit for visit in visits}
        self.kept = {leg_id: visit for leg_id, visit in last.items() if visit.status in KEPT}
        self.lost = [
            visit
            for visit in last.values()
            if visit.status == AppointmentStatus.CANCELLED and visit.cancel_reason not in GIVEN_UP
        ]
        wanted = {*self.kept, *(visit.program_leg_id for visit in self.lost)}
        self.legs = [leg for leg in legs_of(booking.program) if leg.pk in wanted]
        #: What was booked before and lost is not asked for a second time: the branch has refused it.
        self.tried = {(visit.program_leg_id, visit.practitioner_id, visit.start) for visit in visits}

    def offers(self, now: datetime) -> list[tuple[ProgramLeg, Offer]] | None:
        """For each lost leg its new time, None where the day has no room for them."""
        booking = self.booking
        lost = [leg for leg in self.legs if leg.pk not in self.kept]
        found = offers_by_day(
            lost,
            booking.location,
            [booking.date],
            now=now,
            patient=booking.patient,
            birth_date=None,
            audience=Audience.STAFF,
        ).get(booking.date, {})
        options = [self._options(leg, found.get(leg.service_id, []), now) for leg in self.legs]
        best = planning.solve(rules_of(self.legs), options, longest=booking.program.longest_day_minutes)
        if best is None:
            return None
        planned = zip(self.legs, best.options, strict=True)
        return [(leg, option.value) for leg, option in planned if option.value is not None]

    def _options(self, leg: ProgramLeg, offers: Sequence[Offer], now: datetime) -> list[planning.Option]:
        if (visit := self.kept.get(leg.pk)) is not None:
            return [planning.Option(minute_of(visit.start), minute_after(visit.end))]
        soonest = now + PATIENT_LIMITS.notice
        wanted = [
            offer
            for offer in offers
            if offer.start >= soonest and (leg.pk, offer.practitioner_id, offer.start) not in self.tried
        ]
        clinic = snapshot.clinic(snapshot.read_tokens())
        return options_of(leg, self.booking.location, self.booking.date, wanted, clinic)


def _book_again(day: _Day, now: datetime) -> list[Appointment]:
    """New visits for the lost legs, empty where there is no time for them."""
    found = day.offers(now)
    if not found:
        return []
    booking, lost = day.booking, {visit.program_leg_id: visit for visit in day.lost}
    try:
        kept = hold_all(
            keys=[offer.key for _, offer in found],
            now=now,
            patient=booking.patient,
            audience=Audience.STAFF,
            channel=next(iter(lost.values())).channel,
        )
        appointments = book_all(
            access=_access(), hold=kept, patient=booking.patient, now=now, preparation_acknowledged=True
        )
    except BookingError:
        return []
    for appointment, (leg, _) in zip(appointments, found, strict=True):
        appointment.program_booking, appointment.program_leg = booking, leg
        appointment.save(update_fields=["program_booking", "program_leg"])
    return appointments


def _access() -> Access:
    return Access.system("booking", purpose=Purpose.BOOKING)
