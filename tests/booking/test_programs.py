"""A program's day: planned, held, booked and cancelled as one; a lost visit is looked for again."""

from datetime import date, timedelta

import pytest

from booking.codes import AppointmentStatus, CancelReason, ProgramBookingStatus
from booking.errors import (
    HoldExpired,
    OfferInvalid,
    OutOfProgram,
    ServiceUnavailable,
    SlotTaken,
    TooYoung,
)
from booking.models import Appointment, Hold, HoldLeg, Program, ProgramBooking, ProgramLeg
from booking.services import (
    book,
    book_program,
    cancel,
    cancel_program,
    confirm,
    find_program_plans,
    hold,
    hold_program,
    reject,
    reschedule,
)
from booking.services.replanning import follow
from tests import factories as make
from tests.factories import NOW

pytestmark = pytest.mark.django_db
TUESDAY = date(2030, 1, 15)


class Checkup:
    """Blood on an empty stomach, then an ultrasound; the doctor at least an hour after the blood."""

    def __init__(self, clinic):
        self.clinic = clinic
        self.blood = make.make_service(duration_minutes=10, fasting=True)
        self.scan = make.make_service(duration_minutes=30)
        self.visit = clinic.service
        self.nurse = make.make_doctor(self.blood, location=clinic.location)
        self.sonographer = make.make_doctor(self.scan, location=clinic.location)
        for service in (self.blood, self.scan):
            make.make_price(service, "500")
        self.program = make.make_program(
            (self.blood, {"fasting": True}), self.scan, self.visit, locations=[clinic.location]
        )
        self.first, _, self.last = self.program.legs.order_by("number")
        ProgramLeg.objects.filter(pk=self.last.pk).update(gap_after=self.first, gap_min_minutes=60)

    def days(self, *, dates=(TUESDAY,), **query):
        return find_program_plans(
            program=self.program, locations=[self.clinic.location], dates=list(dates), now=NOW, **query
        )

    def plan(self, **query):
        (day,) = self.days(**query)
        return day.plan

    def held(self, **query):
        tokens = self.plan().tokens
        return hold_program(
            program=self.program, offer_tokens=tokens, patient=self.clinic.patient, now=NOW, **query
        )

    def booked(self):
        return book_program(
            access=self.clinic.access,
            program=self.program,
            hold=self.held(),
            patient=self.clinic.patient,
            now=NOW,
        )


@pytest.fixture
def checkup(clinic):
    return Checkup(clinic)


@pytest.fixture
def mis_checkup(mis_clinic):
    return Checkup(mis_clinic)


def test_plan_keeps_order_and_gap_and_wastes_no_time(checkup):
    plan = checkup.plan()

    assert [visit.leg.service for visit in plan.visits] == [checkup.blood, checkup.scan, checkup.visit]
    blood, _, doctor = plan.offers
    assert doctor.start - blood.end >= timedelta(minutes=60)
    assert (plan.minutes_on_site, plan.price) == (100, 3000)


def test_plan_is_the_same_number_of_queries_for_a_fortnight(checkup, django_assert_max_num_queries):
    checkup.days()
    with django_assert_max_num_queries(20) as one:
        checkup.days()
    with django_assert_max_num_queries(20) as many:
        days = checkup.days(dates=[TUESDAY + timedelta(days=number) for number in range(14)])

    assert len(one) == len(many)
    assert len(days) == 14
    assert all(day.plan for day in days)


def test_infeasible_day_names_the_visit_that_does_not_fit(checkup):
    ProgramLeg.objects.filter(pk=checkup.last.pk).update(gap_min_minutes=479, gap_max_minutes=480)

    (day,) = checkup.days()

    assert day.plan is None
    assert day.blocked_by == checkup.last


def test_two_visits_in_one_room_leave_time_to_clean_it(checkup):
    kind = make.make_resource_kind()
    room = make.make_room(checkup.clinic.location, kind)
    for service in (checkup.scan, checkup.visit):
        service.room_kind, service.room_buffer_after_minutes = kind, 20
        service.save()

    kept = checkup.held()

    scan, visit = kept.legs.order_by("start")[1:]
    assert scan.room == visit.room == room
    assert visit.start - scan.end >= timedelta(minutes=20)


def test_program_is_held_and_booked_as_one(checkup):
    booking = checkup.booked()

    assert booking.status == ProgramBookingStatus.BOOKED
    assert (booking.date, booking.price) == (TUESDAY, 3000)
    visits = booking.appointments.order_by("start")
    assert [visit.program_leg.number for visit in visits] == [1, 2, 3]
    assert {visit.status for visit in visits} == {AppointmentStatus.BOOKED}
    assert not Hold.objects.live(NOW).exists()


def test_booking_the_same_hold_twice_is_one_program(checkup):
    kept = checkup.held()
    wanted = {"program": checkup.program, "hold": kept, "patient": checkup.clinic.patient, "now": NOW}

    first = book_program(access=checkup.clinic.access, **wanted)
    second = book_program(access=checkup.clinic.access, **wanted)

    assert first == second
    assert Appointment.objects.count() == 3


def test_hold_of_a_plan_of_which_one_time_is_gone_holds_nothing(checkup):
    plan = checkup.plan()
    hold(offer_token=plan.offers[1].token, session_key="faster", now=NOW)

    with pytest.raises(SlotTaken):
        hold_program(program=checkup.program, offer_tokens=plan.tokens, session_key="slower", now=NOW)

    assert HoldLeg.objects.count() == 1


def test_expired_hold_books_nothing(checkup):
    kept = checkup.held()

    with pytest.raises(HoldExpired):
        book_program(
            access=checkup.clinic.access,
            program=checkup.program,
            hold=kept,
            patient=checkup.clinic.patient,
            now=NOW + timedelta(minutes=11),
        )

    assert not ProgramBooking.objects.exists()
    assert not Appointment.objects.exists()


def test_times_that_are_no_plan_are_refused(checkup):
    plan = checkup.plan()
    for tokens in (plan.tokens[::-1], plan.tokens[:2], [], [*plan.tokens[:2], plan.tokens[1]]):
        with pytest.raises(OfferInvalid):
            hold_program(program=checkup.program, offer_tokens=tokens, session_key="browser", now=NOW)
    late = checkup.clinic.offers(start=NOW + timedelta(days=2))[0]
    with pytest.raises(OfferInvalid):
        hold_program(
            program=checkup.program,
            offer_tokens=[*plan.tokens[:2], late.token],
            session_key="browser",
            now=NOW,
        )


def test_program_is_not_for_children(checkup):
    checkup.program.min_age = 40
    checkup.program.save()

    with pytest.raises(TooYoung):
        checkup.days(birth_date=date(TUESDAY.year - 39, 1, 1))
    with pytest.raises(TooYoung):
        checkup.booked()
    assert not Appointment.objects.exists()


@pytest.mark.parametrize("fields", [{"active": False}, {"online_booking": False}])
def test_program_that_patients_do_not_book_is_refused(checkup, fields):
    tokens = checkup.plan().tokens
    Program.objects.update(**fields)
    checkup.program.refresh_from_db()

    with pytest.raises(ServiceUnavailable):
        checkup.days()
    with pytest.raises(ServiceUnavailable):
        hold_program(program=checkup.program, offer_tokens=tokens, session_key="browser", now=NOW)


def test_cancelling_the_program_cancels_its_visits(checkup):
    booking = checkup.booked()

    for _ in range(2):
        cancelled = cancel_program(
            access=checkup.clinic.access, booking=booking, reason=CancelReason.PATIENT_PORTAL, now=NOW
        )

    assert cancelled.status == ProgramBookingStatus.CANCELLED
    assert {visit.status for visit in booking.appointments.all()} == {AppointmentStatus.CANCELLED}
    assert checkup.plan()


def test_program_at_a_branch_with_a_system_is_booked_when_every_visit_is(mis_checkup):
    booking = mis_checkup.booked()
    assert booking.status == ProgramBookingStatus.PENDING

    states = []
    for number, visit in enumerate(booking.appointments.all()):
        confirm(access=mis_checkup.clinic.access, appointment=visit, external_id=f"A-{number}", now=NOW)
        states.append(follow(booking_id=booking.pk, now=NOW).status)

    assert states == ["pending", "pending", "booked"]


def test_refused_visit_is_booked_at_another_time_and_the_rest_stands(mis_checkup):
    booking = mis_checkup.booked()
    blood, scan, doctor = booking.appointments.order_by("start")
    for number, visit in enumerate((blood, doctor)):
        confirm(access=mis_checkup.clinic.access, appointment=visit, external_id=f"A-{number}", now=NOW)
    reject(access=mis_checkup.clinic.access, appointment=scan, reason_code="slot-taken", now=NOW)

    followed = follow(booking_id=booking.pk, now=NOW)

    assert followed.status == ProgramBookingStatus.PENDING
    again = booking.appointments.get(service=mis_checkup.scan, status=AppointmentStatus.PENDING)
    assert again.start != scan.start
    assert again.program_leg_id == scan.program_leg_id
    assert again.start >= blood.end
    for visit in (blood, doctor):
        before = visit.start
        visit.refresh_from_db()
        assert (visit.status, visit.start) == (AppointmentStatus.BOOKED, before)


def test_lost_visit_without_another_time_leaves_the_program_to_be_rearranged(mis_checkup):
    booking = mis_checkup.booked()
    scan = booking.appointments.get(service=mis_checkup.scan)
    mis_checkup.sonographer.hours_rules.all().delete()
    reject(access=mis_checkup.clinic.access, appointment=scan, reason_code="slot-taken", now=NOW)

    followed = follow(booking_id=booking.pk, now=NOW)

    assert followed.status == ProgramBookingStatus.REPLANNING
    assert booking.appointments.count() == 3


def test_visit_that_the_patient_gave_up_is_not_booked_again(checkup):
    booking = checkup.booked()
    scan = booking.appointments.get(service=checkup.scan)
    cancel(access=checkup.clinic.access, appointment=scan, reason=CancelReason.FINANCIAL, now=NOW)

    assert follow(booking_id=booking.pk, now=NOW).status == ProgramBookingStatus.BOOKED
    assert booking.appointments.count() == 3


def test_visit_of_a_program_moves_only_to_where_it_fits_in_with_the_others(checkup):
    booking = checkup.booked()
    blood, scan, _ = booking.appointments.order_by("start")
    own = {
        "service": checkup.scan,
        "patient_id": checkup.clinic.patient.pk,
        "ignore_appointment_id": scan.pk,
        "start": NOW + timedelta(hours=20),
    }

    shown = [offer.start for offer in checkup.clinic.offers(days=3, **own)]

    assert min(shown) >= blood.end
    assert {start.date() for start in shown} == {TUESDAY}
    next_day = next(
        offer for offer in checkup.clinic.offers(days=3, service=checkup.scan) if offer.start.date() > TUESDAY
    )
    with pytest.raises(OutOfProgram) as refused:
        reschedule(access=checkup.clinic.access, appointment=scan, offer_token=next_day.token, now=NOW)
    assert {other.start.date() for other in refused.value.alternatives} == {TUESDAY}


def test_another_visit_of_the_patient_is_planned_around(checkup):
    free = checkup.plan()
    offer = free.offers[1]
    kept = hold(offer_token=offer.token, patient=checkup.clinic.patient, now=NOW)
    book(access=checkup.clinic.access, hold=kept, patient=checkup.clinic.patient, now=NOW)

    plan = checkup.plan(patient=checkup.clinic.patient)

    assert all(one.end <= offer.start or one.start >= offer.end for one in plan.offers)
