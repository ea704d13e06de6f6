"""Periodic work: named in settings.PERIODIC_JOBS, started by whichever worker comes first."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from outbox.models import PeriodicRun

logger = logging.getLogger(__name__)


def due_jobs(*, now: datetime) -> list[str]:
    resting = set(PeriodicRun.objects.filter(next_run_at__gt=now).values_list("name", flat=True))
    return [name for name in settings.PERIODIC_JOBS if name not in resting]


def run_job(name: str, *, now: datetime) -> bool:
    """Run the job if no other worker has taken this turn; whether it ran.

    A job that raises is logged and has its next turn as usual. One that outlasts its interval may meet
    itself in another worker, so jobs are written to bear that.
    """
    path, every_seconds = settings.PERIODIC_JOBS[name]
    PeriodicRun.objects.get_or_create(name=name, defaults={"next_run_at": now})
    turn = PeriodicRun.objects.filter(name=name, next_run_at__lte=now)
    if not turn.update(next_run_at=now + timedelta(seconds=every_seconds)):
        return False
    error_class = ""
    try:
        import_string(path)()
    except Exception as error:  # one job's bug stops neither the others nor its own next turn
        logger.exception("Periodic job %s failed", name)
        error_class = type(error).__name__
    PeriodicRun.objects.filter(name=name).update(finished_at=timezone.now(), last_error_class=error_class)
    return True
