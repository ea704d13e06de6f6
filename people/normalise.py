"""One spelling per value, so that equal things have equal blind indexes. Pure functions, text in, text out."""

import re
import unicodedata

import phonenumbers

_NOT_DIGIT = re.compile(r"\D")
_SPACES = re.compile(r"\s+")


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
    """Identifiers of outside systems: letters count, case, spaces and dashes do not."""
    return re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text)).upper()
