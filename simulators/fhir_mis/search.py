"""What can be searched for, and how a resource is filed for it (FHIR R4, Search)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from simulators.fhir_mis.instants import span
from simulators.fhir_mis.outcome import Fault, Resource

Values = Callable[[Resource], Iterator[Any]]


@dataclass(frozen=True)
class Term:
    """One value under which a resource is found. Dates are ISO texts in UTC, which compare like moments."""

    parameter: str
    value: str = ""
    system: str = ""
    low: str = ""
    high: str = ""


def path(*steps: str) -> Values:
    """All values below the steps; lists are entered, absent steps yield nothing."""

    def walk(node: Any, rest: tuple[str, ...]) -> Iterator[Any]:
        if isinstance(node, list):
            for item in node:
                yield from walk(item, rest)
        elif not rest:
            if node is not None:
                yield node
        elif isinstance(node, dict):
            yield from walk(node.get(rest[0]), rest[1:])

    return lambda resource: walk(resource, steps)


def actors_of(kind: str) -> Values:
    def references(resource: Resource) -> Iterator[Any]:
        for reference in path("participant", "actor", "reference")(resource):
            if str(reference).startswith(f"{kind}/"):
                yield reference

    return references


TOKEN, REFERENCE, DATE, STRING = "token", "reference", "date", "string"

PARAMETERS: dict[str, dict[str, tuple[str, Values]]] = {
    "Patient": {
        "identifier": (TOKEN, path("identifier")),
        "active": (TOKEN, path("active")),
        "family": (STRING, path("name", "family")),
        "given": (STRING, path("name", "given")),
        "phone": (TOKEN, path("telecom")),
        "birthdate": (DATE, path("birthDate")),
    },
    "Practitioner": {
        "identifier": (TOKEN, path("identifier")),
        "active": (TOKEN, path("active")),
        "family": (STRING, path("name", "family")),
        "given": (STRING, path("name", "given")),
    },
    "PractitionerRole": {
        "identifier": (TOKEN, path("identifier")),
        "active": (TOKEN, path("active")),
        "practitioner": (REFERENCE, path("practitioner", "reference")),
        "location": (REFERENCE, path("location", "reference")),
        "service": (REFERENCE, path("healthcareService", "reference")),
        "specialty": (TOKEN, path("specialty")),
    },
    "Organization": {
        "identifier": (TOKEN, path("identifier")),
        "name": (STRING, path("name")),
    },
    "Location": {
        "identifier": (TOKEN, path("identifier")),
        "name": (STRING, path("name")),
        "status": (TOKEN, path("status")),
    },
    "HealthcareService": {
        "identifier": (TOKEN, path("identifier")),
        "active": (TOKEN, path("active")),
        "name": (STRING, path("name")),
        "location": (REFERENCE, path("location", "reference")),
        "service-type": (TOKEN, path("type")),
    },
    "Schedule": {
        "identifier": (TOKEN, path("identifier")),
        "active": (TOKEN, path("active")),
        "actor": (REFERENCE, path("actor", "reference")),
        "date": (DATE, path("planningHorizon")),
    },
    "Slot": {
        "identifier": (TOKEN, path("identifier")),
        "schedule": (REFERENCE, path("schedule", "reference")),
        "status": (TOKEN, path("status")),
        "start": (DATE, path("start")),
        "service-type": (TOKEN, path("serviceType")),
    },
    "Appointment": {
        "identifier": (TOKEN, path("identifier")),
        "status": (TOKEN, path("status")),
        "date": (DATE, path("start")),
        "actor": (REFERENCE, path("participant", "actor", "reference")),
        "patient": (REFERENCE, actors_of("Patient")),
        "practitioner": (REFERENCE, actors_of("Practitioner")),
        "location": (REFERENCE, actors_of("Location")),
        "slot": (REFERENCE, path("slot", "reference")),
        "service-type": (TOKEN, path("serviceType")),
        "based-on": (REFERENCE, path("basedOn", "reference")),
    },
    "ServiceRequest": {
        "identifier": (TOKEN, path("identifier")),
        "status": (TOKEN, path("status")),
        "patient": (REFERENCE, path("subject", "reference")),
        "authored": (DATE, path("authoredOn")),
    },
}

DATE_PREFIXES = ("eq", "ne", "ge", "gt", "le", "lt")


def terms(resource: Resource) -> Iterator[Term]:
    for parameter, (kind, values) in PARAMETERS[resource["resourceType"]].items():
        for value in values(resource):
            yield from filed(parameter, kind, value)


def filed(parameter: str, kind: str, value: Any) -> Iterator[Term]:
    if kind == TOKEN:
        yield from tokens(parameter, value)
    elif kind == STRING:
        yield Term(parameter, str(value).casefold())
    elif kind == REFERENCE:
        yield Term(parameter, str(value))
    elif isinstance(value, dict):
        yield Term(
            parameter,
            low=sortable(span(value["start"])[0]) if value.get("start") else "",
            high=sortable(span(value["end"])[1]) if value.get("end") else "9999",
        )
    else:
        low, high = span(str(value))
        yield Term(parameter, low=sortable(low), high=sortable(high))


def tokens(parameter: str, value: Any) -> Iterator[Term]:
    if isinstance(value, bool):
        yield Term(parameter, "true" if value else "false")
    elif not isinstance(value, dict):
        yield Term(parameter, str(value))
    elif "coding" in value:
        for coding in value["coding"]:
            yield Term(parameter, coding.get("code", ""), coding.get("system", ""))
    else:
        yield Term(parameter, value.get("value", ""), value.get("system", ""))


def sortable(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%f")


def condition(resource_type: str, parameter: str, text: str) -> tuple[str, list[str]]:
    """SQL over the table `term` for `parameter=text`; commas in the text mean "or"."""
    name, _, modifier = parameter.partition(":")
    if modifier or name not in PARAMETERS[resource_type]:
        raise Fault(400, "not-supported", f"{resource_type} is not searched by {parameter!r} here")
    kind = PARAMETERS[resource_type][name][0]
    choices = [choice(kind, part) for part in text.split(",")]
    clause = " or ".join(sql for sql, _ in choices)
    return f"parameter = ? and ({clause})", [name, *(value for _, values in choices for value in values)]


def choice(kind: str, text: str) -> tuple[str, list[str]]:
    if kind == TOKEN:
        system, bar, code = text.rpartition("|")
        return ("system = ? and value = ?", [system, code]) if bar else ("value = ?", [code])
    if kind == STRING:
        return "value like ? escape '\\'", [escaped(text.casefold()) + "%"]
    if kind == REFERENCE:
        return ("value = ?", [text]) if "/" in text else ("value like ? escape '\\'", ["%/" + escaped(text)])
    return date_choice(text)


def date_choice(text: str) -> tuple[str, list[str]]:
    """FHIR R4, Search, 3.1.1.4.7: the prefix compares the span of the resource with the span of the text."""
    prefix, moment = (text[:2], text[2:]) if text[:2] in DATE_PREFIXES else ("eq", text)
    low, high = (sortable(edge) for edge in span(moment))
    return {
        "eq": ("low >= ? and high <= ?", [low, high]),
        "ne": ("not (low >= ? and high <= ?)", [low, high]),
        "ge": ("high > ?", [low]),
        "gt": ("high > ?", [high]),
        "le": ("low < ?", [high]),
        "lt": ("low < ?", [low]),
    }[prefix]


def escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
