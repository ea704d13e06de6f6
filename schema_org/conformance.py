"""The check against the vocabulary: types, properties, where they stand, what they hold, and ids."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from schema_org.document import Document, Json, PlacedNode, is_reference, listed, types_of
from schema_org.findings import Finding, Severity
from schema_org.vocabulary import Names, Vocabulary, local_name

_KEYWORDS = frozenset(("@id", "@type", "@context", "@graph", "@value", "@language", "@reverse", "@index"))
_TEXT = ("Text", "CssSelectorType", "XPathType", "PronounceableText")
_NUMBERS = ("Number", "Integer", "Float")
_QUANTITIES = ("Quantity", "Distance", "Duration", "Energy", "Mass")

_ABSOLUTE = re.compile(r"https?://[^\s/?#]+[^\s]*\Z")
_DURATION = re.compile(r"P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?\Z")
_AMOUNT = re.compile(r"\d+([.,]\d+)? \S+\Z")
_NUMBER = re.compile(r"-?\d+(\.\d+)?\Z")
_TIME = re.compile(r"\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?\Z")
# A reduced date (a year, a month) is ISO 8601 too, and often all that is known of a diploma.
_REDUCED_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?\Z")
_MARKUP = re.compile(r"</?[a-z][a-z0-9]*(\s[^<>]*)?/?>|\{\{|\{%|&(amp|lt|gt|quot|nbsp|#\d+);", re.IGNORECASE)


def vocabulary_findings(document: Document, vocabulary: Vocabulary) -> Iterator[Finding]:
    yield from _context(document)
    for node in document.nodes:
        yield from _node(node, document, vocabulary)
    for name, places in document.definitions.items():
        yield from _identity(name, places)


def _context(document: Document) -> Iterator[Finding]:
    names = [str(name).rstrip("/") for name in listed(document.context)]
    if "https://schema.org" not in names and "http://schema.org" not in names:
        yield Finding(Severity.ERROR, "wrong-context", "@context")


def _identity(name: str, places: list[PlacedNode]) -> Iterator[Finding]:
    first = places[0]
    if not _ABSOLUTE.match(name):
        yield Finding(Severity.ERROR, "relative-id", name, first.types, params={"given": name})
    if len(places) > 1:
        yield Finding(Severity.ERROR, "duplicate-id", name, first.types, params={"given": name})


def _node(node: PlacedNode, document: Document, vocabulary: Vocabulary) -> Iterator[Finding]:
    types = node.types
    if not types:
        yield Finding(Severity.ERROR, "untyped-node", node.place.node, property=node.place.path)
    for name in types:
        yield from _type(name, node, vocabulary)
    for name, value in node.json.items():
        if name.startswith("@"):
            if name not in _KEYWORDS:
                yield _finding(Severity.ERROR, "unknown-keyword", node, name)
        else:
            yield from _property(name, value, node, document, vocabulary)


def _type(name: str, node: PlacedNode, vocabulary: Vocabulary) -> Iterator[Finding]:
    def finding(severity: Severity, code: str, **params: str) -> Finding:
        place = node.place
        return Finding(severity, code, place.node, node.types, place.path, {"type": name, **params})

    if name in vocabulary.superseded and name in vocabulary.types:
        yield finding(Severity.WARNING, "superseded-type", replacement=vocabulary.superseded[name])
    elif name in vocabulary.types and name not in vocabulary.data_types:
        return
    elif name in vocabulary.members:
        yield finding(Severity.ERROR, "value-as-type", enumeration=_names(vocabulary.members[name]))
    else:
        nearest = vocabulary.nearest(name, vocabulary.types)
        yield finding(Severity.ERROR, "unknown-type", nearest=_names(nearest or ("Thing",)))


def _property(
    name: str, value: Any, node: PlacedNode, document: Document, vocabulary: Vocabulary
) -> Iterator[Finding]:
    term = local_name(name)
    # `query-input` and the like describe the input of an action by the property they carry before the hyphen.
    base, _, annotation = term.rpartition("-")
    if base and annotation in ("input", "output"):
        term = base
    known = vocabulary.properties.get(term)
    if known is None:
        nearest = _names(vocabulary.nearest(term, vocabulary.properties) or ("description",))
        yield _finding(Severity.ERROR, "unknown-property", node, name, nearest=nearest)
        return
    if term in vocabulary.superseded:
        replacement = vocabulary.superseded[term]
        yield _finding(Severity.WARNING, "superseded-property", node, name, replacement=replacement)
    # A Role between a property and its value repeats the property.
    accepted = (*known.domain, "Role")
    known_types = [kind for kind in node.types if kind in vocabulary.types]
    if known_types and not any(vocabulary.is_a(kind, accepted) for kind in known_types):
        yield _finding(
            Severity.ERROR, "wrong-domain", node, name, types=_names(node.types), allowed=_names(known.domain)
        )
    if base and annotation in ("input", "output"):
        return
    for each in value if isinstance(value, list) and value else [value]:
        yield from _Value(name, node, document, vocabulary, known.range).findings(each)


def _finding(severity: Severity, code: str, node: PlacedNode, name: str, **params: str) -> Finding:
    place = node.place
    return Finding(severity, code, place.node, node.types, place.at(name), {"property": name, **params})


def _is_empty(value: Any) -> bool:
    return value in (None, [], {}) or (isinstance(value, str) and not value.strip())


def _names(names: Iterable[str]) -> str:
    return ", ".join(names)


class _Value:
    """One value of one property, held against the range of that property."""

    def __init__(
        self, name: str, node: PlacedNode, document: Document, vocabulary: Vocabulary, allowed: Names
    ) -> None:
        self.name, self.node = name, node
        self.document, self.vocabulary = document, vocabulary
        self.allowed = allowed
        self.plain = frozenset(allowed) & vocabulary.data_types
        self.entities = tuple(kind for kind in allowed if kind not in vocabulary.data_types)

    def findings(self, value: Any) -> Iterator[Finding]:
        match value:
            case _ if _is_empty(value):
                yield self._finding(Severity.ERROR, "empty-value")
            case bool():
                if "Boolean" not in self.plain:
                    yield self._wrong_range("true" if value else "false")
            case int() | float():
                yield from self._number(value)
            case str():
                yield from self._text(value)
            case dict() if "@value" in value:
                yield from self.findings(value["@value"])
            case dict() if is_reference(value):
                yield from self._reference(value["@id"])
            case dict():
                yield from self._entity(value)
            case _:
                yield self._wrong_range(str(value))

    def _number(self, value: float) -> Iterator[Finding]:
        whole = isinstance(value, int) or value.is_integer()
        if not self.plain.intersection(_NUMBERS) or (self.plain == {"Integer"} and not whole):
            yield self._wrong_range(str(value))

    def _reference(self, name: Any) -> Iterator[Finding]:
        target = self.document.resolve({"@id": name})
        if target is not None:
            yield from self._entity(target)
        elif local_name(str(name)) != str(name):
            yield from self._term(local_name(str(name)))
        else:
            yield self._finding(Severity.ERROR, "dangling-id", given=str(name))

    def _entity(self, value: Json) -> Iterator[Finding]:
        known = [kind for kind in types_of(value) if kind in self.vocabulary.types]
        if known and not any(self.vocabulary.is_a(kind, (*self.entities, "Role")) for kind in known):
            yield self._wrong_range(_names(types_of(value)))

    def _text(self, value: str) -> Iterator[Finding]:
        term = local_name(value)
        if term != value and (term in self.vocabulary.members or not self.plain):
            yield from self._term(term)
        elif self.plain.intersection(_TEXT):
            if _MARKUP.search(value):
                yield self._finding(Severity.WARNING, "markup-in-text", given=value[:60])
        elif not self.plain:
            yield from self._word(value)
        else:
            yield from self._shaped(value)

    def _term(self, term: str) -> Iterator[Finding]:
        enumerations = self.vocabulary.members.get(term, ())
        if not enumerations:
            yield self._finding(Severity.ERROR, "unknown-term", given=term, allowed=_names(self.entities))
            return
        if term in self.vocabulary.superseded:
            replacement = self.vocabulary.superseded[term]
            yield self._finding(Severity.WARNING, "superseded-term", given=term, replacement=replacement)
        accepted = any(self.vocabulary.is_a(kind, self.allowed) for kind in enumerations)
        if not accepted and "URL" not in self.plain:
            yield self._wrong_range(f"{term} ({_names(enumerations)})")

    def _word(self, value: str) -> Iterator[Finding]:
        """A text where only entities or terms may stand."""
        enumerations = self.vocabulary.members.get(value, ())
        if any(self.vocabulary.is_a(kind, self.allowed) for kind in enumerations):
            yield self._finding(Severity.WARNING, "short-term", given=value)
        elif all(self.vocabulary.is_a(kind, ("Enumeration",)) for kind in self.entities):
            yield self._finding(Severity.ERROR, "unknown-term", given=value, allowed=_names(self.entities))
        else:
            yield self._finding(
                Severity.ERROR, "text-for-entity", given=value[:60], allowed=_names(self.entities)
            )

    def _shaped(self, value: str) -> Iterator[Finding]:
        """A text where a date, a number or an address is expected: the first shape it has is taken."""
        accepted = {
            "URL": _is_address,
            "DateTime": _is_moment,
            "Date": _is_date,
            "Time": _is_time,
            "Quantity": _is_quantity,
        }
        kinds = {"Quantity" if kind in _QUANTITIES else kind for kind in self.plain}
        if any(shape(value) for kind, shape in accepted.items() if kind in kinds):
            if "DateTime" in kinds and _is_moment(value) and datetime.fromisoformat(value).tzinfo is None:
                yield self._finding(Severity.WARNING, "no-time-zone", given=value)
        elif self.plain.intersection(_NUMBERS):
            if _NUMBER.match(value):
                yield self._finding(Severity.WARNING, "number-as-text", given=value)
            else:
                yield self._finding(Severity.ERROR, "not-a-number", given=value[:60])
        else:
            code = next(code for kind, code in _SHAPE_FAULTS.items() if kind in kinds)
            yield self._finding(Severity.ERROR, code, given=value[:60])

    def _wrong_range(self, given: str) -> Finding:
        return self._finding(Severity.ERROR, "wrong-range", given=given, allowed=_names(self.allowed))

    def _finding(self, severity: Severity, code: str, **params: str) -> Finding:
        return _finding(severity, code, self.node, self.name, **params)


#: What a text is called that fits none of the allowed shapes, by the first of these that was allowed.
_SHAPE_FAULTS: Mapping[str, str] = {
    "Date": "not-a-date",
    "DateTime": "not-a-moment",
    "Time": "not-a-time",
    "Quantity": "not-a-quantity",
    "Boolean": "not-a-boolean",
    "URL": "not-an-address",
}


def _is_address(text: str) -> bool:
    return _ABSOLUTE.match(text) is not None


def _is_quantity(text: str) -> bool:
    return _DURATION.match(text) is not None or _AMOUNT.match(text) is not None


def _is_date(text: str) -> bool:
    if _REDUCED_DATE.match(text):
        return True
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == len("2026-03-19")


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return "T" in text


def _is_time(text: str) -> bool:
    if not _TIME.match(text):
        return False
    try:
        time.fromisoformat(text)
    except ValueError:
        return False
    return True
