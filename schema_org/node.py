"""What a node of the graph is: typed fields, an optional `@id`, and the facts without which it is not
published.

A subclass lists its schema.org types in `TYPES`, its fields in Python spelling (`job_title` becomes
`jobTitle`), and in `REQUIRED` the fields without which the node says nothing or breaks a search engine's
rule. Values are given as Python has them; `graph.assemble` turns them into JSON.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar

from schema_org.terms import Term


@dataclass(frozen=True)
class Ref:
    """A reference to a node that is defined elsewhere in the same graph."""

    id: str


@dataclass(frozen=True, kw_only=True)
class Node:
    """`id` is empty for a node that is written inside its only owner, as an address is."""

    TYPES: ClassVar[tuple[str, ...]] = ()
    REQUIRED: ClassVar[tuple[str, ...]] = ()
    IN_PLACE: ClassVar[bool] = False

    def __init_subclass__(
        cls, types: tuple[str, ...] = (), required: tuple[str, ...] = (), in_place: bool = False
    ) -> None:
        """What is not given is inherited. `in_place`: written where it is used even though it has an id."""
        super().__init_subclass__()
        cls.TYPES = types or cls.TYPES
        cls.REQUIRED = required or cls.REQUIRED
        cls.IN_PLACE = in_place or cls.IN_PLACE

    id: str = ""

    @property
    def types(self) -> tuple[str, ...]:
        return self.TYPES

    @property
    def ref(self) -> Ref:
        """How another node points here. The node itself has to be handed to `assemble` as well."""
        if not self.id:
            raise ValueError(f"{type(self).__name__} without an id cannot be referred to")
        return Ref(self.id)


Entity = Node | Ref
"""Another node of the graph, given whole or by its id."""

type_only: Mapping[str, Any] = {"property": ""}
"""Metadata of a field that chooses types and is itself no property."""


def spelled(name: str) -> Any:
    """An optional text whose schema.org spelling is not the camel case of its field's name."""
    return field(default="", metadata={"property": name})


@cache
def properties(node: type[Node]) -> Mapping[str, str]:
    """Field names of a node class with their schema.org spelling, in the order of declaration."""
    pairs = ((f.name, f.metadata.get("property", _camel(f.name))) for f in fields(node) if f.name != "id")
    return {name: spelling for name, spelling in pairs if spelling}


def _camel(name: str) -> str:
    head, *tail = name.split("_")
    return head + "".join(word.capitalize() for word in tail)


Scalar = str | bool | int | float | Decimal | date | datetime | time | timedelta | Term


def literal(value: Scalar) -> str | bool | int | float:
    """One value as JSON has it. Times are `08:00:00`, as the vocabulary defines Time; moments carry their
    zone.

    Raises ValueError for a datetime without a zone: a search engine would read it in a zone of its own.
    """
    match value:
        case Term():
            return value.iri
        case str():
            return value.strip()
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case timedelta():
            return _duration(value)
        case datetime():
            if value.tzinfo is None:
                raise ValueError(f"{value!r} has no time zone")
            return value.isoformat(timespec="seconds")
        case time():
            return value.isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case _:
            return value


def _duration(value: timedelta) -> str:
    """ISO 8601, in the minutes and hours people use: PT45M, PT1H30M, P2DT4H."""
    minutes, seconds = divmod(int(value.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    clock = "".join(
        f"{number}{unit}" for number, unit in ((hours, "H"), (minutes, "M"), (seconds, "S")) if number
    )
    if days:
        return f"P{days}D" + (f"T{clock}" if clock else "")
    return f"PT{clock or '0S'}"
