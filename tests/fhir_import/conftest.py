from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from integrations.fhir_import.importing import ImportRun
from integrations.fhir_import.outcome import Outcome
from integrations.fhir_import.references import DEFAULT_SOURCE
from people.access import Access
from people.codes import Purpose
from tests.fhir_import.resources import bundle, write

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass
class Heard:
    complaints: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    steps: list[tuple[int, int]] = field(default_factory=list)

    def complaint(self, text):
        self.complaints.append(text)

    def remark(self, text):
        self.remarks.append(text)

    def progress(self, done, total, doing):
        self.steps.append((done, total))


@dataclass
class Run:
    outcome: Outcome
    heard: Heard

    def counts(self, result: str) -> dict[str, int]:
        return {
            name: number
            for (name, counted), number in sorted(self.outcome.counts.items())
            if counted == result
        }

    @property
    def created(self):
        return self.counts("created")


@pytest.fixture
def run_files(db):
    """Import files; the answer has the counts and what was said."""

    def run(*paths: Path, source: str = DEFAULT_SOURCE, time_zone: str = "") -> Run:
        heard = Heard()
        outcome = Outcome(heard)
        ImportRun(
            access=Access.system("tests", purpose=Purpose.TREATMENT),
            outcome=outcome,
            source=source,
            default_time_zone=time_zone,
            now=NOW,
        ).run(paths)
        return Run(outcome, heard)

    return run


@pytest.fixture
def run_resources(run_files, tmp_path):
    """Import resources as one bundle."""

    def run(*resources: dict, **options) -> Run:
        return run_files(write(tmp_path / "bundle.json", bundle(*resources)), **options)

    return run
