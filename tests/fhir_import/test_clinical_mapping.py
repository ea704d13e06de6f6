import base64
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from integrations.fhir_import import clinical_mapping as mapping
from integrations.fhir_import.errors import Refused
from records.codes import Precision
from records.received import Code, Dosage, Moment
from tests.fhir_import.mapping import context_of, key_of
from tests.fhir_import.resources import (
    CONDITION,
    DOCUMENT,
    ENCOUNTER,
    IMMUNIZATION,
    INVOICE,
    PRESCRIPTION,
    REPORT,
    changed,
)


def refusal(function, resource, **changes):
    with pytest.raises(Refused) as caught:
        function(context_of(changed(resource, **changes)))
    return str(caught.value)


def test_encounter_tells_when_where_and_with_whom():
    record = mapping.encounter(context_of(ENCOUNTER))

    assert (record.status, record.kind, record.title) == ("finished", "AMB", "Check-up")
    assert record.start == Moment(datetime(2020, 5, 1, 7, 0, tzinfo=UTC))
    assert (record.practitioner_id, record.location_id) == (
        key_of("Practitioner/d1"),
        key_of("Organization/o1"),
    )


def test_report_lists_its_results_and_findings():
    record = mapping.diagnostic_report(context_of(changed(REPORT, conclusionCode=[{"text": "At risk"}])))

    assert record.effective == Moment(datetime(2020, 5, 1, tzinfo=UTC), Precision.DAY)
    assert record.result_ids == (key_of("Observation/r1"),)
    assert record.conclusion == "Within the norm\nAt risk"


def test_result_that_is_nowhere_is_remarked():
    context = context_of(changed(REPORT, result=[{"reference": "urn:uuid:gone"}]))

    assert mapping.diagnostic_report(context).result_ids == ()
    assert context.remarks == [
        "DiagnosticReport.result[0] urn:uuid:gone is neither in the files nor in the portal, left out"
    ]


def test_dosage_is_kept_in_parts():
    [dosage] = mapping.medication_request(context_of(PRESCRIPTION)).dosage

    assert dosage == Dosage(dose="1 tablet", frequency=2, period=Decimal(1), period_unit="d")


@pytest.mark.parametrize(
    ("medication", "label"),
    [
        ({"medicationCodeableConcept": {"coding": [{"code": "1", "display": "Samplecillin"}]}}, "Samplecillin"),
        ({"medicationReference": {"reference": "#m"}, "contained": [
            {"resourceType": "Medication", "id": "m", "code": {"text": "Contained"}}]}, "Contained"),
        ({"medicationReference": {"reference": "Medication/7"}}, "Elsewhere"),
        ({"medicationReference": {"display": "Named only"}}, "Named only"),
    ],
)  # fmt: skip
def test_medicine_is_found_however_it_is_named(medication, label):
    resource = changed(PRESCRIPTION, medicationCodeableConcept=None) | medication
    known = {"Medication/7": {"resourceType": "Medication", "code": {"text": "Elsewhere"}}}

    assert mapping.medication_request(context_of(resource, known)).medication.label == label


def test_reason_of_a_prescription_may_be_a_condition_of_the_file():
    resource = changed(
        PRESCRIPTION, reasonReference=[{"reference": "Condition/c1"}], reasonCode=[{"text": "Fever"}]
    )

    assert (
        mapping.medication_request(context_of(resource, {"Condition/c1": CONDITION})).reason
        == "Fever; Common cold"
    )


def test_withdrawn_condition_is_withdrawn():
    resource = changed(
        CONDITION, verificationStatus={"coding": [{"code": "entered-in-error"}]}, clinicalStatus=None
    )

    assert mapping.condition(context_of(resource)).status == "entered-in-error"


@pytest.mark.parametrize(
    ("onset", "moment", "text"),
    [
        ({"onsetDateTime": "2019"}, Moment(datetime(2019, 1, 1, tzinfo=UTC), Precision.YEAR), ""),
        (
            {"onsetPeriod": {"start": "2019-02"}},
            Moment(datetime(2019, 2, 1, tzinfo=UTC), Precision.MONTH),
            "",
        ),
        ({"onsetAge": {"value": 40, "unit": "years"}}, None, "40 years"),
        (
            {"onsetRange": {"low": {"value": 3, "unit": "a"}, "high": {"value": 5, "unit": "a"}}},
            None,
            "3 a – 5 a",
        ),
        ({"onsetString": "in childhood"}, None, "in childhood"),
    ],
)
def test_beginning_of_a_condition_in_every_form(onset, moment, text):
    record = mapping.condition(context_of(changed(CONDITION, onsetDateTime=None) | onset))

    assert (record.onset, record.onset_text) == (moment, text)


def test_document_comes_with_its_bytes():
    [record] = mapping.document_reference(context_of(DOCUMENT))

    assert (record.content, record.content_type, record.title) == (
        "Всё хорошо".encode(),
        "text/plain",
        "Letter",
    )


def test_each_further_attachment_is_a_document_of_its_own():
    second = {"attachment": {"contentType": "application/pdf", "url": "https://files.example/1.pdf"}}

    records = mapping.document_reference(
        context_of(changed(DOCUMENT, content=[*DOCUMENT["content"], second]))
    )

    assert [(record.ref.value, record.url) for record in records] == [
        ("DocumentReference/1", ""),
        ("DocumentReference/1#content[1]", "https://files.example/1.pdf"),
    ]


def test_printed_form_of_a_report_is_a_document():
    attachment = {"contentType": "text/plain", "data": base64.b64encode(b"sheet").decode()}
    context = context_of(changed(REPORT, presentedForm=[attachment]))
    report = mapping.diagnostic_report(context)

    [document] = mapping.presented_forms(context, report, key_of("report"))

    assert (document.content, document.report_id, document.kind) == (
        b"sheet",
        key_of("report"),
        Code(text="Blood chemistry"),
    )


def test_invoice_line_with_a_discount_has_words_but_no_amount():
    [line] = INVOICE["lineItem"]
    discounted = changed(
        line, priceComponent=[*line["priceComponent"], {"type": "discount", "amount": {"value": 5}}]
    )

    record = mapping.invoice(context_of(changed(INVOICE, lineItem=[line, discounted])))

    assert [(item.title, item.amount) for item in record.lines] == [
        ("Blood test", Decimal(500)),
        ("Blood test", None),
    ]
    assert (record.number, record.total_gross, record.currency) == ("17", Decimal("500.00"), "RUB")


@pytest.mark.parametrize(
    ("function", "resource", "changes", "complaint"),
    [
        (mapping.encounter, ENCOUNTER, {"status": "done"}, 'Encounter.status "done" is not one of planned'),
        (mapping.encounter, ENCOUNTER, {"class": None}, "Encounter.class is missing"),
        (mapping.encounter, ENCOUNTER, {"subject": None}, "Encounter.subject is missing"),
        (mapping.encounter, ENCOUNTER, {"subject": {"reference": "Group/1"}}, "Encounter.subject is a Group, not a Patient"),
        (mapping.encounter, ENCOUNTER, {"subject": {"reference": "urn:uuid:x"}}, "Encounter.subject urn:uuid:x is neither"),
        (mapping.encounter, ENCOUNTER, {"period": {"start": "2020-05-02", "end": "2020-05-01"}}, "Encounter.period ends before"),
        (mapping.diagnostic_report, REPORT, {"code": None}, "DiagnosticReport.code is missing"),
        (mapping.diagnostic_report, REPORT, {"code": {"coding": []}}, "DiagnosticReport.code has neither a code nor a text"),
        (mapping.diagnostic_report, REPORT, {"effectivePeriod": {}}, "DiagnosticReport has both effectiveDateTime and effectivePeriod"),
        (mapping.medication_request, PRESCRIPTION, {"intent": None}, "MedicationRequest.intent is missing"),
        (mapping.medication_request, PRESCRIPTION, {"medicationCodeableConcept": None}, "MedicationRequest has neither"),
        (mapping.medication_request, PRESCRIPTION, {"dispenseRequest": {"numberOfRepeatsAllowed": -1}}, "MedicationRequest.dispenseRequest.numberOfRepeatsAllowed is no"),
        (mapping.medication_request, PRESCRIPTION, {"dosageInstruction": [{"timing": {"repeat": {"periodUnit": "day"}}}]}, 'MedicationRequest.dosageInstruction[0].timing.repeat.periodUnit "day"'),
        (mapping.condition, CONDITION, {"clinicalStatus": {"coding": [{"code": "ill"}]}}, 'Condition.clinicalStatus "ill" is not one of'),
        (mapping.condition, CONDITION, {"onsetDateTime": None, "onsetBoolean": True}, "Condition onsetBoolean is not FHIR R4"),
        (mapping.immunization, IMMUNIZATION, {"occurrenceDateTime": None}, "Immunization has neither occurrenceDateTime"),
        (mapping.immunization, IMMUNIZATION, {"patient": {"display": "Somebody"}}, "Immunization.patient Somebody is neither"),
        (mapping.document_reference, DOCUMENT, {"content": None}, "DocumentReference.content is missing"),
        (mapping.document_reference, DOCUMENT, {"content": [{"attachment": {"data": "!"}}]}, "DocumentReference.content[0].attachment.data is not base64"),
        (mapping.document_reference, DOCUMENT, {"content": [{"attachment": {"data": "é"}}]}, "DocumentReference.content[0].attachment.data is not base64"),
        (mapping.document_reference, DOCUMENT, {"content": [{"attachment": {"data": "AAAA", "hash": "AAAA"}}]}, "DocumentReference.content[0].attachment.hash does not match"),
        (mapping.invoice, INVOICE, {"totalGross": {"value": 1, "currency": "roubles"}}, 'Invoice.totalGross.currency "roubles" is no ISO 4217'),
        (mapping.invoice, INVOICE, {"totalGross": {"value": 10**13}}, "Invoice.totalGross.value is no plausible amount"),
    ],
)  # fmt: skip
def test_refusal_names_the_path_and_the_reason(function, resource, changes, complaint):
    assert refusal(function, resource, **changes).startswith(complaint)
