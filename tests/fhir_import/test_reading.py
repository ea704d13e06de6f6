import json

import pytest

from integrations.fhir_import.errors import Unreadable
from integrations.fhir_import.reading import read_entries
from tests.fhir_import.resources import ENCOUNTER, OBSERVATION, PATIENT, bundle, write


def labels(path):
    return [entry.label for entry in read_entries(path)]


def test_bundle_gives_its_entries_in_order(tmp_path):
    path = write(tmp_path / "a.json", bundle(PATIENT, OBSERVATION))

    assert labels(path) == ["entry[0] Patient/p1", "entry[1] Observation/r1"]


def test_single_resource_is_one_entry(tmp_path):
    assert labels(write(tmp_path / "a.json", OBSERVATION)) == ["Observation/r1"]


@pytest.mark.parametrize("name", ["bulk.ndjson", "bulk.jsonl", "bulk.json"])
def test_lines_are_read_whatever_the_file_is_called(tmp_path, name):
    path = write(tmp_path / name, "\n".join([json.dumps(PATIENT), "", json.dumps(OBSERVATION)]))

    assert labels(path) == ["line 1 Patient/p1", "line 3 Observation/r1"]


def test_bad_line_costs_only_itself(tmp_path):
    path = write(
        tmp_path / "a.ndjson", "\n".join([json.dumps(PATIENT), "{oops", "[]", json.dumps(OBSERVATION)])
    )

    assert [(entry.label, bool(entry.problem)) for entry in read_entries(path)] == [
        ("line 1 Patient/p1", False),
        ("line 2", True),
        ("line 3", True),
        ("line 4 Observation/r1", False),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_byte_order_mark_is_understood(tmp_path, encoding):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(PATIENT, ensure_ascii=False), encoding=encoding)

    [entry] = read_entries(path)
    assert entry.resource["name"][0]["family"] == "Образцов"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "is empty"),
        (b"  \n ", "is empty"),
        (b"hello", "is not JSON: Expecting value in line 1, column 1"),
        (b'{"resourceType": "Patient",}', "is not JSON"),
        (b'{"a": 1}', "is JSON but not FHIR: it has no resourceType"),
        (b"[1, 2]", "is JSON but not FHIR"),
        (b'"text"', "is JSON but not FHIR"),
        (b'{"resourceType": 5}', "is JSON but not FHIR"),
        (b'{"resourceType": "Bundle", "entry": {}}', "Bundle.entry must be a list"),
        (b'{"resourceType": "Patient", "a": NaN}', "NaN is not a JSON number"),
        (b'{"resourceType": "Patient", "a": 1e9999999999999999999}', "no plausible size"),
        (b'{"resourceType": "Patient", "id": "1", "id": "2"}', 'has "id" twice'),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"a": "\xff"}', "is not UTF-8 text: byte 7"),
        (b"<Patient/>", "is XML"),
        (b"\x1f\x8b\x08", "is compressed (gzip)"),
        (b"PK\x03\x04", "is a zip archive"),
    ],
)
def test_file_of_no_use_says_why(tmp_path, content, complaint):
    path = tmp_path / "a.json"
    path.write_bytes(content)

    with pytest.raises(Unreadable) as caught:
        list(read_entries(path))

    assert complaint in str(caught.value)


def test_missing_file_and_folder_say_so(tmp_path):
    with pytest.raises(Unreadable, match="cannot be read: No such file"):
        list(read_entries(tmp_path / "nowhere.json"))
    with pytest.raises(Unreadable, match="is a folder"):
        list(read_entries(tmp_path))


def test_entry_without_a_resource_is_a_problem_of_its_own(tmp_path):
    content = bundle(ENCOUNTER)
    content["entry"] += [
        {"fullUrl": "urn:uuid:1"},
        "text",
        {"request": {"method": "DELETE", "url": "Patient/1"}},
        {"request": {"method": "GET", "url": "Patient/1"}},
    ]

    problems = [entry.problem for entry in read_entries(write(tmp_path / "a.json", content))]

    assert problems == [
        "",
        "has no resource",
        "is not an object",
        "asks to delete: records are never deleted, send entered-in-error",
        "asks to read something and brings nothing",
    ]
