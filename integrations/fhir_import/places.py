"""Where an address is: its country, and the IANA zone whose clock hangs there."""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global

from integrations.fhir_import import us_states
from integrations.fhir_import.element import Element
from integrations.fhir_import.errors import Refused

#: http://hl7.org/fhir/R4/extension-timezone.html
TIME_ZONE_EXTENSION = "http://hl7.org/fhir/StructureDefinition/timezone"

#: Countries that have a second zone only on a distant island or for an enclave.
_MAIN_ZONES = {
    "DE": "Europe/Berlin",
    "ES": "Europe/Madrid",
    "PT": "Europe/Lisbon",
    "NZ": "Pacific/Auckland",
    "CL": "America/Santiago",
    "EC": "America/Guayaquil",
    "MY": "Asia/Kuala_Lumpur",
    "UA": "Europe/Kyiv",
    "UZ": "Asia/Tashkent",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "AR": "America/Argentina/Buenos_Aires",
}


@dataclass(frozen=True)
class Address:
    lines: tuple[str, ...] = ()
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = ""
    """ISO 3166-1, two letters; empty when the sender named none that is known."""
    text: str = ""
    time_zone: str = ""
    """Only when the sender states it."""

    @property
    def street(self) -> str:
        return ", ".join(self.lines) or self.text

    @property
    def key(self) -> tuple[str, ...]:
        """Two addresses with the same key are one building."""
        return address_key(self.street, self.city, self.postal_code)

    def __bool__(self) -> bool:
        return bool(self.lines or self.city or self.text)


def address_key(street: str, city: str, postal_code: str) -> tuple[str, ...]:
    """Spelling apart: case, spaces and the extension of a ZIP code."""
    return tuple(" ".join(part.casefold().split()) for part in (street, city, postal_code[:5]))


def address(element: Element) -> Address:
    state, postal_code = element.text("state"), element.text("postalCode", limit=20)
    country = country_code(element.text("country"))
    if not country and us_state(state) and postal_code[:5].isdigit():
        country = "US"
    return Address(
        lines=tuple(line for line in element.texts("line") if line),
        city=element.text("city", limit=100),
        state=element.text("state", limit=100),
        postal_code=postal_code,
        country=country,
        text=element.text("text"),
        time_zone=stated_time_zone(element),
    )


def stated_time_zone(element: Element) -> str:
    """The zone that FHIR's own extension names on the element, empty without it."""
    for extension in element.children("extension"):
        if extension.text("url") == TIME_ZONE_EXTENSION:
            zone = extension.text("valueCode") or extension.text("valueString")
            if zone not in available_timezones():
                raise Refused(f'"{zone}" is no time zone of the IANA database', extension.path)
            return zone
    return ""


def time_zone(address: Address, default: str = "") -> str:
    """The IANA zone of an address.

    States with two zones are told apart by the ZIP code.

    :param default: taken for a country with several zones, and when the country is not known.
    :raises Refused: it cannot be told.
    """
    if address.time_zone:
        return address.time_zone
    if address.country == "US" and (state := us_state(address.state)):
        return us_states.ZIP_ZONES.get((state, address.postal_code[:3]), us_states.STATE_ZONES[state])
    if zone := _only_zone(address.country):
        return zone
    if default:
        return default
    where = ", ".join(part for part in (address.city, address.state, address.country) if part) or "no country"
    raise Refused(f"the time zone cannot be told from the address ({where}): run again with --time-zone")


def us_state(value: str) -> str:
    """Two letters of a US state or territory, from either spelling; empty for anything else."""
    code = value.strip().upper()
    return code if code in us_states.STATE_ZONES else us_states.STATE_NAMES.get(value.strip().casefold(), "")


def country_code(value: str) -> str:
    """ISO 3166-1 alpha-2 from two letters, three letters or an English or Russian name."""
    code = value.strip().upper()
    if code in _territories():
        return code
    aliases = get_global("territory_aliases").get(code, [])
    if len(code) == 3 and len(aliases) == 1:
        return str(aliases[0])
    return _country_names().get(value.strip().casefold(), "")


def _only_zone(country: str) -> str:
    if country in _MAIN_ZONES:
        return _MAIN_ZONES[country]
    return _zones_of_countries().get(country, "")


@cache
def _zones_of_countries() -> dict[str, str]:
    """Countries that have exactly one zone."""
    territories = get_global("zone_territories")
    count = Counter(territories.values())
    return {
        country: zone
        for zone, country in territories.items()
        if count[country] == 1 and zone in available_timezones()
    }


@cache
def _territories() -> frozenset[str]:
    codes = (str(code) for code in Locale("en").territories)
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha() and code != "ZZ")


@cache
def _country_names() -> dict[str, str]:
    """Lower-case English and Russian names, with the spellings that senders use."""
    names = {"united states of america": "US", "usa": "US", "u.s.a.": "US", "uk": "GB"}
    for language in ("en", "ru"):
        for code, name in Locale(language).territories.items():
            if str(code) in _territories():
                names.setdefault(name.casefold(), str(code))
    return names
