from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.access import open_fields, open_one
from people.models import AccessEvent, AuditEvent
from records.models import DiagnosticReport, DocumentReference, ExternalRecord, Observation, PreviousVersion
from records.received import Code, ExternalRef, ReceivedDocument
from records.services import Result, store_records
from tests.records.conftest import NOW, SYSTEM, blood_pressure, glucose, observation, report


def store(access, *records):
    return store_records(access=access, records=records, now=NOW)


def results(answers):
    return [answer.result for answer in answers]


def test_record_is_stored_with_its_value_sealed(system, patient):
    [answer] = store(system, observation(patient, comment="After a meal"))

    row = Observation.objects.get()
    assert answer.object_id == row.pk
    assert (row.code, row.unit_code, row.reference_low, row.reference_high) == (
        "2339-0",
        "mmol/L",
        "3.9",
        "6.1",
    )
    opened = open_one(system, row, "value", "comment", "interpretation")
    assert (opened.value, opened.comment, opened.interpretation) == ("5.4", "After a meal", None)


def test_record_received_again_touches_no_row(system, patient):
    first = store(system, observation(patient), blood_pressure(patient))
    before = contents()

    again = store(system, observation(patient), blood_pressure(patient))

    assert results(again) == [Result.UNCHANGED, Result.UNCHANGED]
    assert [answer.object_id for answer in again] == [answer.object_id for answer in first]
    assert contents() == before


def contents():
    """Every column of every row, ciphertexts included."""
    return [
        (model.__name__, row.pk, {field.attname: stored(row, field) for field in model._meta.concrete_fields})
        for model in (Observation, DiagnosticReport, ExternalRecord, PreviousVersion, AuditEvent, AccessEvent)
        for row in model.objects.order_by("pk")
    ]


def stored(row, field):
    value = getattr(row, field.attname)
    return (
        bytes(getattr(value, "stored", value))
        if isinstance(value, memoryview) or hasattr(value, "stored")
        else value
    )


def test_changed_record_keeps_its_earlier_version(system, patient):
    [first] = store(system, observation(patient))

    [second] = store(system, observation(patient, measurement=glucose("7.7"), status="corrected"))

    assert (second.result, second.object_id) == (Result.CHANGED, first.object_id)
    row = Observation.objects.get()
    assert (row.status, open_one(system, row, "value").value) == ("corrected", "7.7")
    version = open_one(system, PreviousVersion.objects.get(), "content")
    assert (version.record.object_id, version.content["value"], version.content["status"]) == (
        row.pk,
        "5.4",
        "final",
    )


def test_changed_record_with_an_older_stamp_is_left_out(system, patient):
    stamped = observation(patient, source_updated_at=NOW)
    store(system, stamped)

    older = replace(stamped, source_updated_at=NOW - timedelta(days=1), status="preliminary")
    answers = store(system, older)

    assert results(answers) == [Result.OLDER]
    assert Observation.objects.get().status == "final"


def test_name_of_another_patients_record_is_a_conflict(system, patient, other_patient):
    store(system, observation(patient))

    answers = store(system, observation(other_patient))

    assert results(answers) == [Result.CONFLICT]
    assert list(Observation.objects.values_list("patient", flat=True)) == [patient.pk]


def test_components_are_measurements_of_their_own(system, patient):
    store(system, blood_pressure(patient))

    whole = Observation.objects.whole().get()
    parts = open_fields(system, whole.components.order_by("position"), ["value"])
    assert [(part.record.code, part.value) for part in parts] == [("8480-6", "121"), ("8462-4", "79")]
    assert open_one(system, whole, "value").value is None


def test_components_of_a_changed_record_are_replaced(system, patient):
    store(system, blood_pressure(patient))

    store(system, blood_pressure(patient, systolic="135"))

    standing = Observation.objects.standing().exclude(component_of=None).order_by("position")
    assert [part.value for part in open_fields(system, standing, ["value"])] == ["135", "79"]
    assert Observation.objects.filter(status="entered-in-error").count() == 2


def test_report_lists_its_results_in_order(system, patient):
    first, second = (
        answer.object_id for answer in store(system, observation(patient, "a"), observation(patient, "b"))
    )

    store(system, report(patient, results=(second, first)))

    sheet = DiagnosticReport.objects.get()
    assert [row.observation_id for row in sheet.result_rows.all()] == [second, first]


def test_report_that_gains_a_result_is_changed(system, patient):
    first, second = (
        answer.object_id for answer in store(system, observation(patient, "a"), observation(patient, "b"))
    )
    store(system, report(patient, results=(first,)))

    answers = store(system, report(patient, results=(first, second)))

    assert results(answers) == [Result.CHANGED]
    assert [row.observation_id for row in DiagnosticReport.objects.get().result_rows.all()] == [first, second]


def test_document_keeps_its_bytes_apart(system, patient):
    document = ReceivedDocument(
        ref=ExternalRef(SYSTEM, "d"),
        patient_id=patient.pk,
        status="current",
        kind=Code(text="Letter"),
        content=b"\x00\xff",
        content_type="application/octet-stream",
    )

    store(system, document)
    store(system, replace(document, content=b"new"))

    row = DocumentReference.objects.get()
    assert (row.size, open_one(system, row.stored, "content").content) == (3, b"new")
    assert open_one(system, PreviousVersion.objects.get(), "content").content["content"] == "AP8="


def test_one_audit_event_per_changed_patient(system, patient, other_patient):
    store(system, observation(patient, "a"), observation(patient, "b"), observation(other_patient, "c"))
    store(system, observation(patient, "a"))

    events = AuditEvent.objects.filter(action="records.received")
    assert {(event.patient_id, event.detail["created"]) for event in events} == {
        (patient.pk, 2),
        (other_patient.pk, 1),
    }


def test_same_name_twice_in_one_call_is_refused(system, patient):
    with pytest.raises(ValueError, match="same record twice"):
        store(system, observation(patient), observation(patient, status="preliminary"))

    assert not Observation.objects.exists()


def test_fingerprint_does_not_depend_on_the_stamp(system, patient):
    store(system, observation(patient, source_updated_at=NOW))

    answers = store(system, observation(patient, source_updated_at=NOW + timedelta(days=1)))

    assert results(answers) == [Result.UNCHANGED]


def test_twenty_records_take_as_many_queries_as_three(system, patient):
    store(system, observation(patient, "first"))

    def count(first, last):
        with CaptureQueriesContext(connection) as queries:
            store(system, *(observation(patient, str(number)) for number in range(first, last)))
        return len(queries)

    assert count(0, 3) == count(3, 23)
