from datetime import timedelta

import pytest
from icalendar import Calendar

from booking.codes import AppointmentStatus
from notifications.calendar import Method, visit_calendar
from tests.notifications.conftest import START

URL = "https://clinic.example/en/cabinet/visits/"


def read(content):
    calendar = Calendar.from_ical(content)
    (event,) = calendar.walk("VEVENT")
    return calendar, event


def test_file_tells_time_and_place_of_the_branch(visit):
    calendar, event = read(visit_calendar(visit, language="en", url=URL))

    assert calendar["METHOD"] == "PUBLISH"
    assert event["UID"] == str(visit.pk)
    assert event["SEQUENCE"] == 2
    assert event["STATUS"] == "CONFIRMED"
    assert event["DTSTART"].dt == START
    assert event["DTSTART"].params["TZID"] == "Asia/Yekaterinburg"
    assert event["DTSTART"].to_ical() == b"20301203T093000"
    assert (event["DTEND"].dt - event["DTSTART"].dt) == timedelta(minutes=30)
    assert event["LOCATION"] == "River branch, Yekaterinburg, 1 Example Street"
    assert event["URL"] == URL
    assert event["DTSTAMP"].to_ical().endswith(b"Z")


def test_file_defines_its_zone_and_nothing_of_the_last_century(visit):
    content = visit_calendar(visit, language="en", url=URL)
    calendar, _ = read(content)

    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "Asia/Yekaterinburg"
    assert len(content) < 1500


def test_same_visit_gives_the_same_bytes(visit):
    assert visit_calendar(visit, language="en", url=URL) == visit_calendar(visit, language="en", url=URL)


@pytest.mark.parametrize("method", list(Method))
def test_file_names_neither_patient_nor_speciality_nor_doctor(visit, method):
    content = visit_calendar(
        visit, method=method, language="en", url=URL, attendee="patient@example.org"
    ).decode()

    for secret in ("Тайнова", "Мария", "Oncolog", "Secretov"):
        assert secret not in content


def test_download_may_name_the_doctor(visit):
    _, event = read(visit_calendar(visit, language="ru", url=URL, doctor="Секретов Тест"))

    assert "Секретов Тест" in event["SUMMARY"]


def test_cancellation_bears_the_same_uid_with_organizer_and_attendee(visit):
    visit.status, visit.version = AppointmentStatus.CANCELLED, 3

    calendar, event = read(
        visit_calendar(visit, method=Method.CANCEL, language="en", url=URL, attendee="patient@example.org")
    )

    assert calendar["METHOD"] == "CANCEL"
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (str(visit.pk), 3, "CANCELLED")
    assert event["ORGANIZER"] == "mailto:visits@clinic.example"
    assert event["ATTENDEE"] == "mailto:patient@example.org"
    assert event["ATTENDEE"].params["RSVP"] == "FALSE"


def test_pending_visit_is_tentative(visit):
    visit.status = AppointmentStatus.PENDING

    assert read(visit_calendar(visit, language="en", url=URL))[1]["STATUS"] == "TENTATIVE"


def test_branch_without_coordinates_has_no_geo(visit):
    visit.location.latitude = None

    assert "GEO" not in read(visit_calendar(visit, language="en", url=URL))[1]
