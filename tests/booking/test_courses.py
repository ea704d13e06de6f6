"""Ten visits of physiotherapy: around closed days, all or none."""

from datetime import date, time, timedelta

import pytest

from booking.codes import ExceptionKind
from booking.errors import ChangeNoticeTooShort, NoFreeTime, TimeRefused
from booking.models import Appointment, Course, HoursException
from booking.services import check_in, hold
from booking.services.courses import book_course, cancel_course, plan_course
from people.models import AuditEvent
from tests.factories import NOW

pytestmark = pytest.mark.django_db
TUESDAY = date(2030, 1, 15)


def planned(clinic, **wishes):
    wishes = {"visits": 10, "first_day": TUESDAY, "time": time(12)} | wishes
    return plan_course(
        service=clinic.service, location=clinic.location, patient=clinic.patient, now=NOW, **wishes
    )


def close(clinic, day):
    HoursException.objects.create(
        location=clinic.location, kind=ExceptionKind.CLOSED, start_date=day, end_date=day
    )


def test_course_skips_closed_and_taken_days_and_says_so(clinic):
    close(clinic, TUESDAY + timedelta(days=1))
    others = clinic.offers(start=NOW + timedelta(days=3))
    busy = next(offer for offer in others if offer.start.hour == 9)
    hold(offer_token=busy.token, session_key="other", now=NOW)

    plan = planned(clinic)

    assert len(plan.visits) == 10
    assert [(day.date, day.reason_code) for day in plan.skipped] == [
        (TUESDAY + timedelta(days=1), "branch-closed"),
        (TUESDAY + timedelta(days=2), "slot-taken"),
    ]
    assert {offer.start.astimezone(clinic.location.zone).time() for offer in plan.visits} == {time(12)}


def test_weekly_course_keeps_its_weekday(clinic):
    plan = planned(clinic, visits=4, every_days=7)

    assert [offer.start.date() for offer in plan.visits] == [
        TUESDAY + timedelta(weeks=week) for week in range(4)
    ]


def test_course_is_booked_as_one(clinic):
    close(clinic, TUESDAY)
    course = book_course(access=clinic.access, plan=planned(clinic), patient=clinic.patient, now=NOW)

    assert course.appointments.count() == course.visits == 10
    assert [skip.reason_code for skip in course.skips.all()] == ["branch-closed"]


def test_course_of_which_one_time_went_books_nothing(clinic):
    plan = planned(clinic)
    hold(offer_token=plan.visits[4].token, session_key="faster", now=NOW)

    with pytest.raises(TimeRefused):
        book_course(access=clinic.access, plan=plan, patient=clinic.patient, now=NOW)

    assert not Course.objects.exists()
    assert not Appointment.objects.exists()


def test_course_at_a_time_without_hours_is_refused(clinic):
    with pytest.raises(NoFreeTime):
        planned(clinic, time=time(20))


def test_course_is_cancelled_as_one_but_for_what_is_too_late(clinic):
    course = book_course(access=clinic.access, plan=planned(clinic), patient=clinic.patient, now=NOW)
    first, second, *rest = course.appointments.order_by("start")
    check_in(access=clinic.access, appointment=first, now=NOW)
    late = second.start - timedelta(minutes=30)

    end = cancel_course(access=clinic.access, course=course, reason="other", now=late)

    assert [visit.pk for visit in end.cancelled] == [visit.pk for visit in rest]
    assert [(visit.pk, type(why)) for visit, why in end.kept][1] == (second.pk, ChangeNoticeTooShort)
    assert set(course.appointments.filter(status="cancelled").values_list("pk", flat=True)) == {
        visit.pk for visit in rest
    }
    again = hold(
        offer_token=planned(clinic, first_day=TUESDAY + timedelta(days=2)).visits[0].token,
        session_key="other",
        now=NOW,
    )
    assert again.legs.get().start == rest[0].start


def test_cancelling_a_course_twice_changes_nothing(clinic):
    course = book_course(
        access=clinic.access, plan=planned(clinic, visits=2), patient=clinic.patient, now=NOW
    )
    cancel_course(access=clinic.access, course=course, reason="other", now=NOW)
    events = AuditEvent.objects.count()

    assert cancel_course(access=clinic.access, course=course, reason="other", now=NOW) == ([], [])
    assert AuditEvent.objects.count() == events
