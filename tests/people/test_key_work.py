"""The key ceremony: rotation, re-encryption, renewal, destruction."""

import base64
from datetime import date
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from people import erasure, key_work
from people.access import open_fields, open_one
from people.cipher import Cipher
from people.errors import KeyDestroyed
from people.models import AccessEvent, AuditEvent, DataKey, Patient, PatientIdentifier, User
from people.services import add_identifier, grant_representation, patients_of, register_patient
from tests.people.conftest import SYSTEM

pytestmark = pytest.mark.django_db
OLD = "old:" + base64.b64encode(bytes(range(32))).decode()
NEW = "new:" + base64.b64encode(bytes(range(32, 64))).decode()


def keys(*arguments):
    out = StringIO()
    call_command("keys", *arguments, stdout=out)
    return out.getvalue()


def family(patient):
    return open_one(SYSTEM, Patient.objects.get(pk=patient.pk), "family").family


def test_generated_key_is_thirty_two_random_bytes():
    assert len(base64.b64decode(keys("generate"))) == 32
    assert keys("generate") != keys("generate")


def test_rotation_moves_every_data_key_and_the_old_master_key_can_go(settings):
    settings.FIELD_KEK_RING = OLD
    patients = [
        register_patient(
            access=SYSTEM, family=f"Тестов{n}", given="Т", birth_date=date(2000, 1, 1), gender="male"
        )
        for n in range(3)
    ]
    settings.FIELD_KEK_RING = f"{NEW},{OLD}"
    assert "master key old: 3 data keys" in keys("status")

    assert keys("rotate-kek") == "3 data keys moved.\n"
    assert keys("rotate-kek") == "0 data keys moved.\n"

    settings.FIELD_KEK_RING = NEW
    assert [family(patient) for patient in patients] == ["Тестов0", "Тестов1", "Тестов2"]
    assert "master key new (primary): 3 data keys" in keys("status")
    assert AuditEvent.objects.filter(action="keys.rotated").count() == 2


def test_status_counts_values_per_key(patient):
    assert "people.Patient: 6 values under cipher 1, key 1" in keys("status")


def test_renewal_moves_all_values_of_the_person_and_destroys_the_old_key(patient):
    add_identifier(patient, system="policy", value="7700")
    before = bytes(DataKey.objects.get(subject=patient.pk).wrapped)

    assert keys("renew", "--patient", str(patient.pk)) == "2 rows moved.\n"

    old, new = DataKey.objects.filter(subject=patient.pk).order_by("generation")
    assert (old.wrapped, old.destroyed_at is not None, bytes(new.wrapped) != before) == (None, True, True)
    assert family(patient) == "Примерова"
    assert Patient.objects.get(phone_index="+79160000001") == patient
    assert PatientIdentifier.objects.get(value_index="7700")
    assert AccessEvent.objects.filter(action="key-operation", patient_id=patient.pk).count() == 2


def test_reencryption_moves_what_is_behind_and_nothing_twice(patient, monkeypatch):
    monkeypatch.setattr(Cipher, "VERSION", 2)
    monkeypatch.setattr(Cipher, "_ALGORITHMS", {1: Cipher._ALGORITHMS[1], 2: Cipher._ALGORITHMS[1]})

    assert keys("reencrypt", "--model", "people.Patient") == "1 rows moved.\n"
    assert keys("reencrypt", "--model", "people.Patient") == "0 rows moved.\n"

    assert Patient.objects.get().family.stored[0] == 2
    assert family(patient) == "Примерова"


def test_reencryption_walks_over_more_than_one_batch(monkeypatch):
    monkeypatch.setattr(key_work, "_BATCH", 2)
    Patient.objects.bulk_create(
        [
            Patient(family=f"Тестов{n}", given="Т", birth_date=date(2000, 1, 1), gender="male")
            for n in range(5)
        ]
    )
    monkeypatch.setattr(Cipher, "VERSION", 2)
    monkeypatch.setattr(Cipher, "_ALGORITHMS", {1: Cipher._ALGORITHMS[1], 2: Cipher._ALGORITHMS[1]})

    assert key_work.reencrypt(SYSTEM, Patient) == 5
    assert key_work.rotate_kek(SYSTEM) == 0


def test_shredded_patient_cannot_be_read_found_or_written(patient, client):
    user = User.objects.create_for_phone("+79160000001", verified_at=timezone.now(), preferred_language="ru")
    Patient.objects.update(user=user)
    patient = Patient.objects.get()
    client.force_login(user)
    identifier = add_identifier(patient, system="policy", value="7700")
    relative = User.objects.create_user("relative", is_staff=False)
    grant_representation(
        access=SYSTEM, patient=patient, user=relative, relationship="FTH", valid_from=timezone.now()
    )

    output = keys("shred", "--patient", str(patient.pk), "--yes")

    assert output.splitlines() == [
        "people.patient: 1 rows unreadable",
        "people.patientidentifier: 1 rows unreadable",
        "people.user: 1 rows unreadable",
    ]
    for record, field in (
        (Patient.objects.get(), "family"),
        (User.objects.get(pk=user.pk), "phone"),
        (PatientIdentifier.objects.get(pk=identifier.pk), "value"),
    ):
        with pytest.raises(KeyDestroyed):
            open_fields(SYSTEM, [record], [field])
    assert not Patient.objects.filter(phone_index="+79160000001").exists()
    assert not User.objects.filter(phone_index="+79160000001").exists()
    assert not PatientIdentifier.objects.filter(value_index="7700").exists()
    assert not patients_of(relative).exists()
    assert client.get("/account/sessions/").status_code == 302
    extract = AuditEvent.objects.get(action="patient.shredded")
    assert extract.detail == {
        "unreadable": {"people.patient": 1, "people.patientidentifier": 1, "people.user": 1}
    }
    with pytest.raises(KeyDestroyed):
        add_identifier(patient, system="snils", value="1")


def test_shredded_number_can_open_a_new_account(patient):
    user = User.objects.create_for_phone("+79160000001", verified_at=timezone.now(), preferred_language="ru")
    Patient.objects.update(user=user)

    erasure.shred(SYSTEM, Patient.objects.get())

    assert User.objects.create_for_phone("+79160000001", verified_at=timezone.now(), preferred_language="ru")


def test_neighbours_of_a_shredded_patient_stay_readable(patient):
    other = register_patient(
        access=SYSTEM, family="Сосед", given="С", birth_date=date(2000, 1, 1), gender="male"
    )

    erasure.shred(SYSTEM, patient)

    assert family(other) == "Сосед"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["shred", "--patient", str(uuid4()), "--yes"], "No patient"),
        (["renew", "--patient", str(uuid4())], "No patient"),
        (["reencrypt", "--model", "people.Nothing"], "no model 'people.Nothing'"),
        (["reencrypt", "--model", "nothing"], "app_label.ModelName"),
        (["reencrypt", "--model", "people.ConsentText"], "no encrypted fields"),
        (["shred", "--patient", "7"], "invalid UUID"),
    ],
)
def test_command_names_what_is_wrong(arguments, complaint):
    with pytest.raises(CommandError, match=complaint):
        keys(*arguments)


def test_destruction_asks_for_the_id(patient, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda prompt: "yes")

    with pytest.raises(CommandError, match="Nothing was destroyed"):
        keys("shred", "--patient", str(patient.pk))

    assert family(patient) == "Примерова"
