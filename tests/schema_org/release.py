"""The published release of schema.org, and a check that knows nothing but this file.

It shares no line with `schema_org`, so that the product's own check is not the only witness of what the product writes.
The file is schema.org's (https://github.com/schemaorg/schemaorg, data/releases/30.0), packed; CC BY-SA 3.0.
"""

import json
import lzma
import re
from collections import Counter
from functools import cache
from pathlib import Path

PACKED = Path(__file__).with_name("schemaorg-all-https-30.0.jsonld.xz")

#: Shapes of plain values, by the data type that a property's range names. Text takes anything.
SHAPES = {
    "schema:URL": re.compile(r"https?://\S+\Z"),
    "schema:Date": re.compile(r"\d{4}(-\d\d(-\d\d)?)?\Z"),
    "schema:DateTime": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)\Z"),
    "schema:Time": re.compile(r"\d\d:\d\d:\d\d\Z"),
    "schema:Duration": re.compile(r"P(\d+[YMWD])*(T(\d+[HMS])+)?\Z"),
    "schema:Text": re.compile(r".*", re.DOTALL),
}


def text():
    return lzma.decompress(PACKED.read_bytes()).decode()


@cache
def terms():
    return {term["@id"]: term for term in json.loads(text())["@graph"]}


def faults(document):
    """What a document says that the release does not allow, in words."""
    found = []
    nodes, references = {}, []
    if set(document) != {"@context", "@graph"} or document["@context"] != "https://schema.org":
        found.append("not one graph of schema.org")

    def visit(node, path):
        kinds = [f"schema:{kind}" for kind in _listed(node.get("@type"))]
        if "@id" in node:
            nodes.setdefault(node["@id"], []).append(kinds)
        found.extend(f"{path}: {kind} is no type in use" for kind in kinds if not _is_type(kind))
        if not kinds:
            found.append(f"{path}: no type")
        for name, values in node.items():
            if not name.startswith("@"):
                visit_property(f"schema:{name}", values, kinds, f"{path}.{name}")

    def visit_property(name, values, kinds, path):
        term = terms().get(name)
        if term is None or term["@type"] != "rdf:Property" or "schema:supersededBy" in term:
            found.append(f"{path}: no property in use")
            return
        if not _ids(term["schema:domainIncludes"]) & set().union(*map(_ancestors, kinds)):
            found.append(f"{path}: does not belong to {kinds}")
        allowed = _ids(term["schema:rangeIncludes"])
        if values in (None, "", [], {}):
            found.append(f"{path}: empty")
        for value in _listed(values):
            if not isinstance(value, dict):
                if not _fits(value, allowed):
                    found.append(f"{path}: {value!r} is none of {sorted(allowed)}")
            elif set(value) == {"@id"}:
                references.append((value["@id"], allowed, path))
            else:
                visit(value, path)
                expect([f"schema:{kind}" for kind in _listed(value.get("@type"))], allowed, path)

    def expect(kinds, allowed, path):
        if not allowed & set().union(*map(_ancestors, kinds)):
            found.append(f"{path}: {kinds} is none of {sorted(allowed)}")

    for node in document["@graph"]:
        visit(node, "/".join(_listed(node.get("@type"))))
    for name, allowed, path in references:
        if name not in nodes:
            found.append(f"{path}: nobody describes {name}")
        else:
            expect(nodes[name][0], allowed, path)
    counts = Counter({name: len(places) for name, places in nodes.items()})
    found.extend(f"{name}: described {count} times" for name, count in counts.items() if count > 1)
    return found


def _fits(value, allowed):
    match value:
        case bool():
            return "schema:Boolean" in allowed
        case int():
            return bool(allowed & {"schema:Integer", "schema:Number", "schema:Float"})
        case float():
            return bool(allowed & {"schema:Number", "schema:Float"})
    if value.startswith("https://schema.org/"):
        member = terms().get(f"schema:{value.removeprefix('https://schema.org/')}")
        enumerations = _listed(member["@type"]) if member and "schema:supersededBy" not in member else []
        return any(allowed & _ancestors(enumeration) for enumeration in enumerations)
    return any(SHAPES[kind].match(value) for kind in allowed if kind in SHAPES)


def _is_type(name):
    term = terms().get(name)
    return (
        term is not None
        and "schema:supersededBy" not in term
        and ("rdfs:Class" in _listed(term["@type"]) or "rdfs:subClassOf" in term)
    )


@cache
def _ancestors(name):
    term = terms().get(name, {})
    return {name}.union(*(_ancestors(parent) for parent in _ids(term.get("rdfs:subClassOf"))))


def _ids(references):
    return {reference["@id"] for reference in _listed(references)}


def _listed(value):
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
