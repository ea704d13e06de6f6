"""`manage.py import_fhir FILE…`"""

import time
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from django.core.management.base import BaseCommand, CommandError, OutputWrapper
from django.db import OperationalError
from django.utils import timezone

from integrations.fhir_import.importing import ImportRun
from integrations.fhir_import.outcome import REFUSED, RESULTS, Outcome
from integrations.fhir_import.references import DEFAULT_SOURCE
from outbox.codes import DeliveryState
from outbox.models import Delivery
from outbox.services import deliver_due
from people.access import Access
from people.codes import Purpose

EXIT_UNREADABLE = 1
EXIT_REFUSED = 3
EXIT_DATABASE = 4
#: Few, so that progress is told while pages are written: each takes a tenth of a second or more.
_DELIVERIES_PER_ROUND = 10
_KEYS_PER_QUERY = 200

_HELP = """\
Import FHIR R4 JSON: bundles, single resources and NDJSON (bulk data).

Organizations with an address become branches, practitioners become doctors with their posts, each with a draft page
for the editors. Patients get their encounters, diagnoses, results, prescriptions, vaccinations, documents and
invoices. All files of one run may refer to one another, in any order. Importing a file again changes nothing.

An entry that cannot be used is named with its place, resource and reason on standard error, and the rest is
imported. Resource types that the portal has no place for are counted as "not kept", which is no error."""

_EPILOG = """\
exit status:
  0  every file was read and no entry was refused
  1  a file could not be used at all (missing, not JSON, not FHIR); the other files were imported
  2  the command line was wrong
  3  every file was read, but some entries were refused
  4  the database failed on the way; what was imported before stays"""


class Command(BaseCommand):
    help = _HELP
    requires_migrations_checks = True

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(
            prog_name, subcommand, formatter_class=_Formatter, epilog=_EPILOG, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--source",
            default=DEFAULT_SOURCE,
            metavar="URI",
            help="name of the sending system, for ids such as Patient/1 that are only unique there (default: %(default)s)",
        )
        parser.add_argument(
            "--time-zone",
            default="",
            metavar="ZONE",
            help="IANA zone of branches whose address does not tell it, such as Europe/Moscow",
        )
        parser.add_argument("--quiet", action="store_true", help="no progress and no remarks")

    def handle(self, *, files: list[Path], source: str, time_zone: str, quiet: bool, **options: Any) -> None:
        if time_zone and time_zone not in available_timezones():
            raise CommandError(f"--time-zone: {time_zone!r} is not in the IANA database", returncode=2)
        terminal = Terminal(self.stderr, quiet=quiet)
        outcome = Outcome(terminal)
        run = ImportRun(
            access=Access.system("import-fhir", purpose=Purpose.TREATMENT),
            outcome=outcome,
            source=source,
            default_time_zone=time_zone,
            now=timezone.now(),
        )
        began = time.monotonic()
        try:
            run.run(files)
        except OperationalError as error:
            terminal.finish()
            raise CommandError(
                f"stopped: the database failed ({error}). What was imported before stays; run again to go on.",
                returncode=EXIT_DATABASE,
            ) from error
        drafts = _write_drafts(run.registry.announced, terminal)
        terminal.finish()
        self._summary(outcome, drafts, seconds=time.monotonic() - began)
        self._exit(outcome)

    def _summary(self, outcome: Outcome, drafts: Counter[str], *, seconds: float) -> None:
        width = max([len(name) for name, _ in outcome.rows()] + [5])
        self.stdout.write(f"{'':{width}}" + "".join(f"{result:>11}" for result in RESULTS))
        for name, counts in outcome.rows():
            cells = "".join(f"{counts[result] or '·':>11}" for result in RESULTS)
            self.stdout.write(f"{name:{width}}{cells}")
        totals = "".join(f"{outcome.total(result):>11}" for result in RESULTS)
        self.stdout.write(f"{'Total':{width}}{totals}")
        if written := drafts[DeliveryState.DELIVERED]:
            pages = "1 draft page waits" if written == 1 else f"{written} draft pages wait"
            self.stdout.write(f"{pages} for the editors: new doctors and branches.")
        if waiting := drafts.total() - written:
            self.stdout.write(f"{waiting} more are not written yet: the worker tries again.")
        self.stdout.write(f"{seconds:.1f} seconds.")

    def _exit(self, outcome: Outcome) -> None:
        if outcome.unreadable:
            names = ", ".join(path.name for path in outcome.unreadable)
            raise CommandError(f"not imported: {names}", returncode=EXIT_UNREADABLE)
        if refused := outcome.total(REFUSED):
            noun = "entry was" if refused == 1 else "entries were"
            raise CommandError(f"{refused} {noun} refused, see above", returncode=EXIT_REFUSED)


class Terminal:
    """Standard error: complaints and remarks as lines, progress as one line that is overwritten on a
    terminal.
    """

    _SECONDS_BETWEEN_LINES = 5.0
    _SECONDS_BETWEEN_DRAWINGS = 0.1

    def __init__(self, stream: OutputWrapper, *, quiet: bool) -> None:
        self.stream = stream
        self.quiet = quiet
        self.drawn = 0
        self.told_at = time.monotonic()

    def complaint(self, text: str) -> None:
        self._clear()
        self.stream.write(text)

    def remark(self, text: str) -> None:
        if not self.quiet:
            self._clear()
            self.stream.write(text, style_func=str)

    def progress(self, done: int, total: int, doing: str) -> None:
        self.tell(f"{done} of {total} entries ({doing})" if total else f"{done} entries ({doing})")

    def tell(self, line: str) -> None:
        pause = self._SECONDS_BETWEEN_DRAWINGS if self.stream.isatty() else self._SECONDS_BETWEEN_LINES
        if self.quiet or time.monotonic() - self.told_at < pause:
            return
        self.told_at = time.monotonic()
        if self.stream.isatty():
            self._clear()
            self.stream.write(line, style_func=str, ending="")
            self.stream.flush()
            self.drawn = len(line)
        else:
            self.stream.write(line, style_func=str)

    def finish(self) -> None:
        self._clear()

    def _clear(self) -> None:
        if self.drawn:
            self.stream.write("\r" + " " * self.drawn + "\r", style_func=str, ending="")
            self.drawn = 0


class _Formatter(RawDescriptionHelpFormatter):
    """Keeps the paragraphs of the description and the table of exit statuses."""


def _write_drafts(announced: Sequence[UUID], terminal: Terminal) -> Counter[str]:
    """Deliver what is due inside this database, so that drafts exist without a worker; deliveries by state."""
    subjects, written = [str(key) for key in announced], 0
    while subjects and (done := deliver_due(now=timezone.now(), limit=_DELIVERIES_PER_ROUND, system="")):
        written += done
        terminal.tell(f"{min(written, len(subjects))} of {len(subjects)} draft pages")
    states: Counter[str] = Counter()
    for first in range(0, len(subjects), _KEYS_PER_QUERY):
        chunk = subjects[first : first + _KEYS_PER_QUERY]
        states.update(Delivery.objects.filter(subject__in=chunk).values_list("state", flat=True))
    return states
