"""Nodes joined into one `@graph`.

Every node with an `@id` stands at the top level once; whoever mentions it holds a reference. Empty values are
dropped. A node that lacks a required fact is left out together with the references to it, and so is whatever
required it in turn; a reference to something the graph does not define is dropped, so no id ever dangles.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from schema_org.node import Node, Ref, literal, properties

CONTEXT = "https://schema.org"

Json = dict[str, Any]


@dataclass(frozen=True)
class LeftOut:
    """A node that is not published, and the schema.org names of the facts it lacks."""

    types: tuple[str, ...]
    id: str
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Graph:
    nodes: tuple[Json, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def document(self) -> Json:
        return {"@context": CONTEXT, "@graph": list(self.nodes)}

    def __bool__(self) -> bool:
        return bool(self.nodes)


@dataclass
class _Draft:
    """A node on its way: property values are JSON values, references, or drafts written in place."""

    id: str
    types: tuple[str, ...]
    required: tuple[str, ...]
    values: dict[str, Any]


def assemble(*roots: Node | None) -> Graph:
    """The graph of these nodes and of all nodes they hold.

    Two nodes of one id become one: the types are united, and the first to give a property is believed. So the
    full description of an entity comes before its short ones. Nodes that only a left-out node mentioned are
    left out too.
    """
    drafts: dict[str, _Draft] = {}
    tops = [_collect(root, drafts) for root in roots if root is not None]
    root_ids = [top.id for top in tops]
    if not all(root_ids):
        raise ValueError("a node handed to the graph needs an id")
    present = dict(drafts)
    left_out: list[LeftOut] = []
    while incomplete := [(draft, lacks) for draft in present.values() if (lacks := _missing(draft, present))]:
        for draft, lacks in incomplete:
            del present[draft.id]
            left_out.append(LeftOut(draft.types, draft.id, lacks))
    reached = _reachable(root_ids, present)
    return Graph(
        nodes=tuple(_written(draft, present) for key, draft in present.items() if key in reached),
        left_out=tuple(left_out),
    )


def _collect(node: Node, drafts: dict[str, _Draft]) -> _Draft:
    names = properties(type(node))  # type: ignore[arg-type]  # a class is hashable
    draft = _Draft(node.id, node.types, tuple(names[field] for field in node.REQUIRED), {})
    if node.id and not node.IN_PLACE:
        # Entered before its children, so that a graph reads from the page outwards.
        draft = _united(drafts.setdefault(node.id, draft), draft)
    values = vars(node)
    for field, name in names.items():
        value = values[field]
        # Most fields of most nodes are empty; zero and False are values.
        if value is None or (not value and value in ("", ())):
            continue
        drafted = _drafted(value, drafts)
        if drafted not in ("", []):
            draft.values.setdefault(name, drafted)
    return draft


def _united(first: _Draft, second: _Draft) -> _Draft:
    first.types += tuple(name for name in second.types if name not in first.types)
    first.required += tuple(name for name in second.required if name not in first.required)
    return first


def _drafted(value: Any, drafts: dict[str, _Draft]) -> Any:
    if isinstance(value, tuple):
        return [item for each in value if (item := _drafted(each, drafts)) not in ("", None)]
    if isinstance(value, Node):
        draft = _collect(value, drafts)
        return Ref(value.id) if value.id and not value.IN_PLACE else draft
    if value is None or isinstance(value, Ref):
        return value
    return literal(value)


def _is_kept(value: Any, present: Mapping[str, _Draft]) -> bool:
    """Whether anything of the value may be published."""
    match value:
        case None:
            return False
        case list():
            return any(_is_kept(each, present) for each in value)
        case Ref():
            return value.id in present
        case _Draft():
            return not _missing(value, present)
        case _:
            return True


def _missing(draft: _Draft, present: Mapping[str, _Draft]) -> tuple[str, ...]:
    return tuple(name for name in draft.required if not _is_kept(draft.values.get(name), present))


def _json(value: Any, present: Mapping[str, _Draft]) -> Any:
    """A value of which something is kept."""
    match value:
        case list():
            return [_json(each, present) for each in value if _is_kept(each, present)]
        case Ref():
            return {"@id": value.id}
        case _Draft():
            return _written(value, present)
        case _:
            return value


def _written(draft: _Draft, present: Mapping[str, _Draft]) -> Json:
    types = draft.types[0] if len(draft.types) == 1 else list(draft.types)
    node: Json = {"@type": types}
    if draft.id:
        node["@id"] = draft.id
    for name, value in draft.values.items():
        if _is_kept(value, present):
            node[name] = _json(value, present)
    return node


def _reachable(root_ids: list[str], present: Mapping[str, _Draft]) -> set[str]:
    reached: set[str] = set()
    waiting: list[Any] = [Ref(key) for key in root_ids]
    while waiting:
        match waiting.pop():
            case Ref(id=key) if key in present and key not in reached:
                reached.add(key)
                waiting.extend(present[key].values.values())
            case list() as values:
                waiting.extend(values)
            case _Draft() as draft:
                waiting.extend(draft.values.values())
    return reached
