from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from people.access import Access
from people.codes import ConsentKind
from people.models import RelatedPerson
from people.services import publish_consent_text
from tests import factories as make

ACCESS = Access.system("tests", purpose="treatment")


class Api:
    """The patient's program: JSON in and out, a new Idempotency-Key for every POST unless one is given."""

    def __init__(self, user=None, language="en"):
        self.client = APIClient(headers={"accept-language": language})
        if user:
            self.client.force_login(user)

    def get(self, path, **query):
        return self.client.get(f"/api/v1/{path}", query)

    def delete(self, path):
        return self.client.delete(f"/api/v1/{path}")

    def post(self, path, body=None, *, key=None):
        headers = {"Idempotency-Key": key or str(uuid4())}
        return self.client.post(f"/api/v1/{path}", body or {}, format="json", headers=headers)


@pytest.fixture
def patient(db):
    return make.make_patient(user=make.make_user(is_staff=False))


@pytest.fixture
def stranger(db):
    return make.make_patient(user=make.make_user(is_staff=False))


@pytest.fixture
def api(patient):
    return Api(patient.user)


@pytest.fixture
def child(patient):
    """A relative the account may act for."""
    child = make.make_patient(birth_date=timezone.localdate() - timedelta(days=3000))
    RelatedPerson.objects.create(
        patient=child, user=patient.user, relationship="MTH", valid_from=timezone.now() - timedelta(days=1)
    )
    return child


@pytest.fixture
def clinic(db):
    """One doctor who gives one service every day at one portal-owned branch, and the consent text for a
    visit.
    """
    service = make.make_service()
    doctor = make.make_doctor(service)
    make.make_price(service, "1500")
    consent = publish_consent_text(
        kind=ConsentKind.APPOINTMENT,
        language="en",
        title="Consent",
        body="I agree.",
        valid_from=timezone.now(),
    )
    publish_consent_text(
        kind=ConsentKind.APPOINTMENT,
        language="ru",
        title="Согласие",
        body="Согласен.",
        valid_from=timezone.now(),
    )
    return SimpleNamespace(service=service, doctor=doctor, consent=consent)


@pytest.fixture
def offers(api, clinic):
    """Free times from tomorrow on: late enough to be moved and cancelled at any hour the test runs."""
    tomorrow = (timezone.now() + timedelta(days=1)).isoformat()

    def find(**query):
        return api.get("offers/", service=clinic.service.pk, start=tomorrow, **query).json()["offers"]

    return find


@pytest.fixture
def booked(api, clinic, offers):
    """Book the offer of this number; the appointment as the API tells it."""

    def book(number=0, **changes):
        hold = api.post("holds/", {"offer": offers()[number]["offer"]}).json()
        answer = api.post("appointments/", {"hold": hold["id"], "consent": str(clinic.consent.pk), **changes})
        assert answer.status_code == 201, answer.content
        return answer.json()

    return book
