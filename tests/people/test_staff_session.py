"""15 idle minutes, 12 hours at most, and only people move the clock."""

import time

import pytest
from django.test import RequestFactory
from django.urls import reverse

from people import staff_session
from tests.people.staff_steps import sign_in

PERSON = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-User": "?1"}
POLL = {"Sec-Fetch-Mode": "cors"}


@pytest.mark.parametrize(
    ("headers", "by_person"),
    [
        (PERSON, True),
        (POLL, False),
        ({"Sec-Fetch-Mode": "navigate"}, False),  # a script reloaded the page
        (POLL | {"X-User-Activity": "1"}, True),
        ({"Accept": "text/html,*/*"}, True),  # no fetch metadata: a page load
        ({"Accept": "application/json"}, False),
        ({"Accept": "text/html", "X-Requested-With": "XMLHttpRequest"}, False),
        ({}, False),
    ],
)
def test_request_counts_as_made_by_a_person(headers, by_person):
    assert staff_session.made_by_person(RequestFactory().get("/staff/", headers=headers)) is by_person


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = time.time()

        def advance(self, seconds):
            self.now += seconds

    clock = Clock()
    monkeypatch.setattr(staff_session.time, "time", lambda: clock.now)
    return clock


@pytest.fixture
def signed_in(client, enrolled_doctor):
    sign_in(client)
    return client


def left(client, headers=POLL):
    return client.get(reverse("two_factor:activity"), headers=headers)


@pytest.mark.django_db
def test_polling_does_not_keep_the_session_alive(signed_in, clock):
    for _ in range(14):
        clock.advance(60)
        assert left(signed_in).status_code == 200
    assert 0 < left(signed_in).json()["seconds_left"] <= 60

    clock.advance(61)
    response = left(signed_in)

    assert (response.status_code, response.json()["code"]) == (401, "session-ended")
    assert "_auth_user_id" not in signed_in.session


@pytest.mark.django_db
def test_person_keeps_the_session_alive_for_twelve_hours_and_no_longer(signed_in, clock):
    for _ in range(12 * 6 - 1):
        clock.advance(600)
        assert left(signed_in, PERSON).status_code == 200

    clock.advance(600)
    response = signed_in.get(reverse("two_factor:backup_tokens"), headers=PERSON)

    assert response.status_code == 302
    assert response.url.startswith(reverse("two_factor:login") + "?next=")


@pytest.mark.django_db
def test_marked_request_moves_the_clock(signed_in, clock):
    clock.advance(600)

    response = left(signed_in, POLL | {"X-User-Activity": "1"})

    assert response.json()["seconds_left"] == 900


def test_session_that_was_never_begun_is_over():
    assert staff_session.seconds_left({}) == 0


@pytest.mark.django_db
def test_sign_in_page_opens_at_once_when_the_session_is_over(signed_in, clock):
    clock.advance(901)

    response = signed_in.get(reverse("two_factor:login"), headers=PERSON)

    assert response.status_code == 200
    assert "_auth_user_id" not in signed_in.session
