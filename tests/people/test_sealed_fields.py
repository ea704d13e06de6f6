"""What the encrypted fields promise, attacked from the database, the ORM and the interpreter."""

import copy
import pickle
import threading
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.core.exceptions import FieldError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from people import data_keys
from people.access import Opened, open_fields, open_one
from people.errors import (
    EncryptedLookupRefused,
    KeyDestroyed,
    PlaintextRefused,
    UnknownKey,
    ValueAltered,
)
from people.fields import Sealed, subject_of
from people.models import DataKey, Patient, PatientIdentifier
from people.services import add_identifier, register_patient
from tests.people.conftest import SYSTEM

pytestmark = pytest.mark.django_db
NAMES = ("family", "given", "patronymic", "birth_date", "phone", "email")


def another_patient(**values):
    return register_patient(
        access=SYSTEM,
        **{"family": "Образцов", "given": "Пётр", "birth_date": date(1980, 1, 1), "gender": "male", **values},
    )


def unsaved_patient(**values):
    return Patient(
        **{"family": "Тестов", "given": "Т", "birth_date": date(2000, 1, 1), "gender": "male", **values}
    )


def raw(model, pk, column):
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {column} FROM {model._meta.db_table} WHERE id = %s",
            [pk.hex if connection.vendor == "sqlite" else pk],
        )
        return bytes(cursor.fetchone()[0])


def overwrite(model, pk, column, stored):
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {model._meta.db_table} SET {column} = %s WHERE id = %s",
            [stored, pk.hex if connection.vendor == "sqlite" else pk],
        )


# --- Reading and writing --------------------------------------------------------------------------------


def test_values_open_to_what_was_assigned(patient):
    opened = open_one(SYSTEM, Patient.objects.get(pk=patient.pk), *NAMES)

    assert tuple(opened.values.values()) == (
        "Примерова",
        "Анна",
        "",
        date(1990, 2, 3),
        "8 916 000-00-01",
        "anna@example.org",
    )


def test_column_holds_no_readable_text(patient):
    assert "Примерова".encode() not in raw(Patient, patient.pk, "family")
    assert b"1990" not in raw(Patient, patient.pk, "birth_date")


def test_attribute_shows_nothing_before_and_after_saving():
    fresh = unsaved_patient()
    fresh.save()
    loaded = Patient.objects.get(pk=fresh.pk)

    for value in (fresh.family, loaded.family):
        assert isinstance(value, Sealed)
        assert repr(value) == "<Sealed>"
        with pytest.raises(TypeError, match="open_fields"):
            str(value)
        with pytest.raises(TypeError):
            f"{value}"
        with pytest.raises(TypeError):
            bool(value)
    assert "Тестов" not in repr(fresh.__dict__)
    assert "Тестов" not in repr(open_one(SYSTEM, fresh, "family"))


def test_readable_value_is_not_pickled_and_a_stored_one_is():
    fresh = unsaved_patient()
    fresh.save()

    with pytest.raises(TypeError, match="pickled"):
        pickle.dumps(fresh)
    loaded = pickle.loads(pickle.dumps(Patient.objects.get(pk=fresh.pk)))
    assert open_one(SYSTEM, loaded, "family").family == "Тестов"


def test_values_queries_give_sealed_values(patient):
    assert [type(value) for value in Patient.objects.values_list("family", flat=True)] == [Sealed]


def test_deferred_column_is_loaded_when_opened(patient):
    loaded = Patient.objects.only("gender").get(pk=patient.pk)

    assert open_one(SYSTEM, loaded, "family").family == "Примерова"


@pytest.mark.parametrize(
    ("field", "value"),
    [("family", 5), ("birth_date", "1990-02-03"), ("birth_date", datetime(1990, 2, 3, 4, tzinfo=UTC))],
)
def test_value_of_the_wrong_type_is_refused_where_it_is_assigned(field, value):
    with pytest.raises(TypeError, match=field):
        unsaved_patient(**{field: value})


def test_saving_a_patient_looks_the_key_up_once(patient):
    loaded = Patient.objects.get(pk=patient.pk)
    loaded.family, loaded.given, loaded.email = "Новая", "Анна", ""

    with CaptureQueriesContext(connection) as queries:
        loaded.save()

    assert len([query for query in queries if "people_datakey" in query["sql"]]) == 1


def test_saving_a_loaded_row_does_not_touch_what_was_not_assigned(patient):
    before = raw(Patient, patient.pk, "family")

    Patient.objects.get(pk=patient.pk).save()

    assert raw(Patient, patient.pk, "family") == before


def test_copied_instance_opens(patient):
    assert open_one(SYSTEM, copy.deepcopy(Patient.objects.get(pk=patient.pk)), "family").family == "Примерова"


def test_value_of_a_transaction_that_was_rolled_back_is_sealed_again():
    patient = unsaved_patient()
    with transaction.atomic():
        patient.save()
        transaction.set_rollback(True)
    assert not DataKey.objects.exists()

    patient.save(force_insert=True)

    assert open_one(SYSTEM, Patient.objects.get(pk=patient.pk), "family").family == "Тестов"


# --- Bulk writes ----------------------------------------------------------------------------------------


def test_bulk_create_and_bulk_update_seal_with_one_look_up():
    patients = [unsaved_patient(family=f"Тестов{n}", phone=f"+7916000010{n}") for n in range(5)]
    with CaptureQueriesContext(connection) as queries:
        Patient.objects.bulk_create(patients)
    # Look up, insert the missing, read back.
    assert len([query for query in queries if "people_datakey" in query["sql"]]) == 3

    loaded = list(Patient.objects.order_by("pk"))
    for number, patient in enumerate(loaded):
        patient.family, patient.phone = f"Другой{number}", f"+7916000020{number}"
    with CaptureQueriesContext(connection) as queries:
        Patient.objects.bulk_update(loaded, ["family", "phone"])
    assert len([query for query in queries if "people_datakey" in query["sql"]]) == 1

    opened = open_fields(SYSTEM, Patient.objects.order_by("pk"), ["family"])
    assert [one.family for one in opened] == [f"Другой{n}" for n in range(5)]
    assert Patient.objects.get(phone_index="+79160000203") == loaded[3]
    assert not Patient.objects.filter(phone_index="+79160000103").exists()


# --- Refusals -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lookup", ["family", "family__exact", "family__icontains", "family__in", "family__lower"]
)
def test_search_in_an_encrypted_column_is_refused_with_a_hint(patient, lookup):
    with pytest.raises(EncryptedLookupRefused, match="BlindIndexField") as refused:
        Patient.objects.filter(**{lookup: ["x"] if lookup.endswith("in") else "x"})
    assert isinstance(refused.value, FieldError)


def test_whether_a_value_is_there_may_be_asked(patient):
    assert Patient.objects.filter(family__isnull=False).count() == 1


def test_update_with_text_is_refused(patient):
    with pytest.raises(PlaintextRefused, match="update"):
        Patient.objects.update(family="text")


def test_bulk_update_around_our_queryset_is_refused(patient):
    from django.db.models import QuerySet

    loaded = Patient.objects.get(pk=patient.pk)
    loaded.family = "text"

    with pytest.raises(PlaintextRefused):
        QuerySet(Patient).bulk_update([loaded], ["family"])


def test_partial_save_that_would_leave_a_stale_index_is_refused(patient):
    patient.phone = "+79160000033"

    with pytest.raises(ValueError, match="phone_index"):
        patient.save(update_fields=["phone"])


# --- Moved, altered and wrongly keyed values ------------------------------------------------------------


def test_value_moved_to_another_column_does_not_open(patient):
    overwrite(Patient, patient.pk, "given", raw(Patient, patient.pk, "family"))

    with pytest.raises(ValueAltered) as raised:
        open_one(SYSTEM, Patient.objects.get(pk=patient.pk), "given")
    assert raised.value.__notes__ == [f"people_patient.given of row {patient.pk}"]


def test_value_moved_to_another_patient_does_not_open(patient):
    other = another_patient()
    overwrite(Patient, other.pk, "family", raw(Patient, patient.pk, "family"))

    with pytest.raises(ValueAltered):
        open_one(SYSTEM, Patient.objects.get(pk=other.pk), "family")


def test_value_moved_to_another_row_of_the_same_patient_does_not_open(patient):
    first = add_identifier(patient, system="policy", value="1")
    second = add_identifier(patient, system="snils", value="2")
    overwrite(PatientIdentifier, second.pk, "value", raw(PatientIdentifier, first.pk, "value"))

    with pytest.raises(ValueAltered):
        open_one(SYSTEM, PatientIdentifier.objects.get(pk=second.pk), "value")


def test_value_moved_to_another_table_does_not_open(patient):
    identifier = add_identifier(patient, system="policy", value="1")
    overwrite(PatientIdentifier, identifier.pk, "value", raw(Patient, patient.pk, "family"))

    with pytest.raises(ValueAltered):
        open_one(SYSTEM, PatientIdentifier.objects.get(pk=identifier.pk), "value")


def test_row_given_to_another_patient_does_not_open(patient):
    identifier = add_identifier(patient, system="policy", value="1")
    PatientIdentifier.objects.update(patient=another_patient())

    with pytest.raises(ValueAltered):
        open_one(SYSTEM, PatientIdentifier.objects.get(pk=identifier.pk), "value")


def test_text_does_not_open_as_a_date(patient):
    field = Patient._meta.get_field("birth_date")
    generation = data_keys.for_writing(patient.pk).newest
    forged = data_keys.ring_seal.Cipher().seal(
        b"1990-01-01",
        key=generation.for_column(field.table_column),
        key_id=generation.key_id,
        context=field._context(patient).replace(b"date/1", b"text/1"),
    )
    overwrite(Patient, patient.pk, "birth_date", forged)

    with pytest.raises(ValueAltered):
        open_one(SYSTEM, Patient.objects.get(pk=patient.pk), "birth_date")


def test_altered_byte_does_not_open(patient):
    stored = bytearray(raw(Patient, patient.pk, "family"))
    stored[-1] ^= 1
    overwrite(Patient, patient.pk, "family", bytes(stored))

    with pytest.raises(ValueAltered):
        open_one(SYSTEM, Patient.objects.get(pk=patient.pk), "family")


def test_data_key_moved_to_another_patient_does_not_open(patient):
    other = another_patient()
    wrapped = DataKey.objects.get(subject=patient.pk).wrapped
    DataKey.objects.filter(subject=other.pk).update(wrapped=wrapped)

    with pytest.raises(ValueAltered):
        open_one(SYSTEM, Patient.objects.get(pk=other.pk), "family")


def test_wrong_master_key_does_not_open(patient, settings):
    settings.FIELD_KEK_RING = "dev:" + "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="

    with pytest.raises(ValueAltered):
        open_one(SYSTEM, Patient.objects.get(pk=patient.pk), "family")


def test_master_key_that_left_the_ring_is_named(patient, settings):
    settings.FIELD_KEK_RING = "new:" + "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="

    with pytest.raises(UnknownKey, match="'dev'"):
        open_one(SYSTEM, Patient.objects.get(pk=patient.pk), "family")


def test_missing_data_key_is_named(patient):
    DataKey.objects.all().delete()

    with pytest.raises(UnknownKey, match=str(patient.pk)):
        open_one(SYSTEM, Patient.objects.get(pk=patient.pk), "family")


def test_destroyed_key_is_told_from_a_missing_one(patient):
    data_keys_row = DataKey.objects.get(subject=patient.pk)
    DataKey.objects.filter(pk=data_keys_row.pk).update(wrapped=None, destroyed_at=data_keys_row.created_at)

    with pytest.raises(KeyDestroyed):
        open_one(SYSTEM, Patient.objects.get(pk=patient.pk), "family")
    with pytest.raises(KeyDestroyed):
        patient.save()


def test_failure_to_open_is_a_security_event(patient, caplog):
    overwrite(Patient, patient.pk, "given", raw(Patient, patient.pk, "family"))

    with pytest.raises(ValueAltered):
        open_one(SYSTEM, Patient.objects.get(pk=patient.pk), "given")

    assert [record.name for record in caplog.records] == ["people.security"]
    assert "people_patient.given" in caplog.text


# --- Blind indexes --------------------------------------------------------------------------------------


def test_row_is_found_by_any_spelling(patient):
    assert Patient.objects.get(phone_index="+7 (916) 0000001") == patient
    assert Patient.objects.get(family_index="ПРИМЕРОВА") == patient
    assert Patient.objects.get(email_index__in=["ANNA@example.org"]) == patient


@pytest.mark.parametrize("nothing", ["", "no number at all"])
def test_nothing_matches_nothing(patient, nothing):
    patient.phone = nothing
    patient.save()

    assert Patient.objects.get().phone_index is None
    assert not Patient.objects.filter(phone_index=nothing).exists()
    assert not Patient.objects.filter(phone_index__in=[nothing]).exists()


def test_equal_values_in_two_columns_have_different_fingerprints(patient):
    patient.email = "x@example.org"
    identifier = PatientIdentifier(patient=patient, system="mail", value="x@example.org")

    assert Patient._meta.get_field("email_index").fingerprint("A1") != PatientIdentifier._meta.get_field(
        "value_index"
    ).fingerprint("A1")
    assert subject_of(identifier) == patient.pk


def test_identifier_is_unique_within_its_system(patient):
    add_identifier(patient, system="policy", value="7700-0000-1234")

    with pytest.raises(IntegrityError), transaction.atomic():
        PatientIdentifier.objects.create(patient=another_patient(), system="policy", value="770000001234")
    add_identifier(another_patient(), system="snils", value="770000001234")


def test_index_follows_a_changed_value(patient):
    loaded = Patient.objects.get(pk=patient.pk)
    loaded.phone = "+79160000044"
    loaded.save()

    assert Patient.objects.get(phone_index="+79160000044") == patient
    assert not Patient.objects.filter(phone_index="+79160000001").exists()


# --- Threads --------------------------------------------------------------------------------------------


def test_threads_do_not_see_each_others_values(patient):
    """Sealing and opening keep no state on the field, which all threads share."""
    loaded = Patient.objects.get(pk=patient.pk)
    keys = data_keys.for_reading([patient.pk])[patient.pk]
    field = Patient._meta.get_field("family")
    generation = keys.newest
    failures = []

    def work(number):
        mine = Patient(pk=uuid4(), family=f"Фамилия{number}")
        for _ in range(300):
            value = field.wrap(f"Фамилия{number}")
            if field.open(value, mine, keys) != f"Фамилия{number}":
                failures.append(number)
            if field.open(loaded.family, loaded, keys) != "Примерова":
                failures.append("shared")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert generation.number == 1


@pytest.mark.django_db(transaction=True)
def test_first_values_written_at_once_share_one_key():
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("an in-memory database has one connection")
    patient = another_patient()
    DataKey.objects.all().delete()
    start = threading.Barrier(4)

    def write(number):
        start.wait()
        try:
            add_identifier(patient, system=f"system-{number}", value=str(number))
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert DataKey.objects.filter(subject=patient.pk).count() == 1
    opened = open_fields(SYSTEM, PatientIdentifier.objects.order_by("system"), ["value"])
    assert [one.value for one in opened] == ["0", "1", "2", "3"]


def test_opened_tells_only_what_was_opened(patient):
    opened = open_one(SYSTEM, patient, "family")

    assert isinstance(opened, Opened)
    with pytest.raises(AttributeError, match="given"):
        _ = opened.given
