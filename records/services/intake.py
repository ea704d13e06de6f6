"""Taking in what other systems say: results, prescriptions, documents. A repeated message changes nothing."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from django.db import models, transaction

from people import audit
from people.access import Access
from records.codes import ENTERED_IN_ERROR
from records.models import DocumentContent, ExternalRecord, InvoiceLine, Observation, ReportResult
from records.received import (
    ExternalRef,
    ReceivedDocument,
    ReceivedInvoice,
    ReceivedObservation,
    ReceivedRecord,
    ReceivedReport,
)
from records.services.columns import MODELS, columns, measurement, shared_by_parts
from records.services.fingerprint import fingerprint
from records.services.versions import keep_versions

_KEYS_PER_QUERY = 500


class Result(StrEnum):
    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    OLDER = "older"
    """The sender stamped it earlier than what is stored, which therefore stays."""
    CONFLICT = "conflict"
    """The same name belongs to a record of another patient: nothing was stored."""


@dataclass(frozen=True)
class Stored:
    result: Result
    object_id: UUID | None


@transaction.atomic
def store_records(*, access: Access, records: Sequence[ReceivedRecord], now: datetime) -> list[Stored]:
    """Store records of one type, each with its own `ref`, in one transaction; answers in their order.

    A record that was received before is recognised by its `ref`. When it says something new, the earlier
    version is kept (`PreviousVersion`); when it says the same, no row is touched. Writes one AuditEvent per
    patient whose file changed. Patients, encounters and other keys that the records name must exist.
    """
    if not records:
        return []
    if len({type(record) for record in records}) > 1:
        raise ValueError("store records of one type at a time")
    if len({record.ref for record in records}) < len(records):
        raise ValueError("the same record twice: which one stands?")
    return _Intake(access, MODELS[type(records[0])], now).store(records)


def known_records(
    model: type[models.Model], refs: Iterable[ExternalRef]
) -> dict[ExternalRef, ExternalRecord]:
    """Which of these names are known, one query per 500."""
    wanted = list({ref.value: None for ref in refs})
    found: dict[ExternalRef, ExternalRecord] = {}
    for first in range(0, len(wanted), _KEYS_PER_QUERY):
        rows = ExternalRecord.objects.filter(
            resource_type=model.__name__, value__in=wanted[first : first + _KEYS_PER_QUERY]
        )
        found.update({ExternalRef(row.system, row.value): row for row in rows})
    return found


class _Intake:
    """One call of `store_records`: sorts what is new from what is known, then writes in bulk."""

    def __init__(self, access: Access, model: type[models.Model], now: datetime) -> None:
        self.access = access
        self.model = model
        self.now = now
        self.created: list[tuple[models.Model, ReceivedRecord]] = []
        self.changed: dict[UUID, ReceivedRecord] = {}
        self.new_sources: list[ExternalRecord] = []
        self.changed_sources: list[ExternalRecord] = []
        self.tally: defaultdict[UUID, Counter[str]] = defaultdict(Counter)

    def store(self, records: Sequence[ReceivedRecord]) -> list[Stored]:
        known = known_records(self.model, [record.ref for record in records])
        answers = []
        for record in records:
            source = known.get(record.ref)
            answer = self._create(record) if source is None else self._compare(record, source)
            self.tally[record.patient_id][answer.result] += 1
            answers.append(answer)
        rows = [*self._insert(), *self._update()]
        self._write_content(rows)
        self._audit()
        return answers

    def _create(self, record: ReceivedRecord) -> Stored:
        row = self.model(id=uuid4(), patient_id=record.patient_id, **columns(record))
        self.created.append((row, record))
        self.new_sources.append(
            ExternalRecord(
                patient_id=record.patient_id,
                resource_type=self.model.__name__,
                system=record.ref.system,
                value=record.ref.value,
                object_id=row.pk,
                fingerprint=fingerprint(record),
                source_updated_at=record.source_updated_at,
                received_at=self.now,
            )
        )
        return Stored(Result.CREATED, row.pk)

    def _compare(self, record: ReceivedRecord, source: ExternalRecord) -> Stored:
        if source.patient_id != record.patient_id:
            return Stored(Result.CONFLICT, None)
        said = fingerprint(record)
        if bytes(source.fingerprint) == said:
            return Stored(Result.UNCHANGED, source.object_id)
        if (
            record.source_updated_at
            and source.source_updated_at
            and record.source_updated_at < source.source_updated_at
        ):
            return Stored(Result.OLDER, source.object_id)
        source.fingerprint = said
        source.source_updated_at = record.source_updated_at
        source.received_at = self.now
        self.changed[source.object_id] = record
        self.changed_sources.append(source)
        return Stored(Result.CHANGED, source.object_id)

    def _insert(self) -> list[tuple[models.Model, ReceivedRecord]]:
        self.model._default_manager.bulk_create([row for row, _ in self.created])
        ExternalRecord.objects.bulk_create(self.new_sources)
        return self.created

    def _update(self) -> list[tuple[models.Model, ReceivedRecord]]:
        if not self.changed:
            return []
        rows = list(self.model._default_manager.filter(pk__in=self.changed).select_for_update())
        keep_versions(self.access, rows, now=self.now)
        names: set[str] = set()
        for row in rows:
            for name, value in columns(self.changed[row.pk]).items():
                setattr(row, name, value)
                names.add(name.removesuffix("_id"))
            row.updated_at = self.now  # type: ignore[attr-defined]  # every record has it
        self.model._default_manager.bulk_update(rows, [*sorted(names), "updated_at"], batch_size=200)
        ExternalRecord.objects.bulk_update(
            self.changed_sources, ["fingerprint", "source_updated_at", "received_at"], batch_size=200
        )
        self._clear_content(rows)
        return [(row, self.changed[row.pk]) for row in rows]

    def _clear_content(self, rows: Sequence[models.Model]) -> None:
        """Make place for the new parts. Components are records and stay as withdrawn; the others are mere
        links.
        """
        ids = [row.pk for row in rows]
        Observation.objects.filter(component_of__in=ids).update(status=ENTERED_IN_ERROR, updated_at=self.now)
        ReportResult.objects.filter(report__in=ids).delete()
        InvoiceLine.objects.filter(invoice__in=ids).delete()
        DocumentContent.objects.filter(document__in=ids).delete()

    def _write_content(self, rows: Sequence[tuple[models.Model, ReceivedRecord]]) -> None:
        parts: defaultdict[type[models.Model], list[models.Model]] = defaultdict(list)
        for row, record in rows:
            for part in _parts(row.pk, record):
                parts[type(part)].append(part)
        for model, instances in parts.items():
            model._default_manager.bulk_create(instances)

    def _audit(self) -> None:
        for patient_id, results in self.tally.items():
            detail = {
                str(result): results[result] for result in (Result.CREATED, Result.CHANGED) if results[result]
            }
            if detail:
                audit.record(
                    self.access,
                    "records.received",
                    None,
                    patient_id=patient_id,
                    detail={"resource": self.model.__name__, **detail},
                )


def _parts(row_id: UUID, record: ReceivedRecord) -> list[models.Model]:
    """Rows that a record owns beside its own."""
    match record:
        case ReceivedObservation():
            shared = shared_by_parts(record)
            return [
                Observation(
                    id=uuid4(),
                    patient_id=record.patient_id,
                    component_of_id=row_id,
                    position=position,
                    **shared,
                    **measurement(component),
                )
                for position, component in enumerate(record.components)
            ]
        case ReceivedReport():
            return [
                ReportResult(report_id=row_id, observation_id=observation_id, position=position)
                for position, observation_id in enumerate(dict.fromkeys(record.result_ids))
            ]
        case ReceivedDocument(content=bytes() as content):
            return [DocumentContent(patient_id=record.patient_id, document_id=row_id, content=content)]
        case ReceivedInvoice():
            return [_line(row_id, record, position) for position in range(len(record.lines))]
    return []


def _line(invoice_id: UUID, record: ReceivedInvoice, position: int) -> InvoiceLine:
    line = record.lines[position]
    values: dict[str, Any] = {"title": line.title, "quantity": line.quantity, "amount": line.amount}
    return InvoiceLine(patient_id=record.patient_id, invoice_id=invoice_id, position=position, **values)
