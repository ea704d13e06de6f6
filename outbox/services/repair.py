"""What an operator may do with a delivery. Nobody edits a message: it holds identifiers only, so what is
wrong is mended in the named object or in the connection's settings, and the message is sent again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from outbox.codes import BLOCKING, DeliveryState
from outbox.errors import NotRepairable
from outbox.models import Circuit, Delivery
from outbox.rules import GIVE_UP_AFTER

REPAIRABLE = (DeliveryState.PENDING, DeliveryState.PARKED)


def resend(delivery: Delivery, *, by: str, now: datetime) -> Delivery:
    """Try again at the next tick, for another day, under the same operation id.

    `by` identifies the operator (a key, never a name). A dropped message may be sent again too.
    """
    with transaction.atomic():
        locked = lock(delivery, (*REPAIRABLE, DeliveryState.DROPPED))
        locked.state = DeliveryState.PENDING
        locked.next_attempt_at = now
        locked.give_up_at = now + GIVE_UP_AFTER
        locked.settled_at = None
        locked.settled_by = by
        locked.settled_reason = ""
        locked.save()
    return locked


def drop(delivery: Delivery, *, by: str, reason: str, now: datetime) -> Delivery:
    """Never send it; later messages about the same subject go on."""
    return settle(delivery, DeliveryState.DROPPED, by=by, reason=reason, now=now)


def mark_delivered(delivery: Delivery, *, by: str, reason: str, now: datetime) -> Delivery:
    """The operator has seen that the outside system holds it already."""
    return settle(delivery, DeliveryState.DELIVERED, by=by, reason=reason, now=now)


def settle(delivery: Delivery, state: DeliveryState, *, by: str, reason: str, now: datetime) -> Delivery:
    if not reason.strip():
        raise NotRepairable(_("Give a reason: it is kept with the message."))
    with transaction.atomic():
        locked = lock(delivery, REPAIRABLE)
        locked.state = state
        locked.settled_at = now
        locked.settled_by = by
        locked.settled_reason = reason
        locked.save()
    return locked


def lock(delivery: Delivery, states: tuple[DeliveryState, ...]) -> Delivery:
    locked = Delivery.objects.select_for_update().get(id=delivery.id)
    if locked.state not in states:
        raise NotRepairable(
            _("This message is %(state)s; nothing can be changed now.")
            % {"state": locked.get_state_display()}
        )
    return locked


def reason_for_waiting(delivery: Delivery, *, now: datetime) -> str:
    """Why this message has not been delivered, for the operator's page; "" when it has been."""
    if delivery.state not in BLOCKING:
        return ""
    if delivery.state == DeliveryState.PARKED:
        return _("It waits for an operator: resend it, or drop it with a reason.")
    earlier = (
        Delivery.objects.filter(
            subscriber=delivery.subscriber, subject=delivery.subject, id__lt=delivery.id, state__in=BLOCKING
        )
        .order_by("id")
        .first()
    )
    if earlier is not None:
        return _("It waits for message %(number)s about the same subject.") % {"number": earlier.id}
    circuit = Circuit.objects.filter(system=delivery.system, opened_at__isnull=False).first()
    if circuit is not None:
        return _("%(system)s does not answer; it is tried again every half minute.") % {
            "system": circuit.system
        }
    if delivery.state == DeliveryState.LEASED:
        return _("It is being delivered.")
    if delivery.next_attempt_at > now:
        return _("The last attempt failed; the next one has its time.")
    return _("It is next in line.")
