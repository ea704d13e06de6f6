"""A JSON-LD document as a checker sees it: every node with its place, and ids resolved."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from schema_org.vocabulary import Vocabulary, local_name

Json = dict[str, Any]


@dataclass(frozen=True)
class Place:
    """Where a node stands: the name of the nearest node that has one, and the dotted path from there."""

    node: str
    path: str = ""

    def at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name


@dataclass(frozen=True)
class PlacedNode:
    json: Json
    place: Place

    @property
    def types(self) -> tuple[str, ...]:
        return types_of(self.json)


class Document:
    """`tops` are the nodes of the `@graph`, or the one node of a document without a graph."""

    def __init__(self, json: Mapping[str, Any]) -> None:
        graph = json.get("@graph")
        body = graph if isinstance(graph, list) else [{key: json[key] for key in json if key != "@context"}]
        self.context = json.get("@context")
        self.tops: tuple[Json, ...] = tuple(node for node in body if isinstance(node, dict))
        self.nodes = tuple(self._walk())
        self.definitions: dict[str, list[PlacedNode]] = {}
        for node in self.nodes:
            if isinstance(node.json.get("@id"), str):
                self.definitions.setdefault(node.json["@id"], []).append(node)

    def _walk(self) -> Iterator[PlacedNode]:
        for top in self.tops:
            yield from _nodes(top, Place(_label(top)))

    def resolve(self, value: Any) -> Json | None:
        """The node behind a value: itself, or what its `@id` names on this page."""
        if not isinstance(value, dict):
            return None
        if not is_reference(value):
            return value
        defined = self.definitions.get(value["@id"])
        return defined[0].json if defined else None

    def values(self, node: Json, path: str) -> list[Any]:
        """All values at a dotted path below a node, references followed."""
        name, _, rest = path.partition(".")
        found = [self.resolve(value) or value for value in listed(node.get(name))]
        if not rest:
            return found
        return [value for each in found if isinstance(each, dict) for value in self.values(each, rest)]

    def main_entities(self, vocabulary: Vocabulary) -> tuple[Json, ...]:
        """What the pages of this document are about; everything at the top of a document without a page."""
        pages = [
            top for top in self.tops if any(vocabulary.is_a(kind, ("WebPage",)) for kind in types_of(top))
        ]
        if not pages:
            return self.tops
        named = (self.resolve(value) for page in pages for value in listed(page.get("mainEntity")))
        return tuple(node for node in named if node is not None)


def is_reference(value: Mapping[str, Any]) -> bool:
    return set(value) == {"@id"}


def types_of(node: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(local_name(name) for name in listed(node.get("@type")) if isinstance(name, str))


def listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _label(node: Json) -> str:
    name = node.get("@id")
    return name if isinstance(name, str) and name else " ".join(types_of(node))


def _nodes(node: Json, place: Place) -> Iterator[PlacedNode]:
    yield PlacedNode(node, place)
    for name, value in node.items():
        for each in listed(value):
            if isinstance(each, dict) and "@value" not in each and not is_reference(each):
                named = isinstance(each.get("@id"), str) and each["@id"]
                yield from _nodes(each, Place(_label(each)) if named else Place(place.node, place.at(name)))
