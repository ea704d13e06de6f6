"""One run over any number of files.

First people and places of all files, in the order in which they refer to one another; then the records of
patients, level by level, read again from the files, so that no run holds more than a file and a chunk of
records in memory.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar

from django.db import DataError, IntegrityError

from integrations.fhir_import import clinical_mapping, people_mapping, public_mapping
from integrations.fhir_import.context import Context
from integrations.fhir_import.element import Element
from integrations.fhir_import.errors import Refused, Unreadable
from integrations.fhir_import.observation_mapping import observation
from integrations.fhir_import.outcome import NOT_KEPT, UNCHANGED, Outcome
from integrations.fhir_import.patient_storing import store_patient
from integrations.fhir_import.public_mapping import ReceivedOrganization, ReceivedPractitioner
from integrations.fhir_import.public_storing import Registry
from integrations.fhir_import.reading import LINE_SUFFIXES, Entry, read_entries
from integrations.fhir_import.resolving import EntryResolver, Index, Names
from integrations.fhir_import.resource_types import FIRST, KEPT, LEVELS, R4, SUPPORTING
from people.access import Access
from people.errors import KeyDestroyed, SealedValueError
from records.received import ExternalRef, ReceivedRecord, ReceivedReport, canonical
from records.services import Result, Stored, store_records

_CHUNK = 500
#: What is wrong with one entry. A database that is locked, full or gone is not, and stops the run.
UNFIT = (DataError, IntegrityError, SealedValueError)
_SINGLE_RECORD: dict[str, Callable[[Context], ReceivedRecord]] = {
    "Encounter": clinical_mapping.encounter,
    "Condition": clinical_mapping.condition,
    "DiagnosticReport": clinical_mapping.diagnostic_report,
    "Immunization": clinical_mapping.immunization,
    "Invoice": clinical_mapping.invoice,
    "MedicationRequest": clinical_mapping.medication_request,
    "Observation": observation,
}
#: Resources that others in the same file name for their code: the reason of a prescription, the charge of
#: an invoice.
_CODED = ("Condition", "ChargeItem", "Medication")

_T = TypeVar("_T")


@dataclass
class Surveyed:
    """What the first reading found in a file."""

    path: Path
    entries: int = 0
    types: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Taken:
    """What a run has taken under a name."""

    content: bytes
    """Hash of what it said."""
    stamp: datetime | None
    place: str


@dataclass
class Mapped:
    """A record read from an entry, waiting for its chunk."""

    entry: Entry
    context: Context
    record: ReceivedRecord
    counted_as: str


class ImportRun:
    def __init__(
        self, *, access: Access, outcome: Outcome, source: str, default_time_zone: str, now: datetime
    ) -> None:
        self.access = access
        self.outcome = outcome
        self.now = now
        self.names = Names(source)
        self.index = Index(self.names)
        self.registry = Registry(access, self.index, default_time_zone)
        self.first: defaultdict[str, list[tuple[Entry, ExternalRef]]] = defaultdict(list)
        self.seen: dict[tuple[str, ExternalRef], Taken] = {}
        self.done = 0
        self.total = 0

    def run(self, paths: Sequence[Path]) -> None:
        files = [surveyed for path in paths if (surveyed := self._survey(path))]
        self.total = sum(file.entries for file in files)
        self._store_first()
        for level in LEVELS:
            for file in files:
                if file.types & _types_read_for(level):
                    self._store_level(file.path, level)

    # --- First reading -------------------------------------------------------------------------------------

    def _survey(self, path: Path) -> Surveyed | None:
        file = Surveyed(path)
        try:
            for entry in read_entries(path):
                file.entries += 1
                if self._sort(entry):
                    file.types.add(entry.type)
        except Unreadable as error:
            self.outcome.file_unreadable(path, error)
            return None
        return file

    def _sort(self, entry: Entry) -> bool:
        """Take note of the entry; whether it is to be read again."""
        if entry.problem or entry.type not in KEPT:
            self._set_aside(entry)
            return False
        try:
            name = self.names.of(entry)
        except Refused as error:
            self.outcome.refused(entry, error)
            self._advance("reading")
            return False
        self.names.learn(entry, name, shared=entry.type in FIRST)
        if entry.type in FIRST:
            self.first[entry.type].append((entry, name))
            return False
        return True

    def _set_aside(self, entry: Entry) -> None:
        if entry.problem:
            self.outcome.refused(entry, entry.problem)
        elif not entry.type:
            self.outcome.refused(entry, "has no resourceType")
        elif entry.type == "Bundle":
            self.outcome.refused(entry, "is a Bundle inside a Bundle: import it as a file of its own")
        elif entry.type not in R4:
            self.outcome.refused(entry, "is no resource type of FHIR R4")
        else:
            self.outcome.count(entry.type, NOT_KEPT)
            if entry.type in SUPPORTING:
                name = self.names.of(entry)
                self.names.learn(entry, name, shared=True)
                self.index.resources[name] = entry.resource
        self._advance("reading")

    # --- People and places ---------------------------------------------------------------------------------

    def _store_first(self) -> None:
        for entries in self.first.values():
            # The newest version first, so that it is taken and the others are seen to be older.
            entries.sort(key=lambda item: _stamp_or_earliest(item[0]), reverse=True)
        organizations: list[tuple[Entry, ReceivedOrganization]] = []
        practitioners: list[tuple[Entry, ReceivedPractitioner]] = []
        for entry, name in self.first["Organization"]:
            organization = self._take(entry, name, public_mapping.organization)
            if organization and self._write(entry, self.registry.store_organization, organization):
                organizations.append((entry, organization))
        for entry, name in self.first["Location"]:
            if location := self._take(entry, name, public_mapping.location):
                store = partial(self.registry.store_location, resolver=EntryResolver(self.index, entry))
                self._write(entry, store, location)
        self._store_branches(organizations)
        for entry, name in self.first["HealthcareService"]:
            if service := self._take(entry, name, public_mapping.healthcare_service):
                self._write(entry, self.registry.store_service, service)
        for entry, name in self.first["Practitioner"]:
            practitioner = self._take(entry, name, public_mapping.practitioner)
            if practitioner and self._write(entry, self.registry.store_practitioner, practitioner):
                practitioners.append((entry, practitioner))
        for entry, name in self.first["PractitionerRole"]:
            role = self._take(
                entry, name, lambda context: public_mapping.practitioner_role(context, self.now)
            )
            if role:
                store = partial(self.registry.store_role, resolver=EntryResolver(self.index, entry))
                self._write(entry, store, role)
        self._store_posts(practitioners)
        self._store_patients()

    def _store_patients(self) -> None:
        for entry, name in self.first["Patient"]:
            patient = self._take(entry, name, people_mapping.patient)
            if patient is None:
                continue
            try:
                patient_id, result = store_patient(patient, access=self.access, now=self.now)
            except (Refused, *UNFIT) as error:
                self._refuse(entry, error)
            else:
                self.index.add_patient(name, patient_id)
                self.outcome.count("Patient", result)

    def _store_branches(self, organizations: Iterable[tuple[Entry, ReceivedOrganization]]) -> None:
        for entry, organization in organizations:
            try:
                result = self.registry.store_organization_as_branch(organization)
            except Refused as error:
                self.outcome.remarked(entry, f"no branch was made of it: {error}")
            else:
                if result:
                    self.outcome.count("Location (of an Organization)", result)

    def _store_posts(self, practitioners: Iterable[tuple[Entry, ReceivedPractitioner]]) -> None:
        for _entry, practitioner in practitioners:
            if result := self.registry.store_post_by_address(practitioner):
                self.outcome.count("PractitionerRole (by address)", result)

    def _write(self, entry: Entry, store: Callable[[_T], str], received: _T) -> bool:
        try:
            result = store(received)
        except (Refused, *UNFIT) as error:
            self._refuse(entry, error)
            return False
        self.outcome.count(entry.type, result)
        return True

    def _take(self, entry: Entry, name: ExternalRef, mapping: Callable[[Context], _T]) -> _T | None:
        """Map an entry that this run has not seen under the same name; None when it is refused or a
        repetition.
        """
        self._advance("people and places")
        context = Context(Element(entry.resource, entry.type), name, EntryResolver(self.index, entry))
        try:
            received = mapping(context)
            if self._is_repetition(entry, name, received):
                return None
        except Refused as error:
            self._refuse(entry, error)
            return None
        for remark in context.remarks:
            self.outcome.remarked(entry, remark)
        return received

    def _is_repetition(self, entry: Entry, name: ExternalRef, received: object) -> bool:
        """Whether this run took the same thing, or a newer version of it, before; it counts as unchanged.

        :raises Refused: it took something else under this name, and nothing tells which is newer.
        """
        content = canonical(received) if isinstance(received, ReceivedRecord) else repr(received).encode()
        now_taken = Taken(
            hashlib.sha256(content).digest(), _stamp(entry), f"{entry.file.name} {entry.place}".strip()
        )
        known = self.seen.get((entry.type, name))
        if known is None or (known.stamp and now_taken.stamp and now_taken.stamp > known.stamp):
            self.seen[entry.type, name] = now_taken
            return False
        if now_taken.content != known.content and not (known.stamp and now_taken.stamp):
            raise Refused(f"says something else than {known.place}, and nothing tells which of them is newer")
        self.outcome.count(entry.type, UNCHANGED)
        return True

    # --- Records of patients -------------------------------------------------------------------------------

    def _store_level(self, path: Path, level: Sequence[str]) -> None:
        entries = read_entries(path)
        if path.suffix.lower() not in LINE_SUFFIXES:
            whole = list(entries)
            self._learn_codes(whole)
            entries = iter(whole)
        wanted = (entry for entry in entries if not entry.problem and _concerns(entry, level))
        while chunk := list(islice(wanted, _CHUNK)):
            self.index.prepare(chunk)
            self._store_chunk(chunk, level)

    def _learn_codes(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            if not entry.problem and entry.type in _CODED:
                self.index.resources[self.names.of(entry)] = entry.resource

    def _store_chunk(self, chunk: Sequence[Entry], level: Sequence[str]) -> None:
        waiting: dict[type[ReceivedRecord], dict[ExternalRef, Mapped]] = defaultdict(dict)
        for entry in chunk:
            for mapped in self._map(entry, level):
                kind = waiting[type(mapped.record)]
                if mapped.record.ref in kind:
                    # A newer version of the same record: it must meet the earlier one in the database.
                    self._store(list(kind.values()))
                    kind.clear()
                kind[mapped.record.ref] = mapped
        for kind in waiting.values():
            self._store(list(kind.values()))

    def _map(self, entry: Entry, level: Sequence[str]) -> list[Mapped]:
        if entry.type not in level:
            return self._map_contained_results(entry)
        self._advance(f"{entry.type} records")
        try:
            context = Context(
                Element(entry.resource, entry.type), self.names.of(entry), EntryResolver(self.index, entry)
            )
            if entry.type == "DocumentReference":
                records: list[ReceivedRecord] = list(clinical_mapping.document_reference(context))
            else:
                records = [_SINGLE_RECORD[entry.type](context)]
            if not records or self._is_repetition(entry, context.ref, records[0]):
                return []
        except Refused as error:
            self._refuse(entry, error)
            return []
        for remark in context.remarks:
            self.outcome.remarked(entry, remark)
        further = "DocumentReference (further attachment)"
        return [
            Mapped(entry, context, record, further if index else entry.type)
            for index, record in enumerate(records)
        ]

    def _map_contained_results(self, entry: Entry) -> list[Mapped]:
        """Results that stand inside a report have no life of their own in FHIR; here each is a record."""
        mapped = []
        try:
            whole = Element(entry.resource, entry.type)
            name = self.names.of(entry)
            for item in whole.children("contained"):
                if item.text("resourceType") != "Observation":
                    continue
                inner = {"subject": entry.resource.get("subject"), **item.value}
                ref = ExternalRef(name.system, f"{name.value}#{item.text('id')}")
                context = Context(Element(inner, item.path), ref, EntryResolver(self.index, entry))
                mapped.append(Mapped(entry, context, observation(context), "Observation (contained)"))
        except Refused as error:
            self.outcome.remarked(entry, f"a result inside it was left out: {error}")
        return mapped

    def _store(self, batch: list[Mapped]) -> None:
        """Store records of one type; when the database refuses the lot, one by one, to find which."""
        try:
            answers = store_records(access=self.access, records=[item.record for item in batch], now=self.now)
        except UNFIT as error:
            if len(batch) == 1:
                self._refuse(batch[0].entry, error)
            else:
                for item in batch:
                    self._store([item])
            return
        for item, answer in zip(batch, answers, strict=True):
            self._tell(item, answer)
        self._store_presented_forms(batch, answers)

    def _tell(self, item: Mapped, answer: Stored) -> None:
        if answer.result == Result.CONFLICT:
            reason = "its name belongs to a record of another patient: tell the senders apart with --source"
            self.outcome.refused(item.entry, reason)
        else:
            result = UNCHANGED if answer.result == Result.OLDER else str(answer.result)
            self.outcome.count(item.counted_as, result)

    def _store_presented_forms(self, batch: Sequence[Mapped], answers: Sequence[Stored]) -> None:
        forms: list[Mapped] = []
        for item, answer in zip(batch, answers, strict=True):
            if not isinstance(item.record, ReceivedReport) or answer.object_id is None:
                continue
            try:
                documents = clinical_mapping.presented_forms(item.context, item.record, answer.object_id)
            except Refused as error:
                self.outcome.remarked(item.entry, f"its printed form was left out: {error}")
                continue
            counted_as = "DocumentReference (presentedForm)"
            forms.extend(Mapped(item.entry, item.context, document, counted_as) for document in documents)
        if forms:
            self._store(forms)

    def _refuse(self, entry: Entry, error: Exception) -> None:
        self.outcome.refused(entry, error if isinstance(error, Refused) else _refusal(error))
        if entry.type in FIRST or entry.type in LEVELS[0]:
            self.index.refused.add(self.names.of(entry))

    def _advance(self, doing: str) -> None:
        self.done += 1
        self.outcome.listener.progress(self.done, self.total, doing)


def _types_read_for(level: Sequence[str]) -> set[str]:
    """Reports are read with the observations too: they may contain some."""
    return {*level, "DiagnosticReport"} if "Observation" in level else set(level)


def _concerns(entry: Entry, level: Sequence[str]) -> bool:
    if entry.problem:
        return False
    return entry.type in level or (
        entry.type in _types_read_for(level) and bool(entry.resource.get("contained"))
    )


def _stamp(entry: Entry) -> datetime | None:
    meta = Element(entry.resource, entry.type).child("meta")
    return meta.instant("lastUpdated") if meta else None


def _stamp_or_earliest(entry: Entry) -> datetime:
    try:
        return _stamp(entry) or datetime.min.replace(tzinfo=UTC)
    except Refused:
        return datetime.min.replace(tzinfo=UTC)


def _refusal(error: Exception) -> str:
    """The kind of failure without its text, which may quote a value."""
    if isinstance(error, KeyDestroyed):
        return "the patient's data were erased on request"
    return f"the database refused it ({type(error).__name__})"
