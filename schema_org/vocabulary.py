"""The published vocabulary: types, properties and enumerations of one schema.org release.

`vocabulary.json` beside this file is made from the release file by `python -m schema_org.compile_vocabulary`.
It holds what a check needs: who inherits from whom, where a property may stand, what it may hold, and what
replaced what.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, cached_property
from pathlib import Path
from typing import Any

COMPILED = Path(__file__).with_name("vocabulary.json")

Names = tuple[str, ...]


@dataclass(frozen=True)
class Property:
    domain: Names
    range: Names


@dataclass(frozen=True)
class Vocabulary:
    """`types` gives the direct supertypes of each type, `members` the enumerations each value belongs to."""

    version: str
    types: Mapping[str, Names]
    data_types: frozenset[str]
    properties: Mapping[str, Property]
    members: Mapping[str, Names]
    superseded: Mapping[str, str]

    def ancestors(self, name: str) -> frozenset[str]:
        """The type itself and everything it inherits from; nothing for a name that is no type."""
        return self._ancestry.get(name, frozenset())

    def is_a(self, name: str, expected: Iterable[str]) -> bool:
        return not self.ancestors(name).isdisjoint(expected)

    def nearest(self, name: str, known: Iterable[str]) -> Names:
        """Up to three known names that look like a misspelt one, capitals aside."""
        spelled = {candidate.casefold(): candidate for candidate in known}
        return tuple(spelled[match] for match in get_close_matches(name.casefold(), spelled, n=3))

    @cached_property
    def _ancestry(self) -> dict[str, frozenset[str]]:
        ancestry: dict[str, frozenset[str]] = {}

        def climb(name: str) -> frozenset[str]:
            if name not in ancestry:
                ancestry[name] = frozenset((name,)).union(*map(climb, self.types[name]))
            return ancestry[name]

        for name in self.types:
            climb(name)
        return ancestry


def local_name(term: str) -> str:
    """`Physician` for `https://schema.org/Physician`, in any of the spellings in use."""
    for prefix in ("https://schema.org/", "http://schema.org/", "schema:"):
        if term.startswith(prefix):
            return term.removeprefix(prefix)
    return term


@cache
def published() -> Vocabulary:
    """The release this portal is built for."""
    compiled = json.loads(COMPILED.read_text(encoding="utf-8"))
    return Vocabulary(
        version=compiled["version"],
        types={name: tuple(parents) for name, parents in compiled["types"].items()},
        data_types=frozenset(compiled["data_types"]),
        properties={
            name: Property(tuple(domain), tuple(range_))
            for name, (domain, range_) in compiled["properties"].items()
        },
        members={name: tuple(enumerations) for name, enumerations in compiled["members"].items()},
        superseded=compiled["superseded"],
    )


def read_release(path: Path, *, version: str) -> Vocabulary:
    """The vocabulary of a release file (`schemaorg-all-https.jsonld`), which does not say its own version.

    Raises ValueError for a file that is not one.
    """
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))["@graph"]
        # A release also lists terms of other vocabularies that it maps to; they have prefixes of their own.
        terms: dict[str, dict[str, Any]] = {
            local_name(entry["@id"]): entry for entry in entries if entry["@id"].startswith("schema:")
        }
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise ValueError(f"{path} is not a schema.org release file") from error
    types = {
        name: _schema_names(entry.get("rdfs:subClassOf"))
        for name, entry in terms.items()
        # A few medical specialities are values and types at once; such a value has supertypes but is no
        # rdfs:Class.
        if "rdfs:Class" in _listed(entry["@type"]) or "rdfs:subClassOf" in entry
    }
    return Vocabulary(
        version=version,
        types=types,
        data_types=_data_types(types, terms),
        properties={
            name: Property(
                _schema_names(entry.get("schema:domainIncludes")),
                _schema_names(entry.get("schema:rangeIncludes")),
            )
            for name, entry in terms.items()
            if entry["@type"] == "rdf:Property"
        },
        members={
            name: enumerations
            for name, entry in terms.items()
            if (enumerations := _schema_names([{"@id": kind} for kind in _listed(entry["@type"])], types))
        },
        superseded={
            name: _schema_names(entry["schema:supersededBy"])[0]
            for name, entry in terms.items()
            if "schema:supersededBy" in entry
        },
    )


def _data_types(types: Mapping[str, Names], terms: Mapping[str, dict[str, Any]]) -> frozenset[str]:
    found = {name for name in types if "schema:DataType" in _listed(terms[name]["@type"])}
    while more := {name for name, parents in types.items() if found.intersection(parents)} - found:
        found |= more
    return frozenset(found)


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _schema_names(references: Any, among: Iterable[str] | None = None) -> Names:
    """The schema.org names in one or many `{"@id": "schema:Name"}`, sorted."""
    ids = (reference["@id"] for reference in _listed(references))
    names = {local_name(term) for term in ids if term.startswith("schema:")} - {"DataType"}
    return tuple(sorted(names if among is None else names.intersection(among)))
