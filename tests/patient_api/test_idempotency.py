from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, connections
from django.utils import timezone

from booking.models import Appointment, Hold
from patient_api.idempotency import forget_old_keys
from patient_api.models import IdempotencyKey
from tests.patient_api.conftest import Api
from tests.patient_api.test_booking import problem


def test_repeated_request_gets_the_same_answer_and_does_nothing_twice(api, clinic, offers):
    offer = offers()[0]["offer"]
    hold = api.post("holds/", {"offer": offer}, key="one")

    again = api.post("holds/", {"offer": offer}, key="one")

    assert (again.status_code, again.json()) == (201, hold.json())
    assert (again["Idempotency-Replayed"], hold.headers.get("Idempotency-Replayed")) == ("true", None)
    body = {"hold": hold.json()["id"], "consent": str(clinic.consent.pk)}
    visits = [api.post("appointments/", body, key="two").json()["id"] for _ in range(3)]
    assert len(set(visits)) == Appointment.objects.count() == 1


def test_key_with_another_request_is_refused(api, offers):
    first, second = (offer["offer"] for offer in offers()[:2])
    api.post("holds/", {"offer": first}, key="one")

    assert problem(api.post("holds/", {"offer": second}, key="one")) == (422, "idempotency-key-reused")
    assert Hold.objects.count() == 1


def test_key_belongs_to_its_account(api, stranger, offers):
    first, second = (offer["offer"] for offer in offers()[:2])
    api.post("holds/", {"offer": first}, key="one")

    assert Api(stranger.user).post("holds/", {"offer": second}, key="one").status_code == 201


@pytest.mark.parametrize(
    ("key", "code"), [(" ", "idempotency-key-missing"), ("k" * 101, "idempotency-key-too-long")]
)
def test_key_is_needed(api, offers, key, code):
    assert problem(api.post("holds/", {"offer": offers()[0]["offer"]}, key=key)) == (400, code)
    assert not Hold.objects.exists()


def test_refused_request_keeps_no_key(api, offers):
    assert problem(api.post("holds/", {"offer": "forged"}, key="one")) == (400, "offer-invalid")

    assert not IdempotencyKey.objects.exists()
    assert api.post("holds/", {"offer": offers()[0]["offer"]}, key="one").status_code == 201


def test_answers_are_forgotten_in_time(api, offers):
    api.post("holds/", {"offer": offers()[0]["offer"]})

    assert forget_old_keys(timezone.now() + timedelta(hours=47)) == 0
    assert forget_old_keys(timezone.now() + timedelta(hours=49)) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_requests_at_the_same_moment_happen_once(api, patient, offers):
    if connection.vendor != "postgresql":
        pytest.skip("an in-memory database has one connection")
    offer, barrier, answers = offers()[0]["offer"], Barrier(8), []

    def send():
        barrier.wait()
        answers.append(Api(patient.user).post("holds/", {"offer": offer}, key="one").status_code)
        connections.close_all()

    threads = [Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert set(answers) <= {201, 409}
    assert answers.count(201) >= 1
    assert Hold.objects.count() == 1
