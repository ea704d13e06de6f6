"""What somebody asks of a node beyond the vocabulary: fields that must be there, and fields that should."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from schema_org.document import Document, Json, PlacedNode
from schema_org.findings import Finding, Severity
from schema_org.vocabulary import Vocabulary


class Scope(Enum):
    MAIN = "the entity that the page is about"
    TOP = "nodes at the top of the graph"
    ANYWHERE = "every such node"


@dataclass(frozen=True)
class Requirement:
    """Asked by `source` of nodes of these types and their subtypes, unless they are of an excepted type.

    A path such as `author.name` is asked of every author there is; `telephone|contactPoint` means either.
    What is required is asked of every such node, what is recommended only of the node that the page is about
    (`scope` asks it of others too).
    """

    source: str
    subject: str
    types: tuple[str, ...]
    required: tuple[str, ...] = ()
    recommended: tuple[str, ...] = ()
    excepted: tuple[str, ...] = ()
    scope: Scope = Scope.MAIN

    def concerns(self, types: Iterable[str], vocabulary: Vocabulary) -> bool:
        types = tuple(types)
        return any(vocabulary.is_a(kind, self.types) for kind in types) and not any(
            vocabulary.is_a(kind, self.excepted) for kind in types
        )


def requirement_findings(
    document: Document, vocabulary: Vocabulary, requirements: Iterable[Requirement]
) -> Iterator[Finding]:
    requirements = tuple(requirements)
    # Nodes are dictionaries, which know no identity but their own.
    main = {id(node) for node in document.main_entities(vocabulary)}
    top = {id(node) for node in document.tops}
    for node in document.nodes:
        scopes = {Scope.ANYWHERE}
        if id(node.json) in main:
            scopes.add(Scope.MAIN)
        if id(node.json) in top:
            scopes.add(Scope.TOP)
        for requirement in requirements:
            if requirement.concerns(node.types, vocabulary):
                yield from _missing(node, requirement, document, recommended=requirement.scope in scopes)


def _missing(
    node: PlacedNode, requirement: Requirement, document: Document, *, recommended: bool
) -> Iterator[Finding]:
    asked = [(path, Severity.ERROR, "missing-required") for path in requirement.required]
    if recommended:
        asked += [(path, Severity.WARNING, "missing-recommended") for path in requirement.recommended]
    for path, severity, code in asked:
        if lacking := _lacking(node.json, path, document):
            yield Finding(
                severity,
                code,
                node.place.node,
                node.types,
                node.place.at(lacking),
                {"property": lacking, "source": requirement.source, "subject": requirement.subject},
            )


def _lacking(node: Json, path: str, document: Document) -> str:
    """The first of the alternatives, if none of them is there; empty if all is well."""
    alternatives = path.split("|")
    return "" if any(_present(node, each, document) for each in alternatives) else alternatives[0]


def _present(node: Json, path: str, document: Document) -> bool:
    """Whether every value on the way has the last name of the path. An absent start is another path's
    concern.
    """
    head, _, rest = path.partition(".")
    values = [value for value in document.values(node, head) if value not in (None, "", [], {})]
    if not rest:
        return bool(values)
    return all(_present(value, rest, document) for value in values if isinstance(value, dict))
