"""A person the clinic knows already gets that record at the first sign-in, and nobody else does."""

from datetime import date

import pytest
from django.utils import timezone

from people.access import Access, open_one
from people.models import AccessEvent, AuditEvent, Patient, User
from people.services import open_patient_record, patients_of, register_child, register_patient
from tests.people.conftest import SYSTEM

pytestmark = pytest.mark.django_db
PHONE = "+79160000001"
CHILD = {"family": "Примеров", "given": "Пётр", "birth_date": date(2020, 5, 6), "gender": "male"}
SAID = {"family": "Примерова", "given": "Анна", "birth_date": date(1990, 2, 3)}


@pytest.fixture
def account(db):
    return User.objects.create_for_phone(PHONE, verified_at=timezone.now(), preferred_language="ru")


def come_in(account, text, **said):
    access = Access(actor=account, role="patient", purpose="patient-request", channel="web")
    return open_patient_record(
        access=access, user=account, text=text, patronymic="", gender="female", **SAID | said
    )


def add_child(guardian, text):
    access = Access(actor=guardian, role="patient", purpose="patient-request", channel="web")
    return register_child(
        access=access,
        guardian=guardian,
        relationship="MTH",
        text=text,
        patronymic="",
        now=timezone.now(),
        **CHILD | {"given": "Петр"},
    )


@pytest.mark.parametrize(
    "said", [{}, {"family": "ПРИМЕРОВА"}, {"family": " примерова ", "given": "анна"}], ids=repr
)
def test_known_person_gets_their_record(patient, account, registration_text, said):
    assert come_in(account, registration_text[0], **said) == patient

    assert list(patients_of(account)) == [patient]
    assert open_one(SYSTEM, Patient.objects.get(), "family").family == "Примерова"
    assert patient.consents.get().purpose == "registration"
    assert AuditEvent.objects.get(action="patient.account-linked").patient_id == patient.pk
    assert AccessEvent.objects.get(action="search").fields == ["family", "given", "birth_date"]


@pytest.mark.parametrize(
    "said",
    [{"family": "Другая"}, {"given": "Ольга"}, {"birth_date": date(1990, 3, 2)}],
    ids=["family", "given", "birth date"],
)
def test_somebody_else_with_the_phone_gets_a_record_of_their_own(patient, account, registration_text, said):
    new = come_in(account, registration_text[0], **said)

    assert new != patient
    patient.refresh_from_db()
    assert patient.user is None


def test_same_person_with_another_phone_gets_a_record_of_their_own(patient, registration_text):
    stranger = User.objects.create_for_phone(
        "+79160000002", verified_at=timezone.now(), preferred_language="ru"
    )

    assert come_in(stranger, registration_text[0]) != patient


def test_record_of_another_account_is_not_taken_over(patient, account, registration_text):
    patient.user = User.objects.create_for_phone(
        "+79160000009", verified_at=timezone.now(), preferred_language="ru"
    )
    patient.save()

    assert come_in(account, registration_text[0]) != patient


def test_closed_record_is_not_opened_again(patient, account, registration_text):
    Patient.objects.filter(pk=patient.pk).update(active=False)

    assert come_in(account, registration_text[0]) != patient


def test_of_two_records_of_one_person_neither_is_given_away(patient, account, registration_text):
    twice = register_patient(access=SYSTEM, phone=PHONE, gender="female", **SAID)

    assert come_in(account, registration_text[0]) not in (patient, twice)


def test_child_known_by_the_guardians_phone_is_not_registered_twice(account, registration_text):
    child = register_patient(access=SYSTEM, phone=PHONE, **CHILD)

    assert add_child(account, registration_text[0]) == child
    assert list(patients_of(account)) == [child]


def test_guardian_without_a_phone_gets_no_record_without_a_phone(registration_text):
    known = register_patient(access=SYSTEM, **CHILD)
    guardian = User.objects.create_user("from-elsewhere", is_staff=False)

    assert add_child(guardian, registration_text[0]) != known
