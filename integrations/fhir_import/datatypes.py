"""FHIR R4 datatypes that several resources share, reduced to what the portal keeps."""

from dataclasses import dataclass
from decimal import Decimal

from integrations.fhir_import.element import Element
from integrations.fhir_import.errors import Refused
from records.codes import UCUM, Comparator
from records.received import Code, ExternalRef, Moment, Quantity, Range

#: Longer ones exist nowhere but in attacks and mistakes.
_LIMIT_SYSTEM = 200
_LIMIT_CODE = 200


@dataclass(frozen=True)
class Reference:
    """A FHIR Reference, not yet resolved."""

    literal: str
    """`Patient/1`, `urn:uuid:…`, `https://server/Patient/1`, `#1`, or `Patient?identifier=system|value`."""
    identifier: ExternalRef | None
    display: str
    path: str

    def __str__(self) -> str:
        if self.literal:
            return self.literal
        if self.identifier:
            return f"{self.identifier.system}|{self.identifier.value}"
        return self.display


@dataclass(frozen=True)
class Identifier:
    system: str
    value: str
    use: str
    type_code: str
    """HL7 v2-0203: MR, SS, NI, PPN …"""

    @property
    def ref(self) -> ExternalRef:
        return ExternalRef(self.system, self.value)


def identifiers(element: Element) -> list[Identifier]:
    """The usable ones, without repetition: a system and a value. A number of nobody in particular
    identifies nothing.
    """
    found: dict[ExternalRef, Identifier] = {}
    for item in element.children("identifier"):
        identifier = Identifier(
            system=item.text("system", limit=_LIMIT_SYSTEM),
            value=item.text("value", limit=_LIMIT_CODE),
            use=item.text("use"),
            type_code=concept(item, "type").code,
        )
        if identifier.system and identifier.value and identifier.use != "old":
            found.setdefault(identifier.ref, identifier)
    return list(found.values())


def reference(element: Element, name: str) -> Reference | None:
    """None when the element is absent or says nothing."""
    child = element.child(name)
    return _reference(child) if child else None


def references(element: Element, name: str) -> list[Reference]:
    return [found for item in element.children(name) if (found := _reference(item))]


def required_reference(element: Element, name: str) -> Reference:
    found = reference(element, name)
    if found is None:
        raise Refused("is missing", element.at(name))
    return found


def concept(element: Element, name: str, *, prefer: str = "") -> Code:
    """A CodeableConcept: its coding of the preferred system, or else the one that the user selected or the
    first.
    """
    child = element.child(name)
    return code_of(child, prefer=prefer) if child else Code()


def required_concept(element: Element, name: str, *, prefer: str = "") -> Code:
    element.child(name, required=True)
    code = concept(element, name, prefer=prefer)
    if not code:
        raise Refused("has neither a code nor a text", element.at(name))
    return code


def concepts(element: Element, name: str, *, prefer: str = "") -> list[Code]:
    return [code for item in element.children(name) if (code := code_of(item, prefer=prefer))]


def code_of(element: Element, *, prefer: str = "") -> Code:
    codings = [coding(item) for item in element.children("coding")]
    selected = [item.boolean("userSelected") is True for item in element.children("coding")]
    ranked = sorted(
        (not (prefer and code.system == prefer), not selected[index], index)
        for index, code in enumerate(codings)
        if code
    )
    leading = codings[ranked[0][2]] if ranked else Code()
    return Code(leading.system, leading.code, leading.display, element.text("text"))


def coding(element: Element) -> Code:
    return Code(
        system=element.text("system", limit=_LIMIT_SYSTEM),
        code=element.text("code", limit=_LIMIT_CODE),
        display=element.text("display"),
    )


def quantity(element: Element, name: str) -> Quantity | None:
    """A Quantity with a value; None when absent or without one (its reason then stands in
    `dataAbsentReason`).
    """
    child = element.child(name)
    if child is None:
        return None
    value = child.decimal("value")
    if value is None:
        return None
    code = child.text("code", limit=_LIMIT_CODE)
    return Quantity(
        value=value,
        unit=child.text("unit", limit=_LIMIT_CODE) or code,
        unit_code=code if child.text("system") == UCUM else "",
        comparator=child.code("comparator", Comparator) or "",
    )


def quantity_text(quantity: Quantity | None) -> str:
    """`< 5 mmol/L`: a quantity inside a value that is kept as text."""
    if quantity is None:
        return ""
    return " ".join(
        part for part in (quantity.comparator, decimal_text(quantity.value), quantity.unit) if part
    )


def decimal_text(value: Decimal) -> str:
    """Digits as the sender wrote them, never in exponent notation."""
    return format(value, "f")


def reference_range(element: Element) -> Range | None:
    """The range that applies to the value: FHIR lets a sender add others, such as treatment goals, after
    it.
    """
    ranges = element.children("referenceRange")
    normal = [item for item in ranges if concept(item, "type").code in ("", "normal")]
    for item in normal or ranges[:1]:
        low, high = quantity(item, "low"), quantity(item, "high")
        found = Range(low.value if low else None, high.value if high else None, item.text("text"))
        if found != Range():
            return found
    return None


def period(element: Element, name: str) -> tuple[Moment | None, Moment | None]:
    child = element.child(name)
    if child is None:
        return None, None
    start, end = child.moment("start"), child.moment("end")
    if start and end and start.precision == end.precision and end.at < start.at:
        raise Refused("ends before it starts", child.path)
    return start, end


def _reference(element: Element) -> Reference | None:
    identifier = None
    if child := element.child("identifier"):
        system, value = child.text("system"), child.text("value")
        identifier = ExternalRef(system, value) if system and value else None
    found = Reference(element.text("reference"), identifier, element.text("display"), element.path)
    return found if str(found) else None
