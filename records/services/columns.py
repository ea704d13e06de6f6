"""From a received record to the columns of its model. Empty text becomes NULL in sealed columns: nothing to
seal.
"""

from decimal import Decimal
from functools import singledispatch
from typing import Any

from django.db import models

from records import models as records
from records.codes import Interpretation
from records.received import (
    Code,
    Measurement,
    Moment,
    ReceivedCondition,
    ReceivedDocument,
    ReceivedEncounter,
    ReceivedImmunization,
    ReceivedInvoice,
    ReceivedObservation,
    ReceivedPrescription,
    ReceivedRecord,
    ReceivedReport,
    as_json,
)

MODELS: dict[type[ReceivedRecord], type[models.Model]] = {
    ReceivedEncounter: records.Encounter,
    ReceivedObservation: records.Observation,
    ReceivedReport: records.DiagnosticReport,
    ReceivedPrescription: records.MedicationRequest,
    ReceivedCondition: records.Condition,
    ReceivedImmunization: records.Immunization,
    ReceivedDocument: records.DocumentReference,
    ReceivedInvoice: records.Invoice,
}


@singledispatch
def columns(record: ReceivedRecord) -> dict[str, Any]:
    """Column name → plain value, without the keys of the row and its patient."""
    raise TypeError(f"{type(record).__name__} has no model")


@columns.register
def _(record: ReceivedEncounter) -> dict[str, Any]:
    return {
        "status": record.status,
        "kind": record.kind,
        "title": record.title or None,
        "reason": record.reason or None,
        **moment("start", record.start),
        **moment("end", record.end),
        "practitioner_id": record.practitioner_id,
        "practitioner_name": record.practitioner_name,
        "location_id": record.location_id,
        "location_name": record.location_name,
    }


@columns.register
def _(record: ReceivedObservation) -> dict[str, Any]:
    return {
        **shared_by_parts(record),
        **measurement(record.measurement),
        "position": 0,
        "comment": record.comment or None,
    }


@columns.register
def _(record: ReceivedReport) -> dict[str, Any]:
    return {
        "status": record.status,
        "encounter_id": record.encounter_id,
        "category": record.category,
        **coded(record.code),
        "conclusion": record.conclusion or None,
        **moment("effective", record.effective),
        **moment("effective_end", record.effective_end),
        "issued": record.issued,
        "performer_id": record.performer_id,
        "performer_name": record.performer_name,
    }


@columns.register
def _(record: ReceivedPrescription) -> dict[str, Any]:
    return {
        "status": record.status,
        "encounter_id": record.encounter_id,
        "intent": record.intent,
        "medication": record.medication.label,
        "medication_code": system_and_code(record.medication),
        "dosage": [as_json(dosage) for dosage in record.dosage] or None,
        "reason": record.reason or None,
        "note": record.note or None,
        "quantity": record.quantity or None,
        "repeats": record.repeats,
        **moment("authored", record.authored),
        **moment("valid_from", record.valid_from),
        **moment("valid_until", record.valid_until),
        "practitioner_id": record.practitioner_id,
        "practitioner_name": record.practitioner_name,
    }


@columns.register
def _(record: ReceivedCondition) -> dict[str, Any]:
    return {
        "status": record.status,
        "encounter_id": record.encounter_id,
        "verification": record.verification,
        "title": record.code.label,
        "code": system_and_code(record.code),
        "note": record.note or None,
        **moment("onset", record.onset),
        "onset_text": record.onset_text or None,
        **moment("abated", record.abated),
        "abated_text": record.abated_text or None,
        **moment("recorded", record.recorded),
    }


@columns.register
def _(record: ReceivedImmunization) -> dict[str, Any]:
    return {
        "status": record.status,
        "encounter_id": record.encounter_id,
        "vaccine": record.vaccine.label,
        "vaccine_code": system_and_code(record.vaccine),
        **moment("occurred", record.occurred),
        "occurred_text": record.occurred_text or None,
        "lot": record.lot or None,
        "dose": record.dose or None,
        "performer_name": record.performer_name,
    }


@columns.register
def _(record: ReceivedDocument) -> dict[str, Any]:
    return {
        "status": record.status,
        "encounter_id": record.encounter_id,
        "report_id": record.report_id,
        **coded(record.kind),
        "title": record.title or None,
        "description": record.description or None,
        **moment("date", record.date),
        "author_name": record.author_name,
        "content_type": record.content_type,
        "size": None if record.content is None else len(record.content),
        "url": record.url or None,
    }


@columns.register
def _(record: ReceivedInvoice) -> dict[str, Any]:
    return {
        "status": record.status,
        "number": record.number,
        **moment("issued", record.issued),
        "currency": record.currency,
        "total_net": record.total_net,
        "total_gross": record.total_gross,
    }


def shared_by_parts(record: ReceivedObservation) -> dict[str, Any]:
    """What a component takes over from its Observation."""
    return {
        "status": record.status,
        "encounter_id": record.encounter_id,
        "category": record.category,
        **moment("effective", record.effective),
        **moment("effective_end", record.effective_end),
        "issued": record.issued,
        "method": record.method,
        "performer_name": record.performer_name,
    }


def measurement(part: Measurement) -> dict[str, Any]:
    quantity, reference = part.quantity, part.reference
    return {
        **coded(part.code),
        "value": f"{quantity.comparator}{quantity.value:f}" if quantity else None,
        "unit": quantity.unit if quantity else "",
        "unit_code": quantity.unit_code if quantity else "",
        "value_text": part.value_text or None,
        "absent_reason": part.absent_reason,
        "interpretation": _interpretation(part.interpretation),
        "reference_low": _digits(reference.low) if reference else "",
        "reference_high": _digits(reference.high) if reference else "",
        "reference_text": reference.text if reference else "",
    }


def coded(code: Code) -> dict[str, str]:
    return {"code_system": code.system, "code": code.code, "code_display": code.label}


def moment(name: str, moment: Moment | None) -> dict[str, Any]:
    return {name: moment.at if moment else None, f"{name}_precision": moment.precision if moment else ""}


def system_and_code(code: Code) -> str | None:
    return f"{code.system}|{code.code}" if code.code else None


def _interpretation(code: Code) -> str | None:
    """A code that the portal can say in both languages, or else the sender's own words."""
    return code.code if code.code in Interpretation.values else code.label or None


def _digits(value: Decimal | None) -> str:
    return "" if value is None else format(value, "f")
