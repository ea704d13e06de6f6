"""How the content files are read: YAML into frozen, checked values; every text in both languages."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

CONTENT = Path(__file__).parent / "content"

Language = Literal["ru", "en"]
LANGUAGES: tuple[Language, ...] = ("ru", "en")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_Kind = TypeVar("_Kind")


class Content(BaseModel):
    """A key nobody knows is a slip of the pen, so it is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(Content):
    """One text in the clinic's two languages."""

    ru: str
    en: str

    def __getitem__(self, language: Language) -> str:
        return self.ru if language == "ru" else self.en

    def columns(self, name: str) -> dict[str, str]:
        """Values of the bilingual columns `<name>_ru` and `<name>_en`."""
        return {f"{name}_ru": self.ru.strip(), f"{name}_en": self.en.strip()}


def read(kind: type[_Kind], name: str) -> _Kind:
    """The content file `name`. Raises pydantic's ValidationError, which names the place, for a file that does not fit."""
    text = (CONTENT / name).read_text(encoding="utf-8")
    return TypeAdapter(kind).validate_python(yaml.load(text, Loader=yaml.CSafeLoader))


def files(pattern: str) -> list[str]:
    return sorted(str(path.relative_to(CONTENT)) for path in CONTENT.glob(pattern))


def front_matter(name: str) -> tuple[dict[str, Any], str]:
    """A Markdown file's YAML head between `---` lines, and its text."""
    _, head, body = (CONTENT / name).read_text(encoding="utf-8").split("---\n", 2)
    return yaml.load(head, Loader=yaml.CSafeLoader), body.strip()


def spans(text: str) -> Iterator[tuple[int, dt.time, dt.time]]:
    """`mon,wed-fri 08:00-14:00; sat 09:00-13:00` as (weekday, from, until)."""
    for part in re.split(r"\s*;\s*", text):
        days, _, clock = part.partition(" ")
        start, end = (dt.time.fromisoformat(edge) for edge in clock.split("-"))
        for weekday in weekdays(days):
            yield weekday, start, end


def weekdays(text: str) -> list[int]:
    """`mon,wed-fri` as numbers that count like `date.weekday()`."""
    found: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        found += range(WEEKDAYS.index(first), WEEKDAYS.index(last or first) + 1)
    return found
