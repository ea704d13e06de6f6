"""What an address says has been chosen."""

from datetime import UTC, date, datetime

import pytest

from cabinet.choice import Choice
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_things_are_named_by_code_or_by_key():
    service = make.make_service(code="ecg")
    location = make.make_location(code="north")

    by_code = Choice.of({"service": "ecg", "location": "north"})
    by_key = Choice.of({"service": str(service.pk), "location": str(location.pk)})

    assert (by_code.service, by_code.location) == (by_key.service, by_key.location) == (service, location)


def test_speciality_means_its_usual_visit():
    service = make.make_service()
    make.make_speciality(code="cardiology", consultation=service)

    assert Choice.of({"speciality": "cardiology"}).service == service


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("service", "no-such-service"),
        ("speciality", "alchemy"),
        ("practitioner", "not-a-key"),
        ("practitioner", "11111111-2222-4333-8444-555555555555"),
        ("location", "moon"),
        ("start", "tomorrow"),
        ("start", "2030-01-14T10:00"),
        ("start", "2030-13-45T10:00Z"),
        ("day", "2030-02-30"),
        ("referral", "1"),
    ],
)
def test_what_leads_nowhere_is_named(name, value):
    assert Choice.of({name: value}).unknown == (name,)


def test_doctor_who_has_left_is_not_chosen():
    doctor = make.make_practitioner(active=False)

    assert Choice.of({"practitioner": str(doctor.pk)}).practitioner is None


def test_plus_sign_survives_an_address():
    choice = Choice.of({"start": "2030-01-14T10:00:00 03:00", "day": "2030-01-14"})

    assert choice.start == datetime(2030, 1, 14, 7, tzinfo=UTC)
    assert choice.day == date(2030, 1, 14)


def test_query_repeats_the_choice_with_changes():
    service = make.make_service(code="ecg")
    doctor = make.make_practitioner()
    choice = Choice(service=service, practitioner=doctor, modality="virtual")

    assert choice.query(practitioner=None, day="2030-01-14") == {
        "service": "ecg",
        "modality": "virtual",
        "day": "2030-01-14",
    }
