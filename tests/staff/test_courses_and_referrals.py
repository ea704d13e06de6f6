"""Ten visits of one course booked at the desk, and what a doctor refers a patient on to."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from booking.codes import ExceptionKind
from booking.models import Course, HoursException, ServiceRequest
from people.access import open_one
from tests import factories as make
from tests.staff.conftest import book_visit


def wish(service, **changes):
    return {"service": service.pk, "practitioner": "", "day": "2030-01-15", "time": "10:00", "visits": "10", "every_days": "1", **changes}  # fmt: skip


def page_of(desk, patient, asked):
    return desk.get(reverse("staff:course", args=["lanes", patient.pk]), asked)


def test_desk_sees_the_days_of_a_course_and_books_them_as_one(desk, branch, doctor, service, now):
    patient = make.make_patient()
    HoursException.objects.create(
        kind=ExceptionKind.CLOSED,
        location=branch,
        start_date=date(2030, 1, 16),
        end_date=date(2030, 1, 16),
        reason_ru="Праздник",
    )
    page = page_of(desk, patient, wish(service))
    assert [day for day, _ in page.context["skipped"]] == [date(2030, 1, 16)]

    address = f"{page.request['PATH_INFO']}?{page.request['QUERY_STRING']}"
    desk.post(address, {"plan": page.context["plan"].mark})

    course = Course.objects.get(patient=patient)
    assert (course.appointments.count(), course.skips.count()) == (10, 1)
    assert set(course.appointments.values_list("channel", "status")) == {("phone", "booked")}


def test_desk_cancels_a_visit_with_all_others_of_its_course(desk, doctor, service, now):
    patient = make.make_patient()
    page = page_of(desk, patient, wish(service, visits="3"))
    desk.post(
        f"{page.request['PATH_INFO']}?{page.request['QUERY_STRING']}", {"plan": page.context["plan"].mark}
    )
    course = Course.objects.get(patient=patient)
    visit = course.appointments.first()
    address = reverse("staff:cancel_course", args=[visit.pk])
    assert address in desk.get(reverse("staff:cancel", args=[visit.pk])).text

    desk.post(address, {"reason": "pat"})

    assert set(course.appointments.values_list("status", "cancel_reason")) == {("cancelled", "pat")}
    alone = book_visit(doctor, service, start=make.NOW + timedelta(minutes=90))
    assert desk.post(reverse("staff:cancel_course", args=[alone.pk]), {"reason": "pat"}).status_code == 404


def test_course_whose_times_have_changed_is_looked_at_again(desk, doctor, service, now):
    patient = make.make_patient()
    page = page_of(desk, patient, wish(service))
    book_visit(doctor, service, start=page.context["plan"].visits[0].start)

    address = f"{page.request['PATH_INFO']}?{page.request['QUERY_STRING']}"
    again = desk.post(address, {"plan": page.context["plan"].mark})

    assert not Course.objects.exists()
    assert again.context["plan"].mark != page.context["plan"].mark
    assert [message.level_tag for message in again.context["messages"]] == ["warning"]


def test_course_that_cannot_be_says_why(desk, doctor, service, now):
    page = page_of(desk, make.make_patient(), wish(service, time="03:00"))

    assert page.context["plan"] is None
    assert [str(message) for message in page.context["messages"]] == ["На эти дни свободного времени нет."]


@pytest.fixture
def visit(doctor, service):
    return book_visit(doctor, service, start=make.NOW + timedelta(minutes=90))


def referral(**changes):
    return {"visits_allowed": "3", "valid_until": "2030-03-01", "reason": "Снимок колена", **changes}


def test_doctor_refers_a_patient_of_their_own(doctors_client, visit, now):
    service = make.make_service(referral_required=True)

    doctors_client.post(reverse("staff:refer", args=[visit.pk]), referral(service=service.pk))

    issued = ServiceRequest.objects.get()
    assert (issued.patient, issued.requester, issued.service) == (visit.patient, visit.practitioner, service)
    assert (issued.visits_allowed, issued.authored_on) == (3, date(2030, 1, 14))
    assert open_one(make.access_of(visit.practitioner.user), issued, "reason").reason == "Снимок колена"
    page = doctors_client.get(reverse("staff:visit", args=[visit.pk]))
    assert list(page.context["referrals"]) == [issued]


@pytest.mark.parametrize(
    ("changes", "field"),
    [({}, "service"), ({"valid_until": "2030-01-13"}, "valid_until"), ({"visits_allowed": "0"}, "visits_allowed")],
)  # fmt: skip
def test_referral_that_cannot_be_is_refused_beside_its_field(doctors_client, visit, now, changes, field):
    told = referral(**changes) if field == "service" else referral(service=visit.service_id, **changes)

    page = doctors_client.post(reverse("staff:refer", args=[visit.pk]), told)

    assert list(page.context["form"].errors) == [field]
    assert not ServiceRequest.objects.exists()


def test_doctor_withdraws_a_referral(doctors_client, visit, now):
    doctors_client.post(reverse("staff:refer", args=[visit.pk]), referral(service=visit.service_id))
    issued = ServiceRequest.objects.get()

    doctors_client.post(reverse("staff:revoke_referral", args=[visit.pk, issued.pk]))

    issued.refresh_from_db()
    assert issued.status == "revoked"


def test_nobody_refers_a_colleagues_patient_or_withdraws_a_colleagues_referral(
    doctors_client, branch, visit, service, now
):
    colleague = make.make_doctor(service, location=branch)
    other = book_visit(colleague, service, start=make.NOW + timedelta(minutes=90))
    issued = ServiceRequest.objects.create(
        patient=visit.patient, requester=colleague, service=service, authored_on=date(2030, 1, 14)
    )

    assert doctors_client.get(reverse("staff:refer", args=[other.pk])).status_code == 404
    revoked = doctors_client.post(reverse("staff:revoke_referral", args=[visit.pk, issued.pk]))
    assert revoked.status_code == 404


def test_desk_refers_nobody(desk, visit, now):
    assert desk.get(reverse("staff:refer", args=[visit.pk])).status_code == 404
