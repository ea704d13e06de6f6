"""What became of each entry, told as it happens and counted for the end."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from integrations.fhir_import.errors import Refused
from integrations.fhir_import.reading import Entry

CREATED, CHANGED, UNCHANGED, REFUSED, NOT_KEPT = "created", "changed", "unchanged", "refused", "not kept"
RESULTS = (CREATED, CHANGED, UNCHANGED, REFUSED, NOT_KEPT)


class Listener(Protocol):
    """Who is told: the command prints, a test collects."""

    def complaint(self, text: str) -> None:
        """A file or an entry that cannot be used."""

    def remark(self, text: str) -> None:
        """Something that was left out of an entry that is kept, or done beyond it."""

    def progress(self, done: int, total: int, doing: str) -> None: ...


@dataclass
class Outcome:
    listener: Listener
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(resource type, result) → number of entries."""
    unreadable: list[Path] = field(default_factory=list)

    def count(self, resource_type: str, result: str, number: int = 1) -> None:
        self.counts[resource_type, result] += number

    def total(self, result: str) -> int:
        return sum(number for (_, counted), number in self.counts.items() if counted == result)

    def file_unreadable(self, path: Path, error: Exception) -> None:
        self.unreadable.append(path)
        self.listener.complaint(f"{path}: {error}")

    def refused(self, entry: Entry, error: Refused | str) -> None:
        self.count(entry.type or "(no resource)", REFUSED)
        self.listener.complaint(f"{_place(entry)}: refused: {error}")

    def remarked(self, entry: Entry, remark: str) -> None:
        self.listener.remark(f"{_place(entry)}: {remark}")

    def rows(self) -> list[tuple[str, dict[str, int]]]:
        """One row per resource type, in alphabetical order."""
        types = sorted({resource_type for resource_type, _ in self.counts})
        return [(name, {result: self.counts[name, result] for result in RESULTS}) for name in types]


def _place(entry: Entry) -> str:
    return f"{entry.file.name}: {entry.label}" if entry.label else entry.file.name
