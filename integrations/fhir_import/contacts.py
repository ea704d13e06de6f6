"""Names, phones and e-mail addresses of FHIR people and places."""

import re
from dataclasses import dataclass

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from integrations.fhir_import.element import Element
from integrations.fhir_import.errors import Refused

_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LETTERS = re.compile(r"[^\W\d_]")
_ALTERNATIVE = re.compile(r"\s+or\s+|\s+или\s+|[;,]", re.IGNORECASE)
_EXTENSION = re.compile(r"[\s,;]*(?:ext\.?|x|доб\.?)\s*\d+$", re.IGNORECASE)
#: HumanName.use and ContactPoint.use, the best first. Unknown uses come last, those given up are not taken.
_NAME_USES = ("official", "usual", "", "temp", "nickname", "anonymous", "maiden")
_PHONE_USES = ("mobile", "home", "", "work", "temp")
_PLACE_PHONE_USES = ("work", "", "home", "mobile", "temp")


@dataclass(frozen=True)
class PersonName:
    family: str = ""
    given: str = ""
    patronymic: str = ""

    @property
    def is_cyrillic(self) -> bool:
        return bool(_CYRILLIC.search(self.family + self.given))

    @property
    def parts(self) -> tuple[str, str, str]:
        return self.family, self.given, self.patronymic


def is_cyrillic(text: str) -> bool:
    return bool(_CYRILLIC.search(text))


def person_name(element: Element) -> PersonName:
    """The name in use. FHIR has no patronymic of its own: in Cyrillic names it is the second given name.

    :raises Refused: there is none, or the only one was given up.
    """
    candidates = sorted(
        (
            (_rank(item.text("use"), _NAME_USES), index, name)
            for index, item in enumerate(element.children("name"))
            if item.text("use") != "old" and (name := _name(item)) != PersonName()
        ),
        key=lambda candidate: candidate[:2],
    )
    if not candidates:
        raise Refused("has no name", element.path)
    return candidates[0][2]


def telecom(element: Element, country: str, *, of_place: bool = False) -> tuple[str, str, list[str]]:
    """Phone as E.164, e-mail, and remarks about what was left out.

    :param country: whose numbering plan a number without `+` follows; ISO 3166-1, two letters.
    """
    uses = _PLACE_PHONE_USES if of_place else _PHONE_USES
    phone, email = "", ""
    remarks: list[str] = []
    points = element.children("telecom")
    points.sort(key=lambda item: (item.integer("rank") or 99, _rank(item.text("use"), uses)))
    for item in points:
        value = item.text("value")
        if not value or item.text("use") == "old":
            continue
        match item.text("system"):
            case "phone" | "sms" if not phone:
                phone = phone_number(value, country)
                if not phone:
                    remarks.append(f"{item.path} is not a phone number, left out")
            case "email" if not email:
                email = email_address(value)
                if not email:
                    remarks.append(f"{item.path} is not an e-mail address, left out")
    return phone, email, remarks


def phone_number(value: str, country: str) -> str:
    """E.164 without an extension, or an empty string.

    A number needs only be possible, not assigned: sample and newly issued ranges are unknown to any table.
    """
    # Two numbers in one field are common: "508-778-0124 Or 508-778-0125".
    value = _EXTENSION.sub("", _ALTERNATIVE.split(value)[0])
    if _LETTERS.search(value):
        # The library would read them as a telephone's keys: "silent" as 745368.
        return ""
    try:
        number = phonenumbers.parse(value, country or None)
    except phonenumbers.NumberParseException:
        return ""
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def email_address(value: str) -> str:
    try:
        validate_email(value)
    except ValidationError:
        return ""
    return value


def _name(element: Element) -> PersonName:
    family = element.text("family", limit=100)
    given = [part for part in element.texts("given") if part]
    if not family and not given:
        return _name_of_text(element.text("text", limit=200))
    if given and _CYRILLIC.search(family + given[0]) and len(given) > 1:
        return PersonName(family, given[0], " ".join(given[1:]))
    return PersonName(family, " ".join(given))


def _name_of_text(text: str) -> PersonName:
    """`Family, Given` or `Given Family`; in Cyrillic `Family Given Patronymic`, as Russian documents write
    it.
    """
    if "," in text:
        family, _, given = text.partition(",")
        return PersonName(family.strip(), given.strip())
    words = text.split()
    if _CYRILLIC.search(text) and len(words) > 1:
        return PersonName(words[0], words[1], " ".join(words[2:]))
    return PersonName(words[-1] if words else "", " ".join(words[:-1]))


def _rank(use: str, order: tuple[str, ...]) -> int:
    return order.index(use) if use in order else len(order)
