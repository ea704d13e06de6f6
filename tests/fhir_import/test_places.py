import pytest

from integrations.fhir_import.element import Element
from integrations.fhir_import.errors import Refused
from integrations.fhir_import.places import Address, address, country_code, time_zone


@pytest.mark.parametrize(
    ("value", "zone"),
    [
        ({"state": "MA", "postalCode": "02108", "country": "US"}, "America/New_York"),
        ({"state": "Massachusetts", "country": "USA"}, "America/New_York"),
        ({"state": "AZ", "country": "US"}, "America/Phoenix"),
        ({"state": "TX", "postalCode": "75201", "country": "US"}, "America/Chicago"),
        ({"state": "TX", "postalCode": "79901", "country": "US"}, "America/Denver"),
        ({"state": "FL", "postalCode": "33101", "country": "US"}, "America/New_York"),
        ({"state": "FL", "postalCode": "32501", "country": "US"}, "America/Chicago"),
        ({"state": "TN", "postalCode": "37902", "country": "US"}, "America/New_York"),
        ({"state": "ID", "postalCode": "83814", "country": "US"}, "America/Los_Angeles"),
        ({"state": "HI", "country": "US"}, "Pacific/Honolulu"),
        ({"state": "AK", "country": "United States"}, "America/Anchorage"),
        ({"state": "MA", "postalCode": "02108-1234"}, "America/New_York"),
        ({"city": "Den Burg", "country": "NLD"}, "Europe/Amsterdam"),
        ({"city": "Berlin", "country": "DE"}, "Europe/Berlin"),
        ({"city": "Minsk", "country": "Беларусь"}, "Europe/Minsk"),
    ],
)
def test_time_zone_follows_the_address(value, zone):
    assert time_zone(address(Element(value, "Address"))) == zone


def test_stated_time_zone_wins():
    extension = {"url": "http://hl7.org/fhir/StructureDefinition/timezone", "valueCode": "Asia/Yekaterinburg"}

    found = address(Element({"city": "Екатеринбург", "country": "RU", "extension": [extension]}, "Address"))

    assert time_zone(found) == "Asia/Yekaterinburg"


def test_unknown_time_zone_is_refused():
    extension = {"url": "http://hl7.org/fhir/StructureDefinition/timezone", "valueCode": "Mars/Olympus"}

    with pytest.raises(Refused, match="no time zone of the IANA database"):
        address(Element({"city": "X", "extension": [extension]}, "Address"))


def test_country_of_several_zones_needs_to_be_told():
    place = Address(city="Екатеринбург", country="RU")

    with pytest.raises(Refused, match="--time-zone"):
        time_zone(place)
    assert time_zone(place, "Asia/Yekaterinburg") == "Asia/Yekaterinburg"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("us", "US"),
        ("USA", "US"),
        ("NLD", "NL"),
        ("Russian Federation", ""),
        ("Россия", "RU"),
        ("Russia", "RU"),
        ("?", ""),
    ],
)
def test_country_is_read_in_several_spellings(text, code):
    assert country_code(text) == code


def test_one_building_has_one_key():
    sent = address(
        Element({"line": ["1  SAMPLE street"], "city": "BOSTON", "postalCode": "02108-1111"}, "Address")
    )
    kept = address(Element({"line": ["1 Sample Street"], "city": "Boston", "postalCode": "02108"}, "Address"))

    assert sent.key == kept.key
