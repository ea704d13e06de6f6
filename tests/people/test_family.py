"""Who may act for whom, from when until when."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from people.access import Access
from people.errors import IdentifierTaken
from people.models import AuditEvent, Patient, User
from people.services import (
    add_identifier,
    change_contacts,
    grant_representation,
    patient_by_identifier,
    patients_of,
    publish_consent_text,
    register_child,
    register_patient,
    revoke_representation,
)
from tests.people.conftest import SYSTEM

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DAY = timedelta(days=1)


@pytest.fixture
def parent(db):
    user = User.objects.create_user("parent", is_staff=False)
    register_patient(
        access=SYSTEM, user=user, family="Родителев", given="Р", birth_date=date(1980, 1, 1), gender="male"
    )
    return user


def grant(parent, child, **fields):
    return grant_representation(
        access=SYSTEM, patient=child, user=parent, relationship="FTH", **{"valid_from": NOW - DAY, **fields}
    )


def test_account_acts_for_its_own_person_first_and_then_for_those_granted(parent, patient):
    grant(parent, patient)

    assert list(patients_of(parent)) == [parent.patient, patient]


@pytest.mark.parametrize(
    ("fields", "may"),
    [
        ({}, True),
        ({"valid_from": NOW + DAY}, False),
        ({"valid_until": NOW + DAY}, True),
        ({"valid_until": NOW}, False),
        ({"valid_from": NOW}, True),
    ],
)
def test_grant_holds_from_its_start_until_before_its_end(parent, patient, fields, may):
    grant(parent, patient, **fields)

    assert (patient in patients_of(parent, now=NOW)) is may


def test_revoked_grant_ends_at_once_and_is_written_down_once(parent, patient):
    given = grant(parent, patient)

    revoke_representation(access=SYSTEM, grant=given, now=NOW)
    revoke_representation(access=SYSTEM, grant=given, now=NOW + DAY)

    assert list(patients_of(parent)) == [parent.patient]
    given.refresh_from_db()
    assert given.revoked_at == NOW
    assert AuditEvent.objects.filter(action="representation.revoked").count() == 1


def test_inactive_person_is_nobodys(parent, patient):
    grant(parent, patient)
    Patient.objects.filter(pk=patient.pk).update(active=False)

    assert list(patients_of(parent)) == [parent.patient]


def test_stranger_acts_for_nobody(patient):
    assert not patients_of(User.objects.create_user("stranger", is_staff=False)).exists()


def test_grant_ends_after_it_starts(parent, patient):
    with pytest.raises(IntegrityError), transaction.atomic():
        grant(parent, patient, valid_until=NOW - 2 * DAY)


def test_identifier_leads_to_the_patient_and_is_taken_once(patient):
    add_identifier(patient, system="policy", value="7700-0000-1234")

    assert patient_by_identifier("policy", "770000001234") == patient
    assert patient_by_identifier("snils", "770000001234") is None
    with pytest.raises(IdentifierTaken, match="policy"):
        register_patient(
            access=SYSTEM,
            family="Б",
            given="Б",
            birth_date=date(2000, 1, 1),
            gender="male",
            identifiers=[("policy", "7700 0000 1234")],
        )
    assert Patient.objects.count() == 1


def test_child_is_registered_with_the_parents_consent_and_acted_for_until_of_age(parent):
    text = publish_consent_text(kind="registration", language="ru", title="T", body="B", valid_from=NOW - DAY)
    access = Access(actor=parent, role="patient", purpose="patient-request", channel="web")

    child = register_child(
        access=access,
        guardian=parent,
        relationship="FTH",
        text=text,
        family="Родителев",
        given="Малыш",
        patronymic="",
        birth_date=date(2020, 2, 29),
        gender="male",
        now=NOW,
    )

    consent = child.consents.get()
    assert (consent.given_by, consent.text) == (parent.pk, text)
    assert list(patients_of(parent)) == [parent.patient, child]
    # Moscow's midnight of 1 March: 2038 has no 29 February.
    assert child.related_persons.get().valid_until == datetime(2038, 2, 28, 21, tzinfo=UTC)
    given = AuditEvent.objects.get(action="consent.given")
    assert (given.actor_role, given.on_behalf_of) == ("representative", child.pk)


def test_changed_contacts_are_found_by_the_new_address_and_written_down(patient):
    change_contacts(access=SYSTEM, patient=patient, email="New@example.org", preferred_language="en")

    assert Patient.objects.get(email_index="new@example.org").preferred_language == "en"
    assert not Patient.objects.filter(email_index="anna@example.org").exists()
    assert AuditEvent.objects.filter(action="patient.contacts-changed", patient_id=patient.pk).exists()
