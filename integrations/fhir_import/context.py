"""What a mapping is given beside the resource: its name, and answers about what it refers to."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from integrations.fhir_import.datatypes import Reference, code_of, reference, references, required_reference
from integrations.fhir_import.element import Element
from integrations.fhir_import.errors import Refused
from integrations.fhir_import.references import contained, type_of_literal
from records.received import Code, ExternalRef


class Resolver(Protocol):
    """Finds the objects of ours, and the resources of the same file, that a Reference names."""

    def patient(self, reference: Reference) -> UUID | None: ...
    def encounter(self, reference: Reference) -> UUID | None: ...
    def observation(self, reference: Reference) -> UUID | None: ...
    def practitioner(self, reference: Reference) -> UUID | None: ...
    def location(self, reference: Reference) -> UUID | None:
        """The branch that a Location, or an Organization with an address of its own, has become."""

    def was_refused(self, reference: Reference) -> bool:
        """Whether this run has read the target and refused it."""

    def resource(self, reference: Reference) -> dict[str, Any] | None:
        """The resource itself, when it stands in the same file or is a Medication of any file."""


@dataclass
class Context:
    """One resource on its way into the record."""

    resource: Element
    ref: ExternalRef
    resolver: Resolver
    remarks: list[str] = field(default_factory=list)
    """What was left out of an entry that is kept, in words."""

    def part(self, suffix: str) -> ExternalRef:
        """The name of something inside this resource that becomes a record of its own."""
        return ExternalRef(self.ref.system, f"{self.ref.value}#{suffix}")

    @property
    def source_updated_at(self) -> datetime | None:
        meta = self.resource.child("meta")
        return meta.instant("lastUpdated") if meta else None

    def patient(self, name: str) -> UUID:
        """:raises Refused: missing, of another kind, or unknown."""
        subject = required_reference(self.resource, name)
        kind = type_of_literal(subject.literal)
        if kind and kind != "Patient":
            raise Refused(f"is a {kind}, not a Patient", subject.path)
        found = self.resolver.patient(subject)
        if found is None:
            raise Refused(missing(subject, self.resolver), subject.path)
        return found

    def encounter(self, element: Element, name: str) -> UUID | None:
        found = reference(element, name)
        if found is None:
            return None
        encounter = self.resolver.encounter(found)
        if encounter is None:
            self._left_out(found)
        return encounter

    def observations(self, name: str) -> tuple[UUID, ...]:
        ids = []
        for item in references(self.resource, name):
            found = self.resolver.observation(item)
            if found is None:
                self._left_out(item)
            else:
                ids.append(found)
        return tuple(ids)

    def practitioner(self, found: Reference | None) -> tuple[UUID | None, str]:
        """Our doctor, and the name as sent, which stands when the doctor is not ours."""
        if found is None:
            return None, ""
        return self.resolver.practitioner(found), self.display(found)

    def location(self, found: Reference | None) -> tuple[UUID | None, str]:
        if found is None:
            return None, ""
        return self.resolver.location(found), self.display(found)

    def display(self, found: Reference) -> str:
        """Words for the target: those of the reference, or the name of a contained practitioner or
        organization.
        """
        if found.display:
            return found.display[:300]
        target = self.target(found)
        if target is None:
            return ""
        if isinstance(target.value.get("name"), str):
            return target.text("name")[:300]
        names = target.children("name")
        if not names:
            return ""
        given = " ".join(part for part in names[0].texts("given"))
        return (names[0].text("text") or f"{given} {names[0].text('family')}".strip())[:300]

    def target(self, found: Reference) -> Element | None:
        """The referenced resource, when it is at hand."""
        if found.literal.startswith("#"):
            return contained(self.resource, found.literal)
        resource = self.resolver.resource(found)
        return Element(resource, str(found)) if resource is not None else None

    def code_of_target(self, found: Reference) -> Code:
        """The code of a referenced Condition, Medication or the like; its display when it is not at hand."""
        target = self.target(found)
        child = target.child("code") if target else None
        return (code_of(child) if child else Code()) or Code(text=found.display)

    def _left_out(self, found: Reference) -> None:
        self.remarks.append(f"{found.path} {missing(found, self.resolver)}, left out")


def missing(reference: Reference, resolver: Resolver) -> str:
    """Why a reference leads nowhere."""
    if resolver.was_refused(reference):
        return f"{reference} was refused"
    return f"{reference} is neither in the files nor in the portal"
