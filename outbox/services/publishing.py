from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from outbox.errors import PayloadRefused
from outbox.message import Message, system_of
from outbox.models import Delivery
from outbox.rules import GIVE_UP_AFTER

# An identifier of any system fits; a sentence about a patient does not.
LONGEST_IDENTIFIER = 200
IDENTIFIER_TYPES = (str, int, bool, UUID, date, datetime, type(None))


def publish(
    event: str, *, subject: UUID | str, payload: dict[str, Any], not_before: datetime | None = None
) -> list[Delivery]:
    """Write one delivery for each subscriber of the event, in the caller's transaction.

    The caller holds the lock of the changed row, which makes the order of deliveries about one subject the
    order of its changes. The payload holds identifiers, codes and times only; PayloadRefused otherwise.
    """
    check_payload(payload)
    now = timezone.now()
    deliveries = []
    for path in settings.OUTBOX_SUBSCRIBERS.get(event, ()):
        operation_id = uuid4()
        message = Message(event, str(subject), payload, operation_id, attempt=0)
        deliveries.append(
            Delivery(
                operation_id=operation_id,
                event=event,
                subject=message.subject,
                payload=payload,
                subscriber=path,
                system=system_of(import_string(path), message),
                published_at=now,
                give_up_at=now + GIVE_UP_AFTER,
                next_attempt_at=max(now, not_before or now),
            )
        )
    Delivery.objects.bulk_create(deliveries)
    wake(sorted({delivery.system for delivery in deliveries}))
    return deliveries


def check_payload(payload: dict[str, Any]) -> None:
    for name, value in payload.items():
        if not isinstance(value, IDENTIFIER_TYPES):
            raise PayloadRefused(f"{name}: {type(value).__name__} is not an identifier, a code or a time")
        if isinstance(value, str) and len(value) > LONGEST_IDENTIFIER:
            raise PayloadRefused(f"{name}: a text of {len(value)} characters is not an identifier")


def wake(systems: list[str]) -> None:
    """Where a broker is configured, start delivery at the commit instead of at the next tick."""
    if not settings.CELERY_BROKER_URL:
        return
    from outbox import tasks  # tasks import services

    for system in systems:
        transaction.on_commit(partial(tasks.wake, system))
