"""Invented visits obey the rules that real ones are held to."""

import datetime as dt
import itertools
from collections import defaultdict
from zoneinfo import ZoneInfo

import pytest

from demo.agenda import CLEANING, hours_on, visits_long_ago, visits_of_day
from demo.clinic import the_clinic
from demo.crowd import crowd, feminine

TODAY = dt.date(2030, 1, 14)


@pytest.fixture(scope="module")
def fortnight():
    return [
        visit
        for number in range(14)
        for visit in visits_of_day(the_clinic(), TODAY + dt.timedelta(days=number), anchor=TODAY, today=TODAY)
    ]


def test_a_day_comes_out_the_same_again():
    plan = [visits_of_day(the_clinic(), TODAY, anchor=TODAY, today=TODAY) for _ in range(2)]

    assert plan[0] == plan[1]
    assert len(plan[0]) > 100


def test_nothing_is_occupied_twice(fortnight):
    services = the_clinic().services
    occupied = defaultdict(list)
    for visit in fortnight:
        cleaned = visit.end + dt.timedelta(minutes=CLEANING.get(services[visit.service].room or "", 0))
        occupied["doctor", visit.doctor].append((visit.start, visit.end))
        occupied["patient", visit.patient].append((visit.start, visit.end))
        if visit.room:
            occupied["room", visit.room].append((visit.start, cleaned))
        for piece in visit.equipment:
            occupied[piece].append((visit.start, visit.end))

    for spans in occupied.values():
        spans.sort()
        assert all(earlier[1] <= later[0] for earlier, later in itertools.pairwise(spans))


def test_visits_lie_in_their_doctors_hours(fortnight):
    clinic = the_clinic()
    branches = {branch.code: branch for branch in clinic.places.branches}
    doctors = {doctor.code: doctor for doctor in clinic.doctors}

    for visit in fortnight:
        branch = branches[visit.branch]
        day = visit.start.astimezone(ZoneInfo(branch.time_zone)).date()
        hours = list(hours_on(branch, doctors[visit.doctor], day, anchor=TODAY))
        assert any(start <= visit.start and visit.end <= end for start, end in hours)


def test_patients_have_the_age_for_the_service(fortnight):
    people = {person.code: person for person in crowd()}
    services = the_clinic().services

    for visit in fortnight:
        age, service = people[visit.patient].age_on(visit.start.date()), services[visit.service]
        assert (service.min_age or 0) <= age <= (service.max_age or 200)


def test_a_closed_day_has_no_visits():
    maples = next(branch for branch in the_clinic().places.branches if branch.code == "maples")
    closed = next(change for change in maples.exceptions if change.closed)
    day = TODAY + dt.timedelta(days=closed.after_days)

    visits = visits_of_day(the_clinic(), day, anchor=TODAY, today=TODAY)

    assert [visit for visit in visits if visit.branch == "maples"] == []


def test_the_past_holds_the_same_number_for_every_doctor():
    visits = visits_long_ago(the_clinic(), anchor=TODAY, per_doctor=26, days_back=720)
    count = defaultdict(int)
    for visit in visits:
        count[visit.doctor] += 1

    assert len(count) == 40
    assert min(count.values()) >= 22
    assert len({visit.name for visit in visits}) == len(visits)


@pytest.mark.parametrize(
    ("man", "woman"),
    [
        ("Пуговкин", "Пуговкина"),
        ("Тучкин-Лёгкий", "Тучкина-Лёгкая"),
        ("Скворечников-Дальний", "Скворечникова-Дальняя"),
    ],
)
def test_feminine_surnames(man, woman):
    assert feminine(man) == woman
