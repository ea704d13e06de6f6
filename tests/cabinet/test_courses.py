"""A course of visits from the time it begins with to its days in the cabinet."""

from datetime import date, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest

from booking.codes import ExceptionKind
from booking.models import Appointment, Course, HealthcareService, Hold, HoursException, ServiceRequest
from tests import factories as make
from tests.cabinet.test_booking_journey import answers, keep

URL = "/en/booking/course/"


@pytest.fixture
def procedure(house):
    """A service that is nobody's usual visit, given by the house's doctor."""
    procedure = make.make_service(speciality=house.speciality, name_en="Massage", name_ru="Массаж")
    house.doctor.roles.get().services.add(procedure)
    return procedure


@pytest.fixture
def asked(house, procedure):
    """The question that the check page's link asks, with three visits day by day."""
    first = house.offers(service=procedure)[0]
    return {
        "service": procedure.code,
        "practitioner": house.doctor.pk,
        "location": house.location.code,
        "start": first.start.isoformat(),
        "visits": "3",
        "every_days": "1",
    }


def close(house, day):
    HoursException.objects.create(
        kind=ExceptionKind.CLOSED,
        location=house.location,
        start_date=day,
        end_date=day,
        reason_ru="Ремонт",
    )


def test_procedure_is_offered_as_a_course_and_a_consultation_is_not(house, procedure, signed_in):
    pages = [
        signed_in.get(keep(signed_in, house.offers(service=service)[0]).url)
        for service in (procedure, house.service)
    ]

    assert [bool(page.context["course_url"]) for page in pages] == [True, False]


@pytest.mark.parametrize(("allowed", "is_offered"), [(1, False), (10, True)])
def test_referral_to_one_visit_is_no_course(house, procedure, signed_in, allowed, is_offered):
    HealthcareService.objects.filter(pk=procedure.pk).update(referral_required=True)
    ServiceRequest.objects.create(
        patient=house.patient, service=procedure, authored_on=date(2026, 1, 1), visits_allowed=allowed
    )
    offer = house.offers(service=procedure, patient_id=house.patient.pk)[0]

    page = signed_in.get(keep(signed_in, offer).url)

    assert bool(page.context["course_url"]) == is_offered


def test_kept_time_is_given_back_and_begins_the_course(house, procedure, signed_in):
    kept = keep(signed_in, house.offers(service=procedure)[0])

    led = signed_in.post(f"{kept.url}release/", {"course": "1"})

    assert not Hold.objects.exists()
    assert urlsplit(led.url).path == URL
    page = signed_in.get(
        led.url, {**dict(parse_qsl(urlsplit(led.url).query)), "visits": "2", "every_days": "7"}
    )
    assert len(page.context["plan"].visits) == 2


def test_visitor_sees_the_days_and_is_led_to_sign_in(client, asked):
    page = client.get(URL, asked)

    assert len(page.context["days"]) == 3
    assert page.context["sign_in_url"].startswith("/account/sign-in/?next=%2Fen%2Fbooking%2Fcourse%2F")
    assert not Hold.objects.exists()


def test_course_skips_a_closed_day_says_so_and_is_booked_as_one(house, signed_in, asked):
    tomorrow = house.offers()[0].start.astimezone(house.location.zone).date()
    close(house, tomorrow + timedelta(days=1))
    page = signed_in.get(URL, asked)
    assert [one.day for one in page.context["left_out"]] == [tomorrow + timedelta(days=1)]

    address = f"{URL}?{page.request['QUERY_STRING']}"
    done = signed_in.post(address, {**answers(page), "plan": page.context["plan"].mark})

    course = Course.objects.get(patient=house.patient)
    assert done.url == f"/en/cabinet/courses/{course.pk}/"
    shown = signed_in.get(done.url)
    assert [card.visit for card in shown.context["cards"]] == list(course.appointments.order_by("start"))
    assert len(shown.context["left_out"]) == 1
    visit = course.appointments.first()
    assert done.url in signed_in.get(f"/en/cabinet/visits/{visit.pk}/").content.decode()


def booked_course(client, asked):
    page = client.get(URL, asked)
    client.post(f"{URL}?{page.request['QUERY_STRING']}", {**answers(page), "plan": page.context["plan"].mark})
    return Course.objects.get()


def test_course_is_cancelled_on_one_page(signed_in, asked):
    course = booked_course(signed_in, asked)
    address = f"/en/cabinet/courses/{course.pk}/cancel/"
    assert address in signed_in.get(f"/en/cabinet/courses/{course.pk}/").text

    unanswered = signed_in.post(address)
    assert (unanswered.status_code, course.appointments.open().count()) == (422, 3)
    done = signed_in.post(address, {"reason": "other"}, follow=True)

    assert "3 visits are cancelled." in done.text
    assert not course.appointments.open().exists()
    assert address not in done.text


def test_days_that_have_changed_are_looked_at_again(house, procedure, signed_in, asked):
    page = signed_in.get(URL, asked)
    house.booked(house.offers(service=procedure)[0], patient=make.make_patient())

    again = signed_in.post(
        f"{URL}?{page.request['QUERY_STRING']}", {**answers(page), "plan": page.context["plan"].mark}
    )

    assert (again.status_code, Course.objects.count()) == (409, 0)
    assert again.context["plan"].mark != page.context["plan"].mark


def test_course_without_agreement_is_not_booked(signed_in, asked):
    page = signed_in.get(URL, asked)

    refused = signed_in.post(
        f"{URL}?{page.request['QUERY_STRING']}",
        {"key": answers(page)["key"], "plan": page.context["plan"].mark},
    )

    assert (refused.status_code, Appointment.objects.count()) == (422, 0)


@pytest.mark.parametrize("visits", ["1", "21", "many"])
def test_number_that_is_no_course_is_refused_beside_its_field(client, asked, visits):
    page = client.get(URL, {**asked, "visits": visits})

    assert list(page.context["rhythm"].errors) == ["visits"]
    assert page.context["plan"] is None


def test_link_without_a_beginning_leads_to_the_start(house, client):
    assert client.get(URL, {"service": house.service.code}).url.startswith("/en/booking/")


def test_somebody_elses_course_is_not_found(house, client, stranger, asked, signed_in):
    page = signed_in.get(URL, asked)
    signed_in.post(
        f"{URL}?{page.request['QUERY_STRING']}", {**answers(page), "plan": page.context["plan"].mark}
    )
    course = Course.objects.get()

    client.force_login(stranger.user)

    assert client.get(f"/en/cabinet/courses/{course.pk}/").status_code == 404
    assert client.post(f"/en/cabinet/courses/{course.pk}/cancel/", {"reason": "other"}).status_code == 404
    assert course.appointments.open().count() == 3
