"""Finding what a Reference names: in the same run, and among what was imported before."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from booking.models import Identifier, Location, Organization, Practitioner
from booking.models.base import Entity
from integrations.fhir_import.datatypes import Reference, identifiers
from integrations.fhir_import.element import Element
from integrations.fhir_import.reading import Entry
from integrations.fhir_import.references import (
    base_of,
    identifier_of_conditional,
    local_names,
    name_of,
    names_of_literal,
)
from people.models import Patient
from people.services import patient_by_identifier
from records.models import Encounter, Observation
from records.received import ExternalRef
from records.services import content_fingerprint, known_records


class Names:
    """Which lasting name a literal reference of a file stands for, where its own spelling does not tell it.

    A bundle's entries call each other by `fullUrl`, which for a POST is a temporary name.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self._exceptions: defaultdict[Path, dict[str, ExternalRef]] = defaultdict(dict)
        self._shared: dict[str, ExternalRef | None] = {}

    def of(self, entry: Entry) -> ExternalRef:
        """The lasting name of the entry's resource: by its id, its address, its first identifier, or its
        content.
        """
        if name := name_of(entry, self.source):
            return name
        numbers = identifiers(Element(entry.resource, entry.type))
        if numbers:
            return numbers[0].ref
        return ExternalRef(self.source, f"{entry.type}/{content_fingerprint(entry.resource).hex()}")

    def learn(self, entry: Entry, name: ExternalRef, *, shared: bool) -> None:
        """:param shared: whether entries of other files refer to it too, as they do to people and places."""
        for literal in local_names(entry):
            if names_of_literal(literal, self.source)[:1] == [name]:
                continue
            self._exceptions[entry.file][literal] = name
            if shared:
                known = self._shared.setdefault(literal, name)
                if known != name:
                    # Two files use the same local name for different things: it means nothing outside of
                    # them.
                    self._shared[literal] = None

    def candidates(self, literal: str, entry: Entry) -> list[ExternalRef]:
        """What the target may be called, the likeliest first."""
        if literal.startswith("#"):
            own = self.of(entry)
            return [ExternalRef(own.system, own.value + literal)]
        found = self._exceptions[entry.file].get(literal) or self._shared.get(literal)
        return [found] if found else names_of_literal(literal, self.source, base_of(entry))


class Index:
    """Our keys by lasting name. Clinical records are looked up in bulk for each chunk of entries."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._records: dict[type, dict[ExternalRef, UUID]] = {Patient: {}, Encounter: {}, Observation: {}}
        self._entities: dict[tuple[str, ExternalRef], UUID | None] = {}
        self._patients_by_identifier: dict[ExternalRef, UUID | None] = {}
        self._places_of: dict[UUID, UUID | None] = {}
        self.resources: dict[ExternalRef, dict[str, Any]] = {}
        """Medications of the run, and codes of conditions and charges of the current file."""

        self.refused: set[ExternalRef] = set()
        """Names of people, places and encounters that this run could not use."""

    def prepare(self, entries: Iterable[Entry]) -> None:
        """Load the keys of all patients, encounters and observations that these entries name."""
        wanted = {
            name
            for entry in entries
            for literal in _literals(entry.resource)
            for name in self.names.candidates(literal, entry)
        }
        for model, known in self._records.items():
            missing = wanted - known.keys()
            # Encounters and observations are forgotten with their chunk: there may be millions.
            if model is not Patient:
                known.clear()
                missing = wanted
            known.update({name: row.object_id for name, row in known_records(model, missing).items()})

    def record(self, model: type, literal: str, entry: Entry) -> UUID | None:
        known = self._records[model]
        return next((known[name] for name in self.names.candidates(literal, entry) if name in known), None)

    def add_patient(self, name: ExternalRef, patient_id: UUID) -> None:
        self._records[Patient][name] = patient_id

    def entity(self, model: type[Entity], name: ExternalRef) -> UUID | None:
        key = (model.__name__, name)
        if key not in self._entities:
            self._entities[key] = Identifier.objects.resource_id(model, name.system, name.value)
        return self._entities[key]

    def add_entity(self, model: type[Entity], name: ExternalRef, entity_id: UUID) -> None:
        self._entities[model.__name__, name] = entity_id

    def patient_by_identifier(self, identifier: ExternalRef) -> UUID | None:
        if identifier not in self._patients_by_identifier:
            patient = patient_by_identifier(identifier.system, identifier.value)
            self._patients_by_identifier[identifier] = patient.pk if patient else None
        return self._patients_by_identifier[identifier]

    def only_place_of(self, organization_id: UUID) -> UUID | None:
        """The branch of an organization that has one."""
        if organization_id not in self._places_of:
            places = list(
                Location.objects.filter(organization=organization_id).values_list("pk", flat=True)[:2]
            )
            self._places_of[organization_id] = places[0] if len(places) == 1 else None
        return self._places_of[organization_id]


class EntryResolver:
    """Answers for the references of one entry."""

    def __init__(self, index: Index, entry: Entry) -> None:
        self.index = index
        self.entry = entry

    def patient(self, reference: Reference) -> UUID | None:
        if found := self.index.record(Patient, reference.literal, self.entry):
            return found
        identifier = _identifier(reference, "Patient")
        return self.index.patient_by_identifier(identifier) if identifier else None

    def encounter(self, reference: Reference) -> UUID | None:
        return self.index.record(Encounter, reference.literal, self.entry)

    def observation(self, reference: Reference) -> UUID | None:
        return self.index.record(Observation, reference.literal, self.entry)

    def practitioner(self, reference: Reference) -> UUID | None:
        return self.entity(Practitioner, reference)

    def location(self, reference: Reference) -> UUID | None:
        if place := self.entity(Location, reference):
            return place
        organization = self.entity(Organization, reference)
        return self.index.only_place_of(organization) if organization else None

    def entity(self, model: type[Entity], reference: Reference) -> UUID | None:
        names = self.index.names.candidates(reference.literal, self.entry)
        identifier = _identifier(reference, model.__name__)
        for name in (*names, identifier):
            if name and (found := self.index.entity(model, name)):
                return found
        return None

    def was_refused(self, reference: Reference) -> bool:
        names = self.index.names.candidates(reference.literal, self.entry)
        return any(name in self.index.refused for name in names)

    def resource(self, reference: Reference) -> dict[str, Any] | None:
        for name in self.index.names.candidates(reference.literal, self.entry):
            if name in self.index.resources:
                return self.index.resources[name]
        return None


def _identifier(reference: Reference, wanted_type: str) -> ExternalRef | None:
    """A business identifier: FHIR's logical reference, or a conditional one of the wanted type."""
    conditional = identifier_of_conditional(reference.literal)
    if conditional:
        return conditional[1] if conditional[0] == wanted_type or wanted_type == "Location" else None
    return None if reference.literal else reference.identifier


def _literals(value: Any) -> Iterator[str]:
    """Every `reference` in a resource."""
    match value:
        case dict():
            for name, child in value.items():
                if name == "reference" and isinstance(child, str):
                    yield child
                else:
                    yield from _literals(child)
        case list():
            for child in value:
                yield from _literals(child)
