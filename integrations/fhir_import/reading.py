"""From a file to its entries. Memory holds one JSON file, or one line of an NDJSON file, at a time."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, BinaryIO

from integrations.fhir_import.element import shortened
from integrations.fhir_import.errors import Unreadable

#: First bytes of what is sent in place of JSON often enough to deserve a plain word.
_OTHER_FORMATS = (
    (b"\x1f\x8b", "is compressed (gzip): unpack it first"),
    (b"PK\x03\x04", "is a zip archive: unpack it first"),
    (b"%PDF", "is a PDF document, not FHIR"),
    (b"<", "is XML: only the JSON form of FHIR is read"),
)
#: FHIR Bulk Data: one resource per line, read line by line.
LINE_SUFFIXES = {".ndjson", ".jsonl"}
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True)
class Entry:
    """One resource of a file and where it stood."""

    file: Path
    place: str
    """`entry[3]` of a Bundle, `line 3` of NDJSON, empty for a file of one resource."""
    resource: Any
    full_url: str = ""
    problem: str = ""
    """Set when the entry holds no usable resource; `resource` is then None."""

    @property
    def type(self) -> str:
        name = self.resource.get("resourceType") if isinstance(self.resource, dict) else None
        return name if isinstance(name, str) else ""

    @property
    def id(self) -> str:
        value = self.resource.get("id") if isinstance(self.resource, dict) else None
        return value if isinstance(value, str) else ""

    @property
    def label(self) -> str:
        """`entry[3] Observation/f001`, for reports."""
        name = "/".join(shortened(part) for part in (self.type, self.id) if part)
        return " ".join(part for part in (self.place, name) if part)


def read_entries(path: Path) -> Iterator[Entry]:
    """Every entry of the file, in its order.

    :raises Unreadable: the file as a whole is of no use; nothing was yielded before.
    """
    if path.suffix.lower() in LINE_SUFFIXES:
        yield from _lines(path)
        return
    text = _read(path)
    try:
        document = _parse(text)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and _is_one_object_per_line(text):
            yield from _lines(path)
            return
        raise Unreadable(f"is not JSON: {error.msg} in line {error.lineno}, column {error.colno}") from error
    except RecursionError as error:
        raise Unreadable("is nested too deeply to be FHIR") from error
    except ValueError as error:
        raise Unreadable(f"is not JSON: {error}") from error
    yield from _of_document(path, document)


def _read(path: Path) -> str:
    with _opened(path) as file:
        content = file.read()
    for signature, complaint in _OTHER_FORMATS:
        if content.lstrip()[: len(signature)] == signature:
            raise Unreadable(complaint)
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(f"is not {encoding.upper()} text: byte {error.start} cannot be read") from error
    if not text.strip():
        raise Unreadable("is empty")
    return text


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        with path.open("rb") as file:
            yield file
    except IsADirectoryError as error:
        raise Unreadable("is a folder: name the files in it") from error
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.strerror}") from error


def _of_document(path: Path, document: Any) -> Iterator[Entry]:
    if not isinstance(document, dict) or not isinstance(document.get("resourceType"), str):
        raise Unreadable("is JSON but not FHIR: it has no resourceType")
    if document["resourceType"] != "Bundle":
        yield Entry(path, "", document)
        return
    entries = document.get("entry", [])
    if not isinstance(entries, list):
        raise Unreadable("is not FHIR: Bundle.entry must be a list")
    for index, item in enumerate(entries):
        yield _bundle_entry(path, f"entry[{index}]", item)


def _bundle_entry(path: Path, place: str, item: Any) -> Entry:
    if not isinstance(item, dict):
        return Entry(path, place, None, problem="is not an object")
    request = item.get("request")
    if isinstance(request, dict) and request.get("method") == "DELETE":
        return Entry(
            path, place, None, problem="asks to delete: records are never deleted, send entered-in-error"
        )
    resource = item.get("resource")
    if resource is None and isinstance(request, dict) and request.get("method") in ("GET", "HEAD"):
        return Entry(path, place, None, problem="asks to read something and brings nothing")
    if not isinstance(resource, dict):
        return Entry(path, place, None, problem="has no resource")
    full_url = item.get("fullUrl")
    return Entry(path, place, resource, full_url if isinstance(full_url, str) else "")


def _lines(path: Path) -> Iterator[Entry]:
    """FHIR Bulk Data: one resource per line. A bad line is one refused entry."""
    with _opened(path) as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield _line(path, f"line {number}", line)


def _line(path: Path, place: str, line: bytes) -> Entry:
    try:
        document = _parse(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return Entry(path, place, None, problem=f"is not JSON: {error}")
    if not isinstance(document, dict):
        return Entry(path, place, None, problem="is not an object")
    return Entry(path, place, document)


def _is_one_object_per_line(content: str) -> bool:
    first = content.split("\n", 1)[0]
    try:
        return isinstance(_parse(first), dict)
    except ValueError:
        return False


def _parse(content: str) -> Any:
    """JSON with exact decimals; NaN and names given twice in one object are errors, not a choice of ours."""
    return json.loads(
        content, parse_float=_decimal, parse_constant=_refuse_constant, object_pairs_hook=_without_repetition
    )


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ValueError(f"{shortened(text)} is a number of no plausible size") from error


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a JSON number")


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f'an object has "{shortened(twice)}" twice')
    return result
