"""What an outside system tells about a patient, as plain values: the input of
`records.services.store_records`.

Adapters (FHIR files, HL7 v2 messages, MIS clients) translate their wire format into these; nothing of the
wire remains. Text is what the sender wrote, unaltered. References are resolved: a UUID is one of our own
keys.
"""

import hashlib
import json
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from records.codes import Precision


@dataclass(frozen=True)
class ExternalRef:
    """The sender's name for a record. Receiving the same one again updates the record instead of adding
    another.
    """

    system: str
    value: str


@dataclass(frozen=True)
class Code:
    """A FHIR CodeableConcept reduced to its leading coding and its text."""

    system: str = ""
    code: str = ""
    display: str = ""
    text: str = ""

    @property
    def label(self) -> str:
        """What a person reads: the sender's own words first, the code when there are no words."""
        return self.text or self.display or self.code

    def __bool__(self) -> bool:
        return bool(self.label)


@dataclass(frozen=True)
class Moment:
    """A FHIR dateTime: the first instant of the year, month or day that is known, in UTC, or the instant
    itself.

    A day without a time belongs to no zone; it is stored as midnight UTC and shown as the day it was
    written.
    """

    at: datetime
    precision: Precision = Precision.INSTANT

    def __post_init__(self) -> None:
        if self.at.tzinfo is not UTC:
            raise ValueError("a Moment is kept in UTC")


@dataclass(frozen=True)
class Quantity:
    value: Decimal
    unit: str = ""
    unit_code: str = ""
    """UCUM code, empty when the sender gave none; `unit` is the sender's own spelling."""
    comparator: str = ""


@dataclass(frozen=True)
class Range:
    """The laboratory's own reference range for one measurement, in the unit of its value."""

    low: Decimal | None = None
    high: Decimal | None = None
    text: str = ""


@dataclass(frozen=True)
class Measurement:
    """What an Observation and each of its components have in common."""

    code: Code
    quantity: Quantity | None = None
    value_text: str = ""
    """A value in words: coded, textual, a ratio, a range or a period, as a patient would read it."""
    absent_reason: str = ""
    interpretation: Code = Code()
    reference: Range | None = None


@dataclass(frozen=True, kw_only=True)
class ReceivedRecord:
    ref: ExternalRef
    patient_id: UUID
    status: str
    encounter_id: UUID | None = None
    source_updated_at: datetime | None = None
    """The sender's own version time, UTC: an older version never replaces a newer one."""


@dataclass(frozen=True, kw_only=True)
class ReceivedEncounter(ReceivedRecord):
    kind: str
    """FHIR v3-ActCode: AMB, EMER, IMP, VR …"""
    title: str = ""
    reason: str = ""
    start: Moment | None = None
    end: Moment | None = None
    practitioner_id: UUID | None = None
    practitioner_name: str = ""
    location_id: UUID | None = None
    location_name: str = ""


@dataclass(frozen=True, kw_only=True)
class ReceivedObservation(ReceivedRecord):
    measurement: Measurement
    components: tuple[Measurement, ...] = ()
    category: str = ""
    effective: Moment | None = None
    effective_end: Moment | None = None
    issued: datetime | None = None
    method: str = ""
    comment: str = ""
    performer_name: str = ""


@dataclass(frozen=True, kw_only=True)
class ReceivedReport(ReceivedRecord):
    code: Code
    category: str = ""
    effective: Moment | None = None
    effective_end: Moment | None = None
    issued: datetime | None = None
    conclusion: str = ""
    performer_id: UUID | None = None
    performer_name: str = ""
    result_ids: tuple[UUID, ...] = ()
    """Our Observations in the order of the sheet."""


@dataclass(frozen=True, kw_only=True)
class Dosage:
    """How a medicine is taken: the prescriber's words, or the parts to say it in the patient's language."""

    text: str = ""
    dose: str = ""
    frequency: int | None = None
    frequency_max: int | None = None
    period: Decimal | None = None
    period_max: Decimal | None = None
    period_unit: str = ""
    """UCUM: s, min, h, d, wk, mo, a."""
    as_needed: bool = False
    as_needed_for: str = ""
    route: str = ""
    instructions: tuple[str, ...] = ()
    """Words to be added: "take with food"."""


@dataclass(frozen=True, kw_only=True)
class ReceivedPrescription(ReceivedRecord):
    intent: str
    medication: Code
    dosage: tuple[Dosage, ...] = ()
    reason: str = ""
    note: str = ""
    quantity: str = ""
    repeats: int | None = None
    authored: Moment | None = None
    valid_from: Moment | None = None
    valid_until: Moment | None = None
    practitioner_id: UUID | None = None
    practitioner_name: str = ""


@dataclass(frozen=True, kw_only=True)
class ReceivedCondition(ReceivedRecord):
    """`status` is the clinical status, empty when the sender gave none."""

    code: Code
    verification: str = ""
    onset: Moment | None = None
    onset_text: str = ""
    abated: Moment | None = None
    abated_text: str = ""
    recorded: Moment | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ReceivedImmunization(ReceivedRecord):
    vaccine: Code
    occurred: Moment | None = None
    occurred_text: str = ""
    lot: str = ""
    dose: str = ""
    performer_name: str = ""


@dataclass(frozen=True, kw_only=True)
class ReceivedDocument(ReceivedRecord):
    kind: Code
    title: str = ""
    description: str = ""
    date: Moment | None = None
    author_name: str = ""
    content_type: str = ""
    content: bytes | None = None
    url: str = ""
    """Where the sender keeps the file when it sent no content."""
    report_id: UUID | None = None


@dataclass(frozen=True)
class ReceivedInvoiceLine:
    title: str
    amount: Decimal | None = None
    quantity: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class ReceivedInvoice(ReceivedRecord):
    number: str = ""
    issued: Moment | None = None
    currency: str = ""
    total_net: Decimal | None = None
    total_gross: Decimal | None = None
    lines: tuple[ReceivedInvoiceLine, ...] = ()


def canonical(record: Any) -> bytes:
    """The same bytes for the same content, whatever the file, run or process: the input of a record's
    fingerprint.

    The version time is left out, so that a sender that only stamps its records anew changes nothing.
    """
    content = {name: value for name, value in as_json(record).items() if name != "source_updated_at"}
    return json.dumps(
        [type(record).__name__, content], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def as_json(value: Any) -> dict[str, Any]:
    """A dataclass of this module as JSON values: decimals and dates as text, bytes as their hash."""
    return {field.name: _json_value(getattr(value, field.name)) for field in fields(value)}


def _json_value(value: Any) -> Any:
    match value:
        case None | str() | int():
            return value
        case bytes():
            return hashlib.sha256(value).hexdigest()
        case tuple():
            return [_json_value(item) for item in value]
        case date():
            return value.isoformat()
        case Decimal() | UUID():
            return str(value)
        case _ if is_dataclass(value):
            return as_json(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")
