from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import AccessEvent
from records.codes import LOINC, Precision
from records.errors import NoSuchRecord
from records.models import Observation
from records.received import (
    Code,
    Dosage,
    ExternalRef,
    Measurement,
    Moment,
    Quantity,
    ReceivedCondition,
    ReceivedDocument,
    ReceivedEncounter,
    ReceivedImmunization,
    ReceivedInvoice,
    ReceivedInvoiceLine,
    ReceivedPrescription,
)
from records.rules import Direction, Number, Verdict
from records.services import (
    bills,
    document_file,
    documents_of,
    latest_results,
    medical_history,
    prescriptions,
    report_lines,
    report_sheet,
    reports_of,
    shown_documents,
    store_records,
    trend,
)
from tests.records.conftest import NOW, SYSTEM, blood_pressure, glucose, observation, report


def store(access, *records):
    return [answer.object_id for answer in store_records(access=access, records=records, now=NOW)]


def days_ago(days):
    return Moment(NOW - timedelta(days=days))


def ref(value):
    return ExternalRef(SYSTEM, value)


def test_report_line_counts_values_and_those_out_of_range(system, patient):
    values = store(
        system,
        observation(patient, "in"),
        observation(patient, "high", measurement=glucose("9.9")),
        blood_pressure(patient),
        observation(patient, "none", measurement=glucose(None)),
    )
    store(system, report(patient, results=tuple(values), conclusion="All well"))

    [line] = report_lines(system, reports_of(patient))

    assert (line.name, line.values, line.out_of_range, line.has_conclusion) == (
        "Basic metabolic panel",
        4,
        1,
        True,
    )


def test_sheet_shows_results_in_order_with_components_under_their_whole(system, patient):
    pressure, sugar = store(system, blood_pressure(patient, comment="Left arm"), observation(patient))
    [key] = store(system, report(patient, results=(pressure, sugar), conclusion="All well"))

    sheet = report_sheet(system, patient, key)

    assert [(group.name, [reading.name for reading in group.readings]) for group in sheet.groups] == [
        ("Blood pressure", ["Systolic", "Diastolic"]),
        ("Glucose", ["Glucose"]),
    ]
    assert (sheet.conclusion, sheet.groups[0].comment) == ("All well", "Left arm")
    [reading] = sheet.groups[1].readings
    assert (reading.number, reading.unit, reading.low, reading.high, reading.verdict) == (
        Number(Decimal("5.4")),
        "mmol/L",
        Decimal("3.9"),
        Decimal("6.1"),
        Verdict.WITHIN,
    )


def test_sheet_lists_its_printed_form(system, patient):
    [key] = store(system, report(patient))
    store(system, ReceivedDocument(ref=ref("form"), patient_id=patient.pk, status="current", kind=Code(text="Sheet"),
                                   content=b"%PDF", content_type="application/pdf", report_id=key))  # fmt: skip

    assert [document.kind for document in report_sheet(system, patient, key).documents] == ["Sheet"]


def test_sheet_of_somebody_else_is_not_there(system, patient, other_patient):
    [key] = store(system, report(patient))

    with pytest.raises(NoSuchRecord):
        report_sheet(system, other_patient, key)
    assert not AccessEvent.objects.filter(object_type="records.diagnosticreport").exists()


def test_withdrawn_records_are_nowhere(system, patient):
    [value] = store(system, observation(patient, status="entered-in-error"))
    [key] = store(system, report(patient, status="entered-in-error", results=(value,)))

    assert not reports_of(patient).exists()
    assert latest_results(system, patient) == []
    with pytest.raises(NoSuchRecord):
        report_sheet(system, patient, key)
    with pytest.raises(NoSuchRecord):
        trend(system, patient, value)


def test_latest_is_the_newest_of_each_analyte_with_what_it_was_before(system, patient):
    store(
        system,
        observation(patient, "old", measurement=glucose("4.0"), effective=days_ago(60)),
        observation(patient, "new", measurement=glucose("5.0"), effective=days_ago(1)),
        observation(patient, "middle", measurement=glucose("7.0"), effective=days_ago(30)),
        blood_pressure(patient),
    )

    latest = latest_results(system, patient)

    assert [item.reading.name for item in latest] == ["Diastolic", "Glucose", "Systolic"]
    sugar = latest[1]
    assert (sugar.reading.number.value, sugar.previous.number.value, sugar.direction) == (
        5,
        7,
        Direction.DOWN,
    )


def test_latest_does_not_compare_different_units(system, patient):
    other_unit = Measurement(
        code=Code(LOINC, "2339-0", "Glucose"), quantity=Quantity(Decimal(90), "mg/dL", "mg/dL")
    )
    store(
        system,
        observation(patient, "old", measurement=other_unit, effective=days_ago(9)),
        observation(patient, "new"),
    )

    [sugar] = latest_results(system, patient)

    assert (sugar.previous.unit, sugar.direction) == ("mg/dL", None)


def test_uncoded_analytes_are_told_apart_by_name(system, patient):
    def named(name):
        return Measurement(code=Code(text=name), value_text="negative")

    store(
        system,
        observation(patient, "a", measurement=named("Test A")),
        observation(patient, "b", measurement=named("Test B")),
    )

    assert [item.reading.name for item in latest_results(system, patient)] == ["Test A", "Test B"]


def test_trend_goes_from_the_oldest_to_the_newest(system, patient, other_patient):
    keys = store(
        system,
        observation(patient, "b", measurement=glucose("5.0"), effective=days_ago(10)),
        observation(patient, "a", measurement=glucose("4.0"), effective=days_ago(20)),
        observation(patient, "undated", measurement=glucose("6.0"), effective=None),
    )
    store(system, observation(other_patient, "c"))

    found = trend(system, patient, keys[0])

    assert (found.name, found.unit) == ("Glucose", "mmol/L")
    assert [reading.number.value for reading in found.readings] == [6, 4, 5]
    with pytest.raises(NoSuchRecord):
        trend(system, other_patient, keys[0])


def test_a_day_is_a_day_whatever_the_zone(system, patient):
    store(system, observation(patient, effective=Moment(datetime(2020, 5, 1, tzinfo=UTC), Precision.DAY)))

    [latest] = latest_results(system, patient)

    assert (latest.reading.taken.at.date().isoformat(), latest.reading.taken.precision) == (
        "2020-05-01",
        "day",
    )


def test_prescription_tells_how_to_take_it(system, patient):
    dosage = Dosage(
        dose="1 tablet", frequency=2, period=Decimal(1), period_unit="d", instructions=("with food",)
    )
    store(system, ReceivedPrescription(
        ref=ref("m"), patient_id=patient.pk, status="active", intent="order", medication=Code(text="Samplecillin"),
        dosage=(dosage,), reason="Cough", practitioner_name="Dr Sample", repeats=2,
    ))  # fmt: skip

    [prescription] = prescriptions(system, patient)

    assert (prescription.medication, prescription.dosage, prescription.is_current) == (
        "Samplecillin",
        [dosage],
        True,
    )
    assert (prescription.reason, prescription.practitioner, prescription.repeats) == ("Cough", "Dr Sample", 2)


def test_history_has_diagnoses_vaccinations_and_visits(system, patient):
    store(
        system,
        ReceivedEncounter(
            ref=ref("e"),
            patient_id=patient.pk,
            status="finished",
            kind="AMB",
            title="Check-up",
            start=days_ago(3),
        ),
    )
    store(
        system,
        ReceivedCondition(
            ref=ref("c"),
            patient_id=patient.pk,
            status="active",
            code=Code("urn:icd", "J06.9", text="Cold"),
            onset_text="in spring",
        ),
    )
    store(
        system,
        ReceivedImmunization(
            ref=ref("i"), patient_id=patient.pk, status="completed", vaccine=Code(text="Influenza"), lot="A1"
        ),
    )

    [diagnosis], [vaccination], [visit] = medical_history(system, patient)

    assert (diagnosis.title, diagnosis.onset_text) == ("Cold", "in spring")
    assert (vaccination.vaccine, vaccination.lot) == ("Influenza", "A1")
    assert (visit.title, visit.kind) == ("Check-up", "AMB")


def test_bill_has_its_lines(system, patient):
    lines = (ReceivedInvoiceLine("Blood test", Decimal(500)), ReceivedInvoiceLine("Visit"))
    store(system, ReceivedInvoice(ref=ref("b"), patient_id=patient.pk, status="issued", number="17", currency="RUB",
                                  total_gross=Decimal("500.00"), lines=lines))  # fmt: skip

    [bill] = bills(system, patient)

    assert [(line.title, line.amount) for line in bill.lines] == [
        ("Blood test", Decimal("500.00")),
        ("Visit", None),
    ]
    assert (bill.number, bill.total) == ("17", Decimal("500.00"))


def test_document_is_taken_out_on_record(system, patient, other_patient):
    [key] = store(system, ReceivedDocument(
        ref=ref("d"), patient_id=patient.pk, status="current", kind=Code(text="Letter"), title="Discharge", content=b"text",
        content_type="text/plain; charset=utf-8",
    ))  # fmt: skip

    file = document_file(system, patient, key)

    assert (file.name, file.content) == ("Discharge.txt", b"text")
    assert set(
        AccessEvent.objects.filter(object_type__startswith="records.document").values_list(
            "action", flat=True
        )
    ) == {"export"}
    assert [document.title for document in shown_documents(system, documents_of(patient))] == ["Discharge"]
    with pytest.raises(NoSuchRecord):
        document_file(system, other_patient, key)


@pytest.mark.parametrize(
    "read",
    [
        lambda access, patient: report_lines(access, reports_of(patient)),
        lambda access, patient: report_sheet(access, patient, reports_of(patient).first().pk),
        latest_results,
        lambda access, patient: trend(access, patient, Observation.objects.filter(code="2339-0").first().pk),
        prescriptions,
        medical_history,
        bills,
        lambda access, patient: shown_documents(access, documents_of(patient)),
    ],
    ids=["reports", "sheet", "latest", "trend", "prescriptions", "history", "bills", "documents"],
)
def test_queries_do_not_grow_with_rows(system, patient, read):
    def fill(number):
        name = str(number)
        visits = store(
            system,
            ReceivedEncounter(ref=ref("e" + name), patient_id=patient.pk, status="finished", kind="AMB"),
        )
        about = {"patient_id": patient.pk, "encounter_id": visits[0]}
        values = store(
            system, *(observation(patient, f"o{name}-{i}", encounter_id=visits[0]) for i in range(3))
        )
        values += store(system, blood_pressure(patient, "bp" + name))
        store(system, report(patient, "r" + name, results=tuple(values), encounter_id=visits[0]))
        store(
            system,
            ReceivedPrescription(
                ref=ref("m" + name), status="active", intent="order", medication=Code(text="X"), **about
            ),
        )
        store(system, ReceivedCondition(ref=ref("c" + name), status="active", code=Code(text="X"), **about))
        store(system, ReceivedDocument(ref=ref("d" + name), status="current", kind=Code(text="X"), **about))
        store(
            system,
            ReceivedInvoice(
                ref=ref("b" + name), patient_id=patient.pk, status="issued", lines=(ReceivedInvoiceLine("X"),)
            ),
        )

    def count():
        with CaptureQueriesContext(connection) as queries:
            read(system, patient)
        return len(queries)

    fill(1)
    with_one = count()
    fill(2)
    fill(3)

    assert count() == with_one
    assert with_one <= 7  # one of them finds the sheet to ask for
