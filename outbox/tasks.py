"""The worker's functions as Celery tasks. Tasks carry no data that could be lost: they only say "look now";
what is to be done stands in the database (see docs/architecture.md)."""

import logging

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from outbox import services

logger = logging.getLogger(__name__)


@shared_task(ignore_result=True)
def tick() -> None:
    """Beat calls this every few seconds."""
    now = timezone.now()
    for system in services.due_systems(now=now):
        deliver.delay(system)
    for name in services.due_jobs(now=now):
        run_job.delay(name)


@shared_task(ignore_result=True)
def deliver(system: str) -> None:
    while services.deliver_due(now=timezone.now(), system=system):
        pass


@shared_task(ignore_result=True)
def run_job(name: str) -> None:
    services.run_job(name, now=timezone.now())


def wake(system: str) -> None:
    """Start delivery now. Without the broker it starts at the next tick instead, so the request goes on."""
    try:
        deliver.apply_async((system,), retry=False)
    except OperationalError:
        logger.warning("The broker does not answer; delivery waits for the timer")
