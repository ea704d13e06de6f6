"""Whoever opens values is written down first."""

from datetime import date

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from people.access import Access, open_fields, open_one, open_together, record_access
from people.errors import AccessNotRecorded
from people.models import AccessEvent, Patient, PatientIdentifier, User
from people.services import accesses_to, add_identifier, register_patient
from tests.people.conftest import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def doctor_access(doctor):
    return Access(
        actor=doctor,
        role="practitioner",
        purpose="treatment",
        channel="staff",
        request_id="r-1",
        ip="203.0.113.7",
    )


def make_patients(count):
    return [
        register_patient(
            access=SYSTEM, family=f"Тестов{n}", given="Т", birth_date=date(2000, 1, 1), gender="male"
        )
        for n in range(count)
    ]


def test_opening_writes_who_what_and_why_but_no_value(patient, doctor, doctor_access):
    open_one(doctor_access, patient, "family", "phone")

    (event,) = AccessEvent.objects.values()
    assert (event["actor_id"], event["actor_role"], event["purpose"], event["channel"]) == (
        doctor.pk,
        "practitioner",
        "treatment",
        "staff",
    )
    assert (event["patient_id"], event["object_type"], event["object_ids"]) == (
        patient.pk,
        "people.patient",
        [str(patient.pk)],
    )
    assert (event["fields"], event["ip"], event["request_id"]) == (["family", "phone"], "203.0.113.7", "r-1")
    assert "Примерова" not in repr(event)


def test_list_writes_one_event_per_patient(patient, doctor_access):
    identifiers = [add_identifier(patient, system=f"s{n}", value=str(n)) for n in range(3)]

    open_fields(doctor_access, identifiers, ["value"])
    open_fields(doctor_access, make_patients(4), ["family"])

    assert AccessEvent.objects.count() == 1 + 4
    assert len(AccessEvent.objects.get(object_type="people.patientidentifier").object_ids) == 3


@pytest.mark.parametrize("count", [1, 3])
def test_opening_a_list_costs_the_same_queries_however_long(count, doctor_access):
    patients = make_patients(count)

    with CaptureQueriesContext(connection) as queries:
        open_fields(doctor_access, patients, ["family", "given"])

    # One insert of events, one look-up of keys.
    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) == 2


def test_nothing_is_opened_when_the_event_cannot_be_written(patient, doctor_access):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE people_accessevent RENAME TO people_accessevent_away")

    with pytest.raises(AccessNotRecorded):
        open_one(doctor_access, patient, "family")


def test_refused_look_is_recorded(patient, doctor_access):
    record_access(doctor_access, [patient], [], action="denied")

    assert AccessEvent.objects.get().action == "denied"


def test_open_value_is_not_asked_for(patient, doctor_access):
    with pytest.raises(TypeError, match="gender is not encrypted"):
        open_one(doctor_access, patient, "gender")
    assert not AccessEvent.objects.exists()


def test_empty_list_opens_to_nothing_and_writes_nothing(doctor_access):
    assert open_fields(doctor_access, PatientIdentifier.objects.all(), ["value"]) == []
    assert not AccessEvent.objects.exists()


def test_access_of_a_request_knows_actor_role_and_address(patient):
    user = User.objects.create_user("patient", is_staff=False)
    request = RequestFactory().get("/", headers={"X-Request-ID": "r-9"}, REMOTE_ADDR="198.51.100.2")
    request.user = user

    access = Access.of_request(request, purpose="patient-request")

    assert (access.actor, access.role, access.channel, access.request_id, access.ip) == (
        user,
        "patient",
        "web",
        "r-9",
        "198.51.100.2",
    )
    own = register_patient(
        access=access, user=user, family="Т", given="Т", birth_date=date(2000, 1, 1), gender="male"
    )
    assert access.for_patient(own) is access
    assert (access.for_patient(patient).role, access.for_patient(patient).on_behalf_of) == (
        "representative",
        patient.pk,
    )


def test_patient_sees_who_looked_at_their_card(patient, doctor_access):
    open_one(doctor_access, patient, "family")
    open_one(Access.system("notifications", purpose="notification"), patient, "phone")
    open_one(doctor_access, make_patients(1)[0], "family")

    (seen,) = accesses_to(patient)

    assert (seen.actor_role, seen.purpose) == ("practitioner", "treatment")


def test_unusable_address_does_not_stop_the_event(patient, doctor):
    open_one(
        Access(actor=doctor, role="staff", purpose="treatment", channel="staff", ip="unknown"),
        patient,
        "family",
    )

    assert AccessEvent.objects.get().ip is None


def test_trail_stays_when_the_actor_goes(patient, doctor_access, doctor):
    open_one(doctor_access, patient, "family")
    actor_id = doctor.pk
    doctor.delete()

    assert AccessEvent.objects.get().actor_id == actor_id
    assert Patient.objects.filter(pk=patient.pk).exists()


def test_records_of_several_models_open_in_two_queries(patient, doctor_access):
    identifiers = [add_identifier(patient, system=f"s{n}", value=str(n)) for n in range(3)]

    with CaptureQueriesContext(connection) as queries:
        (person,), numbers, nobody = open_together(
            doctor_access, ([patient], ["family"]), (identifiers, ["value"]), ([], ["value"])
        )

    assert (person.family, [one.value for one in numbers], nobody) == ("Примерова", ["0", "1", "2"], [])
    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) == 2
    assert AccessEvent.objects.count() == 2
