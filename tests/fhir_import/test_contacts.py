import pytest

from integrations.fhir_import.contacts import PersonName, person_name, phone_number, telecom
from integrations.fhir_import.element import Element
from integrations.fhir_import.errors import Refused


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([{"family": "Sample", "given": ["Ann", "Mary"]}], PersonName("Sample", "Ann Mary")),
        (
            [{"family": "Образцова", "given": ["Анна", "Тестовна"]}],
            PersonName("Образцова", "Анна", "Тестовна"),
        ),
        ([{"text": "Ann Sample"}], PersonName("Sample", "Ann")),
        ([{"text": "Sample, Ann"}], PersonName("Sample", "Ann")),
        ([{"text": "Образцова Анна Тестовна"}], PersonName("Образцова", "Анна", "Тестовна")),
        ([{"use": "maiden", "family": "Old"}, {"use": "official", "family": "New"}], PersonName("New")),
        ([{"use": "nickname", "given": ["Annie"]}, {"family": "Sample"}], PersonName("Sample")),
        ([{"use": "old", "family": "Gone"}, {"use": "maiden", "family": "Maiden"}], PersonName("Maiden")),
    ],
)
def test_name_in_use_is_taken(names, expected):
    assert person_name(Element({"name": names}, "Patient")) == expected


@pytest.mark.parametrize("names", [[], [{}], [{"use": "old", "family": "Gone"}], [{"prefix": ["Dr."]}]])
def test_nobody_without_a_name(names):
    with pytest.raises(Refused, match="Patient has no name"):
        person_name(Element({"name": names}, "Patient"))


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("9784662000", "US", "+19784662000"),
        ("781-555-0100 ext. 7", "US", "+17815550100"),
        ("508-778-0124 Or 508-778-0125", "US", "+15087780124"),
        ("8 (916) 000-00-01", "RU", "+79160000001"),
        ("+44 20 7946 0018", "", "+442079460018"),
        ("2328", "NL", ""),
        ("(555) silent", "NL", ""),
        ("9784662000", "", ""),
    ],
)
def test_phone_becomes_e164_or_nothing(text, country, number):
    assert phone_number(text, country) == number


def test_best_contact_is_taken_and_the_rest_is_told():
    points = [
        {"system": "phone", "value": "none", "use": "home"},
        {"system": "phone", "value": "+7 916 000-00-02", "use": "work"},
        {"system": "phone", "value": "+7 916 000-00-01", "use": "mobile"},
        {"system": "email", "value": "not an address"},
        {"system": "fax", "value": "+7 495 000-00-00"},
        {"use": "home"},
    ]

    phone, email, remarks = telecom(Element({"telecom": points}, "Patient"), "RU")

    assert (phone, email) == ("+79160000001", "")
    assert remarks == ["Patient.telecom[3] is not an e-mail address, left out"]
