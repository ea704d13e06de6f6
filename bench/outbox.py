"""Deliveries a second to receivers that do nothing.

Uses the configured database (`DATABASE_URL=postgres://…`) and takes its rows away afterwards.
"""

import time

from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone

from bench.figures import Figure
from outbox import Message, subscriber
from outbox.models import Delivery
from outbox.services import deliver_due, publish

TITLE = "Messages to outside systems"
MESSAGES = 20_000
SUBJECTS = 4_000


@subscriber(system="bench")
def outside(message: Message) -> None:
    pass


def here(message: Message) -> None:
    pass


def measure() -> list[Figure]:
    database = f"{connection.vendor}, one process, {MESSAGES} messages about {SUBJECTS} subjects"
    subscribers = {"bench.outside": ["bench.outbox.outside"], "bench.here": ["bench.outbox.here"]}
    try:
        with override_settings(OUTBOX_SUBSCRIBERS=subscribers):
            return [
                Figure("publish", "-", f"{publish_all('bench.outside'):,.0f} a second", database),
                Figure(
                    "deliver to an outside no-op", "1,000 a second", f"{deliver_all('bench'):,.0f} a second"
                ),
                Figure("publish for this database", "-", f"{publish_all('bench.here'):,.0f} a second"),
                Figure("deliver here, each in a transaction", "-", f"{deliver_all(''):,.0f} a second"),
            ]
    finally:
        Delivery.objects.filter(event__startswith="bench.").delete()


def publish_all(event: str) -> float:
    start = time.perf_counter()
    with transaction.atomic():
        for number in range(MESSAGES):
            publish(event, subject=f"bench-{number % SUBJECTS}", payload={"number": number})
    return MESSAGES / (time.perf_counter() - start)


def deliver_all(system: str) -> float:
    delivered = 0
    start = time.perf_counter()
    while attempted := deliver_due(now=timezone.now(), system=system):
        delivered += attempted
    return delivered / (time.perf_counter() - start)
