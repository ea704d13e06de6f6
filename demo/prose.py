"""The plain way our content files write long texts, turned into the blocks of a page.

Paragraphs, `## headings`, `- lists`, `1. lists` and `**bold**`; a fenced part becomes a block of its own::

    ::: urgent When to call an ambulance      also: important, advice (with a text), expander
    - pain in the chest for ten minutes
    :::
    ::: do-dont                               `+ ` lines are advised, `- ` lines are not
    ::: steps How it goes                     `# ` begins a step
    ::: quote Who says it | position
    ::: booking service code                  a button that books; also: doctor, program
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from demo.identity import key

FENCE = ":::"
CALLOUTS = {"urgent", "important", "advice"}


class UnknownFence(Exception):
    pass


@dataclass(frozen=True)
class Blocks:
    """Raw blocks of a StreamField. Ids come from the page's name and the block's place, so that the blocks of both
    languages bear the same ids and a translation can be compared with its source block by block."""

    name: str

    def of(self, text: str) -> list[dict[str, Any]]:
        return [self.block(place, *part) for place, part in enumerate(self._parts(text))]

    def items(self, place: object, values: list[Any]) -> list[dict[str, Any]]:
        """The raw form of a ListBlock's value."""
        return [
            {"type": "item", "value": value, "id": str(key("block", self.name, place, number))}
            for number, value in enumerate(values)
        ]

    def block(self, place: object, kind: str, value: Any) -> dict[str, Any]:
        return {"type": kind, "value": value, "id": str(key("block", self.name, place))}

    def _parts(self, text: str) -> Iterator[tuple[str, Any]]:
        place = 0
        running: list[str] = []
        fence: tuple[str, str] | None = None
        fenced: list[str] = []
        for line in text.splitlines():
            if not line.startswith(FENCE):
                (running if fence is None else fenced).append(line)
            elif fence is None:
                if "".join(running).strip():
                    yield "text", html("\n".join(running))
                    place += 1
                kind, _, heading = line.removeprefix(FENCE).strip().partition(" ")
                running, fence, fenced = [], (kind, heading), []
            else:
                yield self._fenced(place, *fence, "\n".join(fenced).strip())
                place += 1
                fence = None
        if "".join(running).strip():
            yield "text", html("\n".join(running))

    def _fenced(self, place: int, kind: str, heading: str, text: str) -> tuple[str, Any]:
        match kind:
            case _ if kind in CALLOUTS:
                return kind, {"heading": heading, "text": html(text)}
            case "expander":
                return kind, {"summary": heading, "text": html(text)}
            case "do-dont":
                return "do_dont", {
                    "do": self.items(f"{place}-do", _marked(text, "+ ")),
                    "dont": self.items(f"{place}-dont", _marked(text, "- ")),
                }
            case "steps":
                steps = [
                    part.partition("\n")
                    for part in re.split(r"^# ", text, flags=re.MULTILINE)
                    if part.strip()
                ]
                return kind, {
                    "heading": heading,
                    "steps": self.items(
                        place, [{"title": title.strip(), "text": html(words)} for title, _, words in steps]
                    ),
                }
            case "quote":
                who, _, position = heading.partition("|")
                return kind, {"text": text, "who": who.strip(), "position": position.strip()}
            case "booking":
                what, _, code = heading.partition(" ")
                return "booking", _booking(what, code, text)
        raise UnknownFence(kind)


def html(text: str) -> str:
    """Paragraphs, headings and lists as rich text."""
    return "".join(_piece(piece) for piece in re.split(r"\n\s*\n", text.strip()) if piece.strip())


def _booking(what: str, code: str, heading: str) -> dict[str, Any]:
    kinds = {"service": "service", "doctor": "practitioner", "program": "program"}
    chosen = dict.fromkeys(("practitioner", "service", "location", "program"))
    return {"heading": heading, "button": "", **chosen, kinds[what]: str(key(kinds[what], code))}


def _marked(text: str, mark: str) -> list[str]:
    return [line.removeprefix(mark).strip() for line in text.splitlines() if line.startswith(mark)]


def _piece(piece: str) -> str:
    lines = [line.strip() for line in piece.strip().splitlines()]
    if lines[0].startswith("### "):
        return f"<h3>{_inline(lines[0][4:])}</h3>" + (_piece("\n".join(lines[1:])) if lines[1:] else "")
    if lines[0].startswith("## "):
        return f"<h2>{_inline(lines[0][3:])}</h2>" + (_piece("\n".join(lines[1:])) if lines[1:] else "")
    if lines[0].startswith("- "):
        return _list("ul", [line.removeprefix("- ") for line in lines])
    if re.match(r"1\. ", lines[0]):
        return _list("ol", [re.sub(r"^\d+\. ", "", line) for line in lines])
    return f"<p>{_inline(' '.join(lines))}</p>"


def _list(tag: str, entries: list[str]) -> str:
    return f"<{tag}>" + "".join(f"<li>{_inline(entry)}</li>" for entry in entries) + f"</{tag}>"


def _inline(text: str) -> str:
    return re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escape(text, quote=False))
