"""One process that does all background work: a lane for each outside system and for each periodic job.

A system that hangs keeps only its own lane busy.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from outbox.rules import PAUSE_OF_THE_DATABASE
from outbox.services import deliver_due, due_jobs, due_systems, run_job

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 0.5
MOST_LANES = 16


class Worker:
    def __init__(self) -> None:
        self.stop = Event()
        self.lanes: dict[tuple[str, str], Future[None]] = {}

    def run(self) -> None:
        """Until `stop` is set; then wait for the calls that are under way."""
        with ThreadPoolExecutor(MOST_LANES, thread_name_prefix="lane") as pool:
            while not self.stop.is_set():
                self.start_due_lanes(pool)
                self.stop.wait(PAUSE_SECONDS)

    def start_due_lanes(self, pool: ThreadPoolExecutor) -> None:
        now = timezone.now()
        try:
            close_old_connections()
            due = [("system", system) for system in due_systems(now=now)]
            due += [("job", name) for name in due_jobs(now=now)]
        except DatabaseError as error:
            logger.error("The database does not answer (%s); trying again", type(error).__name__)
            self.stop.wait(PAUSE_OF_THE_DATABASE.total_seconds())
            return
        work: dict[str, Callable[[str], None]] = {"system": self.deliver_system, "job": self.run_job}
        for lane in due:
            if lane not in self.lanes or self.lanes[lane].done():
                kind, name = lane
                self.lanes[lane] = pool.submit(self.in_lane, work[kind], name)

    def in_lane(self, work: Callable[[str], None], name: str) -> None:
        close_old_connections()
        try:
            work(name)
        except Exception:  # the lane is started again at the next tick; its rows come back with their lease
            logger.exception("The lane of %s broke", name or "this database")
        finally:
            close_old_connections()

    def deliver_system(self, system: str) -> None:
        while not self.stop.is_set() and deliver_due(now=timezone.now(), system=system, stop=self.stop):
            pass

    def run_job(self, name: str) -> None:
        run_job(name, now=timezone.now())


def deliver_everything_due() -> int:
    """Without lanes and without waiting: what `manage.py worker --once` and scripts do."""
    total = 0
    for name in due_jobs(now=timezone.now()):
        run_job(name, now=timezone.now())
    while attempted := deliver_due(now=timezone.now()):
        total += attempted
    return total
