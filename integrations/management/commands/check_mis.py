from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from booking.models import FreeSpan
from integrations.connections import connect
from outbox.models import Delivery


class Command(BaseCommand):
    help = "Ask each medical information system whether it answers; exit with 1 when one does not."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "names", nargs="*", help="connections to ask; all of settings.MIS_CONNECTIONS if none"
        )

    def handle(self, *, names: list[str], **options: Any) -> None:
        unknown = sorted(set(names) - set(settings.MIS_CONNECTIONS))
        if unknown:
            known = ", ".join(sorted(settings.MIS_CONNECTIONS)) or "none"
            raise CommandError(f"No such connection: {', '.join(unknown)}. There are: {known}.")
        down = [name for name in names or sorted(settings.MIS_CONNECTIONS) if not self.answers(name)]
        if down:
            raise CommandError(f"Not answering: {', '.join(down)}")

    def answers(self, name: str) -> bool:
        health = connect(name).check_health()
        state = f"up, {health.latency_ms:.0f} ms" if health.is_up else f"down: {health.detail}"
        waiting = Delivery.objects.undelivered().filter(system=f"mis:{name}").count()
        parked = Delivery.objects.parked().filter(system=f"mis:{name}").count()
        self.stdout.write(
            f"{name}: {state}; mirror {age(name, now=timezone.now())}; {waiting} waiting, {parked} parked"
        )
        return health.is_up


def age(name: str, *, now: datetime) -> str:
    newest = FreeSpan.objects.filter(location__mis_system=name).order_by("-as_of").first()
    return "empty" if newest is None else f"{(now - newest.as_of).total_seconds():.0f} s old"
