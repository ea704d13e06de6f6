"""Checked access to a FHIR JSON element. Every failure names the element's path, as FHIRPath writes it, and
never a value of a person's file: the report of an import is read in terminals and kept in logs.

Only what is read is checked: a sender's own extensions and elements that the portal does not keep never
stop an entry.
"""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import TextChoices

from integrations.fhir_import.errors import Refused
from records.codes import Precision
from records.received import Moment

Choices = TypeVar("Choices", bound=TextChoices)

# FHIR R4, "Primitive Types": no control characters but tab, line feed and carriage return. A lone
# surrogate, which JSON can spell, is no text either.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
# Seconds may be missing and an offset may lack its minutes: both are seen from real senders and are
# unambiguous.
_DATE_TIME = re.compile(
    r"(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(Z|[+-]\d{2}(?::?\d{2})?)?", re.ASCII
)
#: Decimals outside these bounds are no measurement of anything.
_MAX_DIGITS = 40
_MAX_EXPONENT = 30


class Element:
    """One JSON object of a resource, with its path."""

    __slots__ = ("path", "value")

    def __init__(self, value: Any, path: str) -> None:
        if not isinstance(value, dict):
            raise Refused(f"must be an object, not {_kind(value)}", path)
        self.value: dict[str, Any] = value
        self.path = path

    def at(self, name: str) -> str:
        return f"{self.path}.{name}"

    def has(self, name: str) -> bool:
        return self.value.get(name) is not None

    def text(self, name: str, *, required: bool = False, limit: int | None = None) -> str:
        """A string, stripped; empty when absent."""
        value = self.value.get(name)
        if value is None:
            if required:
                raise Refused("is missing", self.at(name))
            return ""
        return _text(value, self.at(name), limit)

    def texts(self, name: str) -> list[str]:
        """A list of strings. FHIR pads such lists with null where only an extension is given."""
        values = self._list(name)
        return [
            _text(value, f"{self.at(name)}[{index}]")
            for index, value in enumerate(values)
            if value is not None
        ]

    def code(self, name: str, choices: type[Choices], *, required: bool = False) -> Choices | None:
        """A code of a set that FHIR closes (binding "required")."""
        value = self.text(name, required=required)
        if not value:
            return None
        try:
            return choices(value)
        except ValueError:
            raise Refused(
                f'"{shortened(value)}" is not one of {", ".join(choices.values)}', self.at(name)
            ) from None

    def required_code(self, name: str, choices: type[Choices]) -> Choices:
        code = self.code(name, choices, required=True)
        if code is None:
            raise Refused("is empty", self.at(name))
        return code

    def boolean(self, name: str) -> bool | None:
        value = self.value.get(name)
        if value is None or isinstance(value, bool):
            return value
        raise Refused(f"must be true or false, not {_kind(value)}", self.at(name))

    def decimal(self, name: str) -> Decimal | None:
        value = self.value.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise Refused(f"must be a number, not {_kind(value)}", self.at(name))
        number = Decimal(value)
        if len(number.as_tuple().digits) > _MAX_DIGITS or abs(number.adjusted()) > _MAX_EXPONENT:
            raise Refused("is a number of no plausible size", self.at(name))
        return number

    def integer(self, name: str) -> int | None:
        number = self.decimal(name)
        if number is None:
            return None
        if number != number.to_integral_value():
            raise Refused("must be a whole number", self.at(name))
        return int(number)

    def child(self, name: str, *, required: bool = False) -> "Element | None":
        value = self.value.get(name)
        if value is None:
            if required:
                raise Refused("is missing", self.at(name))
            return None
        return Element(value, self.at(name))

    def children(self, name: str) -> list["Element"]:
        return [Element(value, f"{self.at(name)}[{index}]") for index, value in enumerate(self._list(name))]

    def choice(self, prefix: str) -> str:
        """The name of the one `value[x]` that is present (`valueQuantity`), or an empty string."""
        names = [
            name
            for name, value in self.value.items()
            if name.startswith(prefix) and name[len(prefix) : len(prefix) + 1].isupper() and value is not None
        ]
        if len(names) > 1:
            raise Refused(f"has both {names[0]} and {names[1]}, of which FHIR allows one", self.path)
        return names[0] if names else ""

    def moment(self, name: str) -> Moment | None:
        """A FHIR date or dateTime, as exact as it was written."""
        value = self.text(name)
        return parse_moment(value, self.at(name)) if value else None

    def moments(self, name: str) -> list[Moment]:
        return [
            parse_moment(value, f"{self.at(name)}[{index}]")
            for index, value in enumerate(self.texts(name))
            if value
        ]

    def instant(self, name: str) -> datetime | None:
        """A FHIR instant in UTC. Some senders write a plain date here: its first moment is taken."""
        moment = self.moment(name)
        return moment.at if moment else None

    def day(self, name: str) -> date | None:
        """A date that must be known to the day; None when only its month or year is."""
        moment = self.moment(name)
        if moment is None or moment.precision in (Precision.YEAR, Precision.MONTH):
            return None
        return moment.at.date()

    def _list(self, name: str) -> list[Any]:
        value = self.value.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise Refused(f"must be a list, not {_kind(value)}", self.at(name))
        return value


def parse_moment(value: str, path: str) -> Moment:
    """A FHIR date, dateTime or instant.

    A time without a zone is refused: guessing one could move a result to another day.
    """
    try:
        if match := _DATE.fullmatch(value):
            year, month, day = (int(part) if part else None for part in match.groups())
            precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
            return Moment(datetime(year or 0, month or 1, day or 1, tzinfo=UTC), precision)
        if match := _DATE_TIME.fullmatch(value):
            day_text, hours, minutes, seconds, fraction, zone = match.groups()
            if zone is None:
                raise Refused("has a time but no zone offset", path)
            moment = datetime.fromisoformat(day_text).replace(
                hour=int(hours),
                minute=int(minutes),
                # FHIR allows a leap second, Python does not.
                second=min(int(seconds or 0), 59),
                microsecond=int((fraction or "0")[:6].ljust(6, "0")),
                tzinfo=_zone(zone),
            )
            return Moment(moment.astimezone(UTC))
    except (ValueError, OverflowError):
        pass
    raise Refused("is not a FHIR date: YYYY, YYYY-MM, YYYY-MM-DD, or a time with its zone", path)


def shortened(value: str, limit: int = 60) -> str:
    """A value fit for one line of a report."""
    printable = "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in value
    )
    return printable if len(printable) <= limit else printable[: limit - 1] + "…"


def _zone(offset: str) -> timezone:
    if offset == "Z":
        return UTC
    digits = offset[1:].replace(":", "").ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours > 14 or minutes > 59:
        raise ValueError(offset)
    distance = timedelta(hours=hours, minutes=minutes)
    return timezone(-distance if offset[0] == "-" else distance)


def _text(value: Any, path: str, limit: int | None = None) -> str:
    if not isinstance(value, str):
        raise Refused(f"must be a string, not {_kind(value)}", path)
    if found := _UNPRINTABLE.search(value):
        raise Refused(f"has the character U+{ord(found.group()):04X}, which is no text", path)
    text = value.strip()
    if limit is not None and len(text) > limit:
        raise Refused(f"is longer than {limit} characters", path)
    return text


def _kind(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case int() | Decimal():
            return "a number"
        case str():
            return "a string"
        case list():
            return "a list"
    return "an object"
