"""Makes `vocabulary.json` from a schema.org release file:

python -m schema_org.compile_vocabulary schemaorg-all-https-30.0.jsonld --version 30.0
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from schema_org.vocabulary import COMPILED, Vocabulary, read_release


def compiled_text(vocabulary: Vocabulary) -> str:
    """JSON with one term to a line, so that a new release reads as a list of changes."""
    sections: dict[str, Mapping[str, object]] = {
        "types": vocabulary.types,
        "properties": {name: (term.domain, term.range) for name, term in vocabulary.properties.items()},
        "members": vocabulary.members,
        "superseded": vocabulary.superseded,
    }
    head = {
        "source": "schema.org, the vocabulary file of this release, reduced to names and relations",
        "licence": "CC BY-SA 3.0, https://schema.org/docs/terms.html",
        "version": vocabulary.version,
        "data_types": sorted(vocabulary.data_types),
    }
    lines = [f"{json.dumps(key)}:{json.dumps(value)}" for key, value in head.items()]
    lines += [f"{json.dumps(name)}:{{\n{_terms(terms)}\n}}" for name, terms in sections.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _terms(terms: Mapping[str, object]) -> str:
    return ",\n".join(
        f"{json.dumps(name)}:{json.dumps(value, separators=(',', ':'))}"
        for name, value in sorted(terms.items())
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m schema_org.compile_vocabulary")
    parser.add_argument("release", type=Path, help="schemaorg-all-https.jsonld of the release")
    parser.add_argument("--version", required=True, help="number of the release, such as 30.0")
    chosen = parser.parse_args(arguments)
    try:
        vocabulary = read_release(chosen.release, version=chosen.version)
    except (OSError, ValueError) as error:
        parser.exit(1, f"{error}\n")
    COMPILED.write_text(compiled_text(vocabulary), encoding="utf-8")
    sys.stdout.write(
        f"{COMPILED.name}: release {vocabulary.version}, {len(vocabulary.types)} types, "
        f"{len(vocabulary.properties)} properties, {len(vocabulary.members)} values\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
