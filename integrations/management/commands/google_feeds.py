from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from booking.rules import PATIENT_LIMITS
from integrations.google.feeds import FeedShrank, write_feeds

# Google asks for at least thirty days of every listed service.
DAYS = 30


class Command(BaseCommand):
    help = "Write Google's feeds of branches, services and free times, each complete, into a folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, required=True, help="folder, made when it is not there")
        parser.add_argument("--days", type=int, default=DAYS, help=f"free times of so many days ({DAYS})")
        parser.add_argument("--gzip", action="store_true", help="compress the files, as Google prefers")
        parser.add_argument(
            "--accept-shrunk",
            action="store_true",
            help="write even when much less is free than in the last feed: what is left out, Google deletes",
        )

    def handle(self, *, out: Path, days: int, gzip: bool, accept_shrunk: bool, **options: Any) -> None:
        most = PATIENT_LIMITS.horizon.days
        if not 1 <= days <= most:
            raise CommandError(f"--days must be from 1 to {most}: nobody books further ahead")
        try:
            feeds = write_feeds(
                out, days=days, now=timezone.now(), compress=gzip, accept_shrunk=accept_shrunk
            )
        except OSError as error:
            raise CommandError(f"The feeds cannot be written to {out}: {error.strerror or error}") from error
        except FeedShrank as error:
            raise CommandError(
                f"{error}. Nothing was written; use --accept-shrunk if it is right."
            ) from error
        self.stdout.write(f"{feeds.merchants} branches, {feeds.services} services, {feeds.times} free times:")
        for file in feeds.files:
            self.stdout.write(str(file))
