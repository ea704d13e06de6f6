"""The compiled vocabulary against the published release file."""

import json

import pytest

from schema_org import compile_vocabulary
from schema_org.vocabulary import COMPILED, local_name, published, read_release
from tests.schema_org import release


@pytest.fixture
def release_file(tmp_path):
    path = tmp_path / release.PACKED.stem
    path.write_text(release.text(), encoding="utf-8")
    return path


def test_compiled_vocabulary_equals_the_published_file(release_file):
    assert f"-{published().version}." in release_file.name
    assert published() == read_release(release_file, version=published().version)


def test_command_writes_what_is_committed(release_file, monkeypatch, tmp_path, capsys):
    written = tmp_path / "vocabulary.json"
    monkeypatch.setattr(compile_vocabulary, "COMPILED", written)

    status = compile_vocabulary.main([str(release_file), "--version", published().version])

    assert status == 0
    assert written.read_text(encoding="utf-8") == COMPILED.read_text(encoding="utf-8")
    assert "1529 properties" in capsys.readouterr().out


@pytest.mark.parametrize("content", ["not JSON", "[]", '{"@graph": 5}'])
def test_command_refuses_another_file(content, tmp_path, capsys):
    path = tmp_path / "other.jsonld"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(SystemExit) as ended:
        compile_vocabulary.main([str(path), "--version", "30.0"])

    assert ended.value.code == 1
    assert "not a schema.org release file" in capsys.readouterr().err


def test_physician_is_a_business_and_not_a_person():
    ancestors = published().ancestors("IndividualPhysician")

    assert {"Physician", "LocalBusiness", "MedicalOrganization", "Place"} <= ancestors
    assert "Person" not in ancestors


def test_speciality_may_be_value_and_type_at_once():
    vocabulary = published()

    assert vocabulary.members["Dermatology"] == ("MedicalSpecialty",)
    assert vocabulary.is_a("Dermatology", ("LocalBusiness",))
    assert "Cardiovascular" not in vocabulary.types


def test_duration_is_plain_text_to_a_document():
    assert {"Duration", "Distance", "URL", "Integer"} <= published().data_types


def test_names_are_read_in_every_spelling():
    spellings = (
        "https://schema.org/Physician",
        "http://schema.org/Physician",
        "schema:Physician",
        "Physician",
    )

    assert {local_name(spelling) for spelling in spellings} == {"Physician"}


def test_compiled_vocabulary_names_its_licence():
    assert json.loads(COMPILED.read_text(encoding="utf-8"))["licence"].startswith("CC BY-SA 3.0")


@pytest.mark.parametrize(
    ("node", "fault"),
    [
        ({"@type": "Doctor"}, "schema:Doctor is no type in use"),
        ({"@type": "Person", "medicalSpecialty": "https://schema.org/Renal"}, "does not belong to"),
        ({"@type": "Physician", "medicalSpecialty": "https://schema.org/Eyes"}, "is none of"),
        ({"@type": "Person", "worksFor": {"@type": "Person"}}, "is none of"),
        ({"@type": "Person", "worksFor": {"@id": "https://clinic.example/#x"}}, "nobody describes"),
        ({"@type": "Person", "birthDate": "yesterday"}, "is none of"),
        ({"@type": "Person", "colour": "red"}, "no property in use"),
        ({"@type": "Person", "name": ""}, "empty"),
    ],
)
def test_independent_check_finds_what_the_release_forbids(node, fault):
    (found,) = release.faults({"@context": "https://schema.org", "@graph": [node]})

    assert fault in found
