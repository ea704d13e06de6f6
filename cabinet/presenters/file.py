"""Prescriptions, documents, diagnoses, vaccinations, past visits and invoices in words."""

from dataclasses import dataclass
from decimal import Decimal

from django.template.defaultfilters import filesizeformat
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabinet.presenters.dosages import dosage_words
from cabinet.presenters.readings import day_of
from records.codes import (
    ConditionClinicalStatus,
    ConditionVerificationStatus,
    DocumentReferenceStatus,
    ImmunizationStatus,
    InvoiceStatus,
    MedicationRequestStatus,
)
from records.shown import Bill, Diagnosis, Document, PastVisit, Prescription, Vaccination

_CURRENCY_SIGNS = {"RUB": "₽", "USD": "$", "EUR": "€", "KZT": "₸", "BYN": "Br"}


@dataclass(frozen=True, slots=True)
class PrescriptionWords:
    prescription: Prescription
    how: list[str]
    status: str
    tone: str
    facts: str


@dataclass(frozen=True, slots=True)
class DocumentWords:
    document: Document
    facts: str
    status: str
    """Said unless the document is the current one."""


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the medical history."""

    title: str
    facts: str
    note: str
    tag: str
    tone: str


@dataclass(frozen=True, slots=True)
class BillWords:
    bill: Bill
    when: str
    total: str
    status: str
    tone: str
    lines: list[tuple[str, str]]


def prescription_words(prescription: Prescription) -> PrescriptionWords:
    status = MedicationRequestStatus(prescription.status)
    facts = [
        day_of(prescription.authored),
        prescription.practitioner,
        _("valid until %(day)s") % {"day": day_of(prescription.valid_until)}
        if prescription.valid_until
        else "",
        _("in total %(quantity)s") % {"quantity": prescription.quantity} if prescription.quantity else "",
        _repeats(prescription.repeats),
    ]
    return PrescriptionWords(
        prescription=prescription,
        how=dosage_words(prescription.dosage),
        status=str(status.label),
        tone={MedicationRequestStatus.ACTIVE: "good", MedicationRequestStatus.ON_HOLD: "honey"}.get(
            status, ""
        ),
        facts=_joined(*facts),
    )


def document_words(document: Document) -> DocumentWords:
    kind = document.kind if document.kind != document.title else ""
    size = filesizeformat(document.size) if document.size is not None else _("kept by the sender")
    status = DocumentReferenceStatus(document.status)
    return DocumentWords(
        document=document,
        facts=_joined(day_of(document.date), kind, document.author, size),
        status="" if status == DocumentReferenceStatus.CURRENT else str(status.label),
    )


def diagnosis_words(diagnosis: Diagnosis) -> Item:
    began, ended = (
        day_of(diagnosis.onset) or diagnosis.onset_text,
        day_of(diagnosis.abated) or diagnosis.abated_text,
    )
    certainty = ""
    if diagnosis.verification and diagnosis.verification != ConditionVerificationStatus.CONFIRMED:
        certainty = str(ConditionVerificationStatus(diagnosis.verification).label)
    active = diagnosis.status in ("active", "recurrence", "relapse")
    return Item(
        title=diagnosis.title,
        facts=_joined(f"{began} – {ended}" if ended else began, certainty),
        note=diagnosis.note,
        tag=str(ConditionClinicalStatus(diagnosis.status).label) if diagnosis.status else "",
        tone="info" if active else "",
    )


def vaccination_words(vaccination: Vaccination) -> Item:
    given = vaccination.status == ImmunizationStatus.COMPLETED
    lot = _("lot %(lot)s") % {"lot": vaccination.lot} if vaccination.lot else ""
    return Item(
        title=vaccination.vaccine,
        facts=_joined(day_of(vaccination.occurred) or vaccination.occurred_text, vaccination.dose, lot),
        note="",
        tag="" if given else str(ImmunizationStatus(vaccination.status).label),
        tone="",
    )


def visit_words(visit: PastVisit) -> Item:
    kinds = {
        "AMB": _("Visit to the clinic"),
        "VR": _("Video visit"),
        "HH": _("Home visit"),
        "EMER": _("Emergency"),
        "IMP": _("Hospital stay"),
        "ACUTE": _("Hospital stay"),
        "SS": _("Day hospital"),
        "OBSENC": _("Under observation"),
        "FLD": _("Visit on site"),
    }
    kind = kinds.get(visit.kind, _("Visit"))
    return Item(
        title=visit.title or kind,
        facts=_joined(day_of(visit.start), visit.practitioner, visit.location),
        note=visit.reason,
        tag=kind if visit.title and visit.kind not in ("", "AMB") else "",
        tone="",
    )


def bill_words(bill: Bill) -> BillWords:
    status = InvoiceStatus(bill.status)
    tones = {InvoiceStatus.ISSUED: "honey", InvoiceStatus.BALANCED: "good", InvoiceStatus.CANCELLED: "danger"}
    return BillWords(
        bill=bill,
        when=day_of(bill.issued),
        total=money(bill.total, bill.currency),
        status=str(status.label),
        tone=tones.get(status, ""),
        lines=[(line.title, money(line.amount, bill.currency)) for line in bill.lines],
    )


def money(amount: Decimal | None, currency: str) -> str:
    """1 200,50 ₽. Nothing for an amount that is not known."""
    if amount is None:
        return ""
    places = 0 if amount == amount.to_integral_value() else 2
    sign = _CURRENCY_SIGNS.get(currency, currency)
    return f"{number_format(amount, places, force_grouping=True)} {sign}".strip()


def _repeats(number: int | None) -> str:
    if not number:
        return ""
    return ngettext("%(count)s repeat", "%(count)s repeats", number) % {"count": number}


def _joined(*facts: str) -> str:
    return " · ".join(fact for fact in facts if fact)
