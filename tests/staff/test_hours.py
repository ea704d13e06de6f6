"""Working hours at the desk: looked at before they are saved, and every visit left without hours is decided about."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse

from booking.codes import HoursSource
from booking.models import HoursChange, HoursException, HoursRule
from staff.hours_forms import NEW_LINES
from tests import factories as make
from tests.staff.conftest import book_visit

HALF_PAST_TEN = make.NOW + timedelta(minutes=90)
MONDAY = "2030-01-14"


@pytest.fixture
def visit(doctor, service):
    return book_visit(doctor, service, start=HALF_PAST_TEN)


def address(name, doctor, *more):
    return reverse(f"staff:{name}", args=["lanes", doctor.pk, *more])


def week(*lines, valid_from=MONDAY, reason="Новый график"):
    """What the page of weekly hours sends: (weekday, from, until) by line."""
    told = {
        "valid_from": valid_from,
        "reason": reason,
        "week-INITIAL_FORMS": "0",
        "week-TOTAL_FORMS": len(lines),
    }
    for number, (weekday, start, end) in enumerate(lines):
        line = {"weekday": weekday, "start_time": start, "end_time": end, "modality": "both"}
        told |= {f"week-{number}-{name}": value for name, value in line.items()}
    return told


CLOSED = {"what": "doctor-here", "start_date": MONDAY, "reason_ru": "Отпуск"}


def test_page_shows_the_hours_that_hold_and_leads_to_every_doctor(desk, branch, doctor, now):
    home = desk.get(reverse("staff:hours_home"), follow=True)
    shown = desk.get(address("hours_of_doctor", doctor)).context["hours"]

    assert list(home.context["doctors"]) == [doctor]
    assert [len(week.rules) for week in shown.weeks] == [7]


def test_looking_at_a_change_names_the_visits_and_changes_nothing(desk, doctor, visit, now):
    page = desk.post(address("hours_weekly", doctor), week((0, "12:00", "17:00")))

    assert [one.appointment for one in page.context["orphans"]] == [visit]
    assert (HoursChange.objects.count(), HoursRule.objects.count()) == (0, 7)


def test_saved_week_replaces_the_earlier_one_from_its_day_on(desk, doctor, now):
    lines = week((0, "09:00", "12:00"), (0, "13:00", "15:00"), ("", "", ""), valid_from="2030-01-21")

    answer = desk.post(address("hours_weekly", doctor), lines | {"save": "1"})

    change = HoursChange.objects.get()
    assert answer.url == reverse("staff:hours_change", args=[change.pk])
    later = HoursRule.objects.filter(valid_from=date(2030, 1, 21))
    assert sorted(later.values_list("weekday", "start_time", "end_time")) == [
        (0, time(9), time(12)),
        (0, time(13), time(15)),
    ]
    assert set(
        HoursRule.objects.exclude(valid_from=date(2030, 1, 21)).values_list("valid_until", flat=True)
    ) == {date(2030, 1, 20)}


def test_page_of_the_week_starts_from_the_hours_that_hold(desk, doctor, now):
    lines = desk.get(address("hours_weekly", doctor)).context["lines"]

    assert len(lines.forms) == 7 + NEW_LINES
    assert lines.forms[0].initial["start_time"] == time(9)


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (week((0, "09:00", "12:00"), (0, "11:00", "15:00")), lambda page: page.context["lines"].non_form_errors()),
        (week((0, "22:00", "00:00"), (0, "23:00", "23:30")), lambda page: page.context["lines"].non_form_errors()),
        (week((0, "09:00", "")), lambda page: page.context["lines"].forms[0].errors["end_time"]),
        (week((0, "09:00", "12:00"), valid_from="2030-01-13"), lambda page: page.context["form"].errors["valid_from"]),
        (week((0, "09:00", "12:00"), reason=" "), lambda page: page.context["form"].errors["reason"]),
    ],
    ids=["overlap", "overlap past midnight", "no end", "in the past", "no reason"],
)  # fmt: skip
def test_week_that_cannot_be_is_refused_beside_its_field(desk, doctor, now, lines, problem):
    page = desk.post(address("hours_weekly", doctor), lines | {"save": "1"})

    assert problem(page)
    assert not HoursChange.objects.exists()


def test_closed_day_leaves_its_visits_to_be_decided_about(desk, doctor, visit, now):
    looked = desk.post(address("hours_close", doctor), CLOSED)
    assert [one.appointment for one in looked.context["orphans"]] == [visit]
    assert not HoursException.objects.exists()

    page = desk.post(address("hours_close", doctor), CLOSED | {"save": "1"}, follow=True)

    assert [(one.row.appointment, one.is_undecided) for one in page.context["orphans"]] == [(visit, True)]
    changes = desk.get(reverse("staff:hours", args=["lanes"])).context["changes"]
    assert [one.undecided for one in changes] == [1]


@pytest.mark.parametrize(
    ("what", "whose"),
    [
        ("doctor-here", lambda doctor, branch: (doctor.pk, branch.pk)),
        ("doctor", lambda doctor, branch: (doctor.pk, None)),
        ("branch", lambda doctor, branch: (None, branch.pk)),
    ],
)
def test_closure_is_of_whom_the_desk_says(desk, branch, doctor, now, what, whose):
    desk.post(address("hours_close", doctor), CLOSED | {"what": what, "save": "1"})

    assert HoursException.objects.values_list("practitioner", "location").get() == whose(doctor, branch)


@pytest.mark.parametrize(
    ("action", "status"), [("kept", "booked"), ("cancelled", "cancelled"), ("move-offered", "booked")]
)
def test_each_visit_is_kept_cancelled_or_its_patient_is_asked(desk, doctor, visit, now, action, status):
    desk.post(address("hours_close", doctor), CLOSED | {"save": "1"})
    orphan = HoursChange.objects.get().orphans.get()

    desk.post(reverse("staff:decide", args=[orphan.pk, action]))

    orphan.refresh_from_db()
    visit.refresh_from_db()
    assert (orphan.action, orphan.settled_by.username, visit.status) == (action, "desk", status)


def test_visit_cancelled_elsewhere_waits_for_no_decision(desk, doctor, visit, now):
    desk.post(address("hours_close", doctor), CLOSED | {"save": "1"})
    desk.post(reverse("staff:cancel", args=[visit.pk]), {"reason": "pat"})

    assert HoursChange.objects.get().orphans.get().action == "cancelled"


def test_decision_that_is_none_is_not_found(desk, doctor, visit, now):
    desk.post(address("hours_close", doctor), CLOSED | {"save": "1"})
    orphan = HoursChange.objects.get().orphans.get()

    assert desk.post(reverse("staff:decide", args=[orphan.pk, "moved"])).status_code == 404


def test_closure_is_taken_back_with_a_reason(desk, doctor, now):
    desk.post(address("hours_close", doctor), CLOSED | {"save": "1"})
    exception = HoursException.objects.get()

    desk.post(address("withdraw", doctor, exception.pk), {"reason": " "})
    assert HoursException.objects.count() == 1
    desk.post(address("withdraw", doctor, exception.pk), {"reason": "Отпуск перенесён"})

    assert not HoursException.objects.exists()
    assert set(HoursChange.objects.values_list("reason", flat=True)) == {"Отпуск", "Отпуск перенесён"}


def test_extra_hours_are_offered(desk, doctor, service, now):
    HoursRule.objects.all().delete()
    told = {
        "start_date": MONDAY,
        "start_time": "15:00",
        "end_time": "16:00",
        "modality": "both",
        "reason_ru": "Очередь",
    }

    desk.post(address("hours_extra", doctor), told | {"save": "1"})

    page = desk.get(
        reverse("staff:book", args=["lanes", make.make_patient().pk]),
        {"practitioner": doctor.pk, "day": MONDAY},
    )
    assert len(page.context["found"].by_doctor[0][1]) == 2


def test_hours_of_an_information_system_are_only_closed_here(desk, doctor, now):
    doctor.roles.update(hours_source=HoursSource.MIS)

    statuses = {
        name: desk.get(address(name, doctor)).status_code
        for name in ("hours_weekly", "hours_extra", "hours_close", "hours_of_doctor")
    }

    assert statuses == {"hours_weekly": 404, "hours_extra": 404, "hours_close": 200, "hours_of_doctor": 200}


def test_hours_are_not_a_doctors_to_change(doctors_client, doctor, now):
    assert doctors_client.get(address("hours_close", doctor)).status_code == 404
