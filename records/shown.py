"""What services tell about a patient's file: plain values for pages, the API and documents. Nothing here is
sealed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from records.received import Dosage
from records.rules import Direction, Number, Verdict


@dataclass(frozen=True)
class Taken:
    """A moment on the clocks of the place it happened at; how exactly it is known is
    `records.codes.Precision`.
    """

    at: datetime
    precision: str


@dataclass(frozen=True)
class Reading:
    """One measurement, or one component of it."""

    id: UUID
    name: str
    code_system: str
    code: str
    number: Number | None
    text: str
    """The value in words, when it is no number."""
    unit: str
    low: Decimal | None
    high: Decimal | None
    range_text: str
    interpretation: str
    """A code of `records.codes.Interpretation`, or the laboratory's own words."""
    verdict: Verdict
    is_critical: bool
    status: str
    absent_reason: str
    taken: Taken | None
    method: str
    comment: str

    @property
    def is_out_of_range(self) -> bool:
        return self.verdict in (Verdict.LOW, Verdict.HIGH, Verdict.ABNORMAL)


@dataclass(frozen=True)
class Latest:
    """The newest measurement of an analyte, and how it moved."""

    reading: Reading
    previous: Reading | None
    direction: Direction | None


@dataclass(frozen=True)
class Trend:
    """All measurements of one analyte, the oldest first."""

    name: str
    unit: str
    readings: Sequence[Reading]


@dataclass(frozen=True)
class ReportLine:
    """A sheet in a list."""

    id: UUID
    name: str
    status: str
    taken: Taken | None
    issued: datetime | None
    performer: str
    values: int
    out_of_range: int
    has_conclusion: bool


@dataclass(frozen=True)
class Group:
    """A line of a sheet: a measurement, or several under one name, as the two numbers of a blood pressure."""

    name: str
    readings: Sequence[Reading]
    comment: str


@dataclass(frozen=True)
class Sheet:
    """A report as it was issued."""

    id: UUID
    name: str
    status: str
    taken: Taken | None
    issued: datetime | None
    performer: str
    conclusion: str
    groups: Sequence[Group]
    documents: Sequence["Document"]


@dataclass(frozen=True)
class Prescription:
    id: UUID
    medication: str
    status: str
    intent: str
    dosage: Sequence[Dosage]
    reason: str
    note: str
    quantity: str
    repeats: int | None
    authored: Taken | None
    valid_until: Taken | None
    practitioner: str

    @property
    def is_current(self) -> bool:
        return self.status in ("active", "on-hold")


@dataclass(frozen=True)
class Document:
    id: UUID
    title: str
    kind: str
    description: str
    status: str
    date: Taken | None
    author: str
    content_type: str
    size: int | None
    """Bytes; None when the file itself stayed with its sender."""


@dataclass(frozen=True)
class File:
    """The bytes of a document, and what to call them."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Diagnosis:
    id: UUID
    title: str
    status: str
    verification: str
    onset: Taken | None
    onset_text: str
    abated: Taken | None
    abated_text: str
    note: str


@dataclass(frozen=True)
class Vaccination:
    id: UUID
    vaccine: str
    status: str
    occurred: Taken | None
    occurred_text: str
    dose: str
    lot: str


@dataclass(frozen=True)
class PastVisit:
    id: UUID
    kind: str
    title: str
    reason: str
    status: str
    start: Taken | None
    practitioner: str
    location: str


@dataclass(frozen=True)
class BillLine:
    title: str
    quantity: Decimal | None
    amount: Decimal | None


@dataclass(frozen=True)
class Bill:
    id: UUID
    number: str
    status: str
    issued: Taken | None
    currency: str
    total: Decimal | None
    lines: Sequence[BillLine]
