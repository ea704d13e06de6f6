import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from outbox.worker import Worker, deliver_everything_due


class Command(BaseCommand):
    help = "Deliver messages to outside systems and run periodic jobs, in one process and without a broker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, and end")

    def handle(self, *, once: bool, **options: Any) -> None:
        if once:
            self.stdout.write(f"{deliver_everything_due()} deliveries attempted")
            return
        worker = Worker()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: worker.stop.set())
        self.stdout.write("Worker started; end it with Ctrl-C")
        self.stdout.flush()
        worker.run()
