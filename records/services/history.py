"""The rest of a patient's file: prescriptions, diagnoses, vaccinations, past visits and invoices."""

from dataclasses import fields
from decimal import Decimal
from typing import Any

from django.db.models import F, Prefetch

from people.access import Access, Opened, open_fields, open_together
from people.models import Patient
from records.codes import ENTERED_IN_ERROR, EncounterStatus
from records.models import Condition, Encounter, Immunization, Invoice, InvoiceLine, MedicationRequest
from records.received import Dosage
from records.services.moments import taken
from records.shown import Bill, BillLine, Diagnosis, PastVisit, Prescription, Vaccination

#: What a page of the file holds at most; the newest first.
_MOST = 500


def prescriptions(access: Access, patient: Patient) -> list[Prescription]:
    """The newest first; the page tells current ones from past ones."""
    rows = (
        MedicationRequest.objects.filter(patient=patient)
        .exclude(status=ENTERED_IN_ERROR)
        .select_related("practitioner", "encounter__location")
        .order_by(F("authored").desc(nulls_last=True), "pk")[:_MOST]
    )
    opened = open_fields(access, rows, ("medication", "dosage", "reason", "note", "quantity"))
    return [
        Prescription(
            id=one.record.pk,
            medication=one.medication,
            status=one.record.status,
            intent=one.record.intent,
            dosage=[_dosage(part) for part in one.dosage or ()],
            reason=one.reason or "",
            note=one.note or "",
            quantity=one.quantity or "",
            repeats=one.record.repeats,
            authored=taken(one.record, "authored"),
            valid_until=taken(one.record, "valid_until"),
            practitioner=_name(one.record.practitioner, one.record.practitioner_name),
        )
        for one in opened
    ]


def medical_history(
    access: Access, patient: Patient
) -> tuple[list[Diagnosis], list[Vaccination], list[PastVisit]]:
    """Diagnoses, vaccinations and visits that took place, each the newest first."""
    conditions = (
        Condition.objects.filter(patient=patient)
        .exclude(status=ENTERED_IN_ERROR)
        .select_related("encounter__location")
        .order_by(F("onset").desc(nulls_last=True), "pk")[:_MOST]
    )
    immunizations = (
        Immunization.objects.filter(patient=patient)
        .exclude(status=ENTERED_IN_ERROR)
        .select_related("encounter__location")
        .order_by(F("occurred").desc(nulls_last=True), "pk")[:_MOST]
    )
    encounters = (
        Encounter.objects.filter(patient=patient, status=EncounterStatus.FINISHED)
        .select_related("practitioner", "location")
        .order_by(F("start").desc(nulls_last=True), "pk")[:_MOST]
    )
    found = open_together(
        access,
        (conditions, ("title", "note", "onset_text", "abated_text")),
        (immunizations, ("vaccine", "occurred_text", "dose", "lot")),
        (encounters, ("title", "reason")),
    )
    return (
        [_diagnosis(one) for one in found[0]],
        [_vaccination(one) for one in found[1]],
        [_visit(one) for one in found[2]],
    )


def bills(access: Access, patient: Patient) -> list[Bill]:
    """Invoices with their lines, the newest first."""
    rows = list(
        Invoice.objects.filter(patient=patient)
        .exclude(status=ENTERED_IN_ERROR)
        .prefetch_related(Prefetch("lines", queryset=InvoiceLine.objects.order_by("position")))
        .order_by(F("issued").desc(nulls_last=True), "pk")[:_MOST]
    )
    lines = open_fields(access, [line for row in rows for line in row.lines.all()], ["title"])
    titles = {one.record.pk: one.title for one in lines}
    return [
        Bill(
            id=row.pk,
            number=row.number,
            status=row.status,
            issued=taken(row, "issued"),
            currency=row.currency,
            total=row.total_gross if row.total_gross is not None else row.total_net,
            lines=[BillLine(titles[line.pk], line.quantity, line.amount) for line in row.lines.all()],
        )
        for row in rows
    ]


def _diagnosis(one: Opened) -> Diagnosis:
    return Diagnosis(
        id=one.record.pk,
        title=one.title,
        status=one.record.status,
        verification=one.record.verification,
        onset=taken(one.record, "onset"),
        onset_text=one.onset_text or "",
        abated=taken(one.record, "abated"),
        abated_text=one.abated_text or "",
        note=one.note or "",
    )


def _vaccination(one: Opened) -> Vaccination:
    return Vaccination(
        id=one.record.pk,
        vaccine=one.vaccine,
        status=one.record.status,
        occurred=taken(one.record, "occurred"),
        occurred_text=one.occurred_text or "",
        dose=one.dose or "",
        lot=one.lot or "",
    )


def _visit(one: Opened) -> PastVisit:
    return PastVisit(
        id=one.record.pk,
        kind=one.record.kind,
        title=one.title or "",
        reason=one.reason or "",
        status=one.record.status,
        start=taken(one.record, "start"),
        practitioner=_name(one.record.practitioner, one.record.practitioner_name),
        location=_name(one.record.location, one.record.location_name),
    )


def _dosage(stored: dict[str, Any]) -> Dosage:
    """The stored form of `records.received.Dosage`; what a later release added has its default."""
    known = {field.name for field in fields(Dosage)}
    values = {name: value for name, value in stored.items() if name in known}
    for name in ("period", "period_max"):
        values[name] = Decimal(values[name]) if values.get(name) is not None else None
    values["instructions"] = tuple(values.get("instructions", ()))
    return Dosage(**values)


def _name(known: Any, as_sent: str) -> str:
    """The name of our own object where there is one, or else the sender's words for it."""
    return known.name if known else as_sent
