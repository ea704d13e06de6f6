"""All checks over one JSON-LD document."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from schema_org import house
from schema_org.conformance import vocabulary_findings
from schema_org.document import Document
from schema_org.findings import Finding, Severity
from schema_org.google import google_findings
from schema_org.graph import LeftOut
from schema_org.requirements import requirement_findings
from schema_org.vocabulary import Vocabulary, published


def check(json: Mapping[str, Any], vocabulary: Vocabulary | None = None) -> list[Finding]:
    """Findings of the vocabulary, then of Google, then of the house; errors first."""
    if not isinstance(json, Mapping):
        return [Finding(Severity.ERROR, "not-an-object", "")]
    vocabulary = vocabulary or published()
    document = Document(json)
    findings = [
        *vocabulary_findings(document, vocabulary),
        *google_findings(document, vocabulary),
        *requirement_findings(document, vocabulary, house.REQUIREMENTS),
    ]
    return sorted(_distinct(findings), key=lambda finding: finding.severity is not Severity.ERROR)


def _distinct(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Google and the house may ask for the same field; the first to ask is enough."""
    seen = set()
    for finding in findings:
        key = (finding.code, finding.node, finding.property, finding.params.get("given"))
        if key not in seen:
            seen.add(key)
            yield finding


def left_out_findings(left_out: tuple[LeftOut, ...]) -> list[Finding]:
    """What the assembling of a graph had to leave out, as findings."""
    return [
        Finding(
            Severity.ERROR,
            "left-out",
            node.id,
            node.types,
            name,
            {"types": ", ".join(node.types), "property": name},
        )
        for node in left_out
        for name in node.missing
    ]
