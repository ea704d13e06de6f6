"""The worker's functions as Celery tasks. Tasks carry nothing that could be lost: they only say "look now"; what is
to be done stands in the database."""

import logging
from concurrent.futures import ThreadPoolExecutor

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


# A broker that is down takes seconds to say so; the request that books does not wait for it.
_thread = ThreadPoolExecutor(1, thread_name_prefix="wake")
_asleep: set[str] = set()


def wake(system: str) -> None:
    """Have a worker look at once. Without the broker it looks at the next tick instead."""
    if system not in _asleep:
        _asleep.add(system)
        _thread.submit(_wake, system)


def _wake(system: str) -> None:
    # First: a change that commits from here on needs a look of its own.
    _asleep.discard(system)
    try:
        deliver.apply_async((system,), retry=False)
    except OperationalError:
        logger.warning("The broker does not answer; delivery waits for the timer")
