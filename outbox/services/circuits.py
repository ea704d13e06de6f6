"""The circuit breaker of each outside system.

Closed: messages flow. After FAILURES_TO_OPEN failures in a row it opens: nothing is sent but one probe each
settings.OUTBOX_PROBE_SECONDS. The first probe that gets an answer closes it and sends the backlog on its way.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet

from outbox.models import Circuit, Delivery
from outbox.rules import FAILURES_TO_OPEN, RECOVERY_PER_SECOND


def open_circuits() -> QuerySet[Circuit]:
    return Circuit.objects.filter(opened_at__isnull=False)


def probe_pause() -> timedelta:
    return timedelta(seconds=settings.OUTBOX_PROBE_SECONDS)


def take_probe(circuit: Circuit, *, now: datetime) -> bool:
    """Whether this worker is the one that may probe now."""
    return bool(
        open_circuits()
        .filter(system=circuit.system, next_probe_at=circuit.next_probe_at, next_probe_at__lte=now)
        .update(next_probe_at=now + probe_pause())
    )


def system_failed(system: str, *, now: datetime) -> bool:
    """Count a failure in a row; whether the circuit is open after it."""
    with transaction.atomic():
        Circuit.objects.get_or_create(system=system)
        Circuit.objects.filter(system=system).update(failures=F("failures") + 1)
        Circuit.objects.filter(system=system, failures__gte=FAILURES_TO_OPEN, opened_at__isnull=True).update(
            opened_at=now, next_probe_at=now + probe_pause()
        )
        return open_circuits().filter(system=system).exists()


def system_answered(system: str, *, now: datetime) -> None:
    """The system answered, be it with a refusal. Closes an open circuit and releases its backlog.

    Rooms that talk to the system for other reasons say so too: a mirror that can be read again lets the
    waiting messages go.
    """
    with transaction.atomic():
        was_open = bool(
            open_circuits().filter(system=system).update(failures=0, opened_at=None, next_probe_at=None)
        )
        if was_open:
            release_backlog(system, now=now)
        else:
            Circuit.objects.filter(system=system, failures__gt=0).update(failures=0)


def release_backlog(system: str, *, now: datetime) -> None:
    waiting = Delivery.objects.undelivered().filter(system=system, lease__isnull=True).order_by("id")
    pause = timedelta(seconds=1) / RECOVERY_PER_SECOND
    batch: list[Delivery] = []
    for place, delivery in enumerate(waiting.only("id").iterator(chunk_size=2000)):
        delivery.next_attempt_at = now + place * pause
        batch.append(delivery)
    Delivery.objects.bulk_update(batch, ["next_attempt_at"], batch_size=500)
