"""One spelling per value, so that equal things have equal blind indexes. Pure functions, text in, text out."""

import re
import unicodedata

import phonenumbers

_NOT_DIGIT = re.compile(r"\D")
_SPACES = re.compile(r"\s+")
_LONG_NUMBER = 10


def phone(text: str) -> str:
    """E.164, reading numbers without a country code as Russian; unreadable text keeps only its digits."""
    try:
        parsed = phonenumbers.parse(text, "RU")
    except phonenumbers.NumberParseException:
        return digits(text)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def digits(text: str) -> str:
    """SNILS, policy and passport numbers: spaces and dashes carry no meaning."""
    return _NOT_DIGIT.sub("", text)


def email(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip().lower()


def surname(text: str) -> str:
    """Upper case, Ё as Е, single spaces: people are searched as they are heard, not as they are written."""
    composed = unicodedata.normalize("NFC", text)
    return _SPACES.sub(" ", composed).strip().upper().replace("Ё", "Е")


def identifier(text: str) -> str:
    """Identifiers of outside systems: case and spaces carry no meaning.

    Dashes carry none in long numbers (SNILS, policies), which people group as they like. Elsewhere they do: patient
    3 of clinic 12 is not patient 23 of clinic 1.
    """
    compact = _SPACES.sub("", unicodedata.normalize("NFKC", text)).upper()
    without_dashes = compact.replace("-", "")
    is_long_number = without_dashes.isdecimal() and len(without_dashes) >= _LONG_NUMBER
    return without_dashes if is_long_number else compact
