"""Claim, call, record.

Rows are leased and not deleted: a worker that dies leaves its rows to the next one when the lease ends. On
PostgreSQL workers pass over each other's rows (SKIP LOCKED); on SQLite the conditional UPDATE decides.
"""

import logging
import random
import time
import traceback
from datetime import datetime, timedelta
from threading import Event
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import Case, F, When
from django.utils.module_loading import import_string

from outbox.codes import DeliveryState
from outbox.errors import Refused, Unavailable
from outbox.message import Message, Subscriber
from outbox.models import Circuit, Delivery, DeliveryQuerySet
from outbox.rules import LEASE, PAUSE_OF_THE_DATABASE, pause_before_retry
from outbox.services import circuits

logger = logging.getLogger(__name__)

# Answers are recorded together when they come faster than this: a receiver on the network gets its record at
# once, a receiver in memory does not pay a commit for each message.
LONGEST_UNRECORDED = timedelta(milliseconds=50)
MOST_UNRECORDED = 100


def due_systems(*, now: datetime) -> list[str]:
    """The outside systems that have something to do now ("" stands for this database)."""
    resting = set(circuits.open_circuits().filter(next_probe_at__gt=now).values_list("system", flat=True))
    probing = circuits.open_circuits().filter(next_probe_at__lte=now).values_list("system", flat=True)
    due = Delivery.objects.due(now).order_by().values_list("system", flat=True).distinct()
    return sorted({*due, *probing} - resting)


def deliver_due(
    *, now: datetime, limit: int = 100, system: str | None = None, stop: Event | None = None
) -> int:
    """Deliver up to `limit` due messages of one system, or of each; how many were attempted.

    Call it outside a transaction: claims are committed before a subscriber is called. After `stop` is set no
    further subscriber is called.
    """
    systems = due_systems(now=now) if system is None else [system]
    return sum(Batch(name, now, stop or Event()).deliver(limit) for name in systems)


class LeaseLost(Exception):
    """The work outlasted its lease and another worker has the row: this effect must not count."""


class Batch:
    """Some leased deliveries of one system, worked off by one worker.

    Its `now` runs on from the moment given: a test may choose it, and a slow batch still tells the time.
    """

    def __init__(self, system: str, started_at: datetime, stop: Event) -> None:
        self.system = system
        self.started_at = started_at
        self.clock_at_start = time.monotonic()
        self.stop = stop
        self.lease = uuid4()
        self.unrecorded: list[tuple[Delivery, Message]] = []
        self.recorded_at = started_at
        self.failed_before = False
        self.circuit_opened = False

    @property
    def now(self) -> datetime:
        return self.started_at + timedelta(seconds=time.monotonic() - self.clock_at_start)

    def deliver(self, limit: int) -> int:
        circuit = Circuit.objects.filter(system=self.system).first()
        self.failed_before = circuit is not None and circuit.failures > 0
        if circuit is not None and circuit.is_open:
            if not circuits.take_probe(circuit, now=self.started_at):
                return 0
            claimed = self.claim(self.probe(), limit=1)
        else:
            claimed = self.claim(Delivery.objects.due(self.started_at).order_by("id"), limit=limit)

        for place, delivery in enumerate(claimed):
            if self.is_over:
                self.give_back(claimed[place:])
                claimed = claimed[:place]
                break
            self.attempt(delivery)
        self.record()
        return len(claimed)

    @property
    def is_over(self) -> bool:
        return self.circuit_opened or self.stop.is_set() or self.now - self.started_at > LEASE / 2

    def probe(self) -> DeliveryQuerySet:
        """The message that has waited longest for an attempt, due or not: a poisonous one is not probed with
        for ever. A row in another worker's hands is no probe."""
        return (
            Delivery.objects.undelivered()
            .exclude(state=DeliveryState.LEASED, next_attempt_at__gt=self.started_at)
            .order_by(F("attempted_at").asc(nulls_first=True), "id")
        )

    def claim(self, rows: DeliveryQuerySet, *, limit: int) -> list[Delivery]:
        rows = rows.filter(system=self.system)
        with transaction.atomic():
            first = rows.first_in_line()
            if connection.features.has_select_for_update_skip_locked:
                first = first.select_for_update(skip_locked=True, of=("self",))
            # Where rows cannot be locked, the condition repeated in the UPDATE decides between two workers.
            rows.order_by().filter(id__in=list(first.values_list("id", flat=True)[:limit])).update(
                state=DeliveryState.LEASED,
                lease=self.lease,
                attempts=F("attempts") + 1,
                attempted_at=self.started_at,
                next_attempt_at=self.started_at + LEASE,
            )
        return list(Delivery.objects.filter(lease=self.lease).order_by("id"))

    def give_back(self, deliveries: list[Delivery]) -> None:
        self.mine(*deliveries).update(
            state=DeliveryState.PENDING,
            lease=None,
            attempts=F("attempts") - 1,
            attempted_at=Case(When(attempts=1, then=None), default=F("attempted_at")),
            next_attempt_at=self.now,
        )

    def mine(self, *deliveries: Delivery) -> DeliveryQuerySet:
        """Those of the rows that this batch still holds."""
        return Delivery.objects.filter(id__in=[delivery.id for delivery in deliveries], lease=self.lease)

    def attempt(self, delivery: Delivery) -> None:
        message = Message(
            delivery.event, delivery.subject, delivery.payload, delivery.operation_id, delivery.attempts
        )
        try:
            subscriber = import_string(delivery.subscriber)
            if self.system:
                subscriber(message)
                self.answered(delivery, message)
            else:
                self.deliver_here(subscriber, delivery, message)
        except Unavailable as error:
            pause = self.pause_after(delivery)
            pause = max(pause, error.retry_after or pause)
            self.postpone(delivery, message, error, error.detail, pause=pause)
            if self.system:
                self.circuit_opened = circuits.system_failed(self.system, now=self.now)
                self.failed_before = True
        except Refused as error:
            self.park(delivery, message, error, error.detail)
            self.note_answer()
        except LeaseLost:
            logger.warning("Delivery %s outlasted its lease and was left to another worker", delivery.id)
        except OperationalError as error:  # a lock waited for too long, or the connection is gone
            self.postpone(delivery, message, error, "", pause=PAUSE_OF_THE_DATABASE)
        except Exception as error:  # a bug of one subscriber does not stop the others
            place = traceback.extract_tb(error.__traceback__)[-1]
            logger.exception("Subscriber %s failed on delivery %s", delivery.subscriber, delivery.id)
            detail = f"{place.filename}:{place.lineno} {place.name}"
            self.postpone(delivery, message, error, detail, pause=self.pause_after(delivery))

    def deliver_here(self, subscriber: Subscriber, delivery: Delivery, message: Message) -> None:
        """Effect and record in one transaction: either both happen or neither."""
        with transaction.atomic():
            subscriber(message)
            if not self.mine(delivery).update(**self.delivered(message)):
                raise LeaseLost

    def answered(self, delivery: Delivery, message: Message) -> None:
        self.note_answer()
        self.unrecorded.append((delivery, message))
        if len(self.unrecorded) >= MOST_UNRECORDED or self.now - self.recorded_at > LONGEST_UNRECORDED:
            self.record()

    def note_answer(self) -> None:
        if self.system and self.failed_before:
            circuits.system_answered(self.system, now=self.now)
            self.failed_before = False

    def record(self) -> None:
        """Write down what was delivered. A worker killed before this repeats these messages after the lease,
        with the same operation ids and a higher attempt."""
        silent = [delivery for delivery, message in self.unrecorded if not message.exchanges]
        if silent:
            self.mine(*silent).update(**self.delivered(None))
        for delivery, message in self.unrecorded:
            if message.exchanges:
                self.mine(delivery).update(**self.delivered(message))
        self.unrecorded.clear()
        self.recorded_at = self.now

    def delivered(self, message: Message | None) -> dict[str, Any]:
        return {
            "state": DeliveryState.DELIVERED,
            "lease": None,
            "settled_at": self.now,
            **last_exchange(message),
        }

    def pause_after(self, delivery: Delivery) -> timedelta:
        return pause_before_retry(
            delivery.attempts,
            first=timedelta(seconds=settings.OUTBOX_RETRY_SECONDS),
            jitter=random.uniform(-1, 1),  # noqa: S311  # spreads retries, guards nothing
        )

    def postpone(
        self, delivery: Delivery, message: Message, error: Exception, detail: str, *, pause: timedelta
    ) -> None:
        if self.now >= delivery.give_up_at:
            self.park(delivery, message, error, detail)
            return
        self.mine(delivery).update(
            state=DeliveryState.PENDING,
            lease=None,
            next_attempt_at=self.now + pause,
            last_error_class=type(error).__name__,
            last_error=detail,
            **last_exchange(message),
        )

    def park(self, delivery: Delivery, message: Message, error: Exception, detail: str) -> None:
        logger.error("Delivery %s of %s is parked: %s", delivery.id, delivery.event, type(error).__name__)
        self.mine(delivery).update(
            state=DeliveryState.PARKED,
            lease=None,
            last_error_class=type(error).__name__,
            last_error=detail,
            **last_exchange(message),
        )


def last_exchange(message: Message | None) -> dict[str, str]:
    if message is None or not message.exchanges:
        return {}
    request, answer = message.exchanges[-1]
    return {"last_request": request, "last_answer": answer}
