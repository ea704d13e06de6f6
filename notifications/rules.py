"""When a notice is sent, and when it would only confuse. Values in, answer out."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from notifications.codes import Kind, Suppressed

# The clinic's system usually answers within seconds; only who waits longer is told that it takes a while.
PATIENCE = timedelta(minutes=2)
# After an outage of our own nobody wants yesterday's news.
NEWS_FOR = timedelta(hours=24)

CONFIRMED_STATUSES = ("booked", "checked-in", "arrived")
STATUSES = {
    Kind.REQUESTED: ("pending",),
    Kind.CONFIRMED: CONFIRMED_STATUSES,
    Kind.MOVED: CONFIRMED_STATUSES,
    Kind.MOVE_REFUSED: CONFIRMED_STATUSES,
    Kind.REJECTED: ("cancelled",),
    Kind.CANCELLED: ("cancelled",),
    Kind.MOVE_OFFERED: CONFIRMED_STATUSES,
    Kind.REVIEW_ASKED: ("fulfilled",),
}


def kind_of(event: str, payload: Mapping[str, Any]) -> Kind:
    """What an event of booking means to the patient: a move, too, is first asked for and then answered."""
    match event:
        case "appointment.moved" if payload.get("status") == "pending":
            return Kind.REQUESTED
        case "appointment.confirmed" if payload.get("moved"):
            return Kind.MOVED
        case "appointment.rejected" if payload.get("kept_earlier_time"):
            return Kind.MOVE_REFUSED
    return Kind(event.removeprefix("appointment."))


def send_from(kind: Kind, *, now: datetime) -> datetime:
    return now + PATIENCE if kind == Kind.REQUESTED else now


def reason_not_to_send(
    kind: Kind, *, status: str, start: datetime, planned_at: datetime, is_superseded: bool, now: datetime
) -> Suppressed | None:
    """What speaks against sending now, from the visit as it is now."""
    if status not in STATUSES[kind]:
        return Suppressed.ANSWERED if kind == Kind.REQUESTED else Suppressed.SUPERSEDED
    if is_superseded:
        return Suppressed.SUPERSEDED
    is_over = now >= start and kind != Kind.REVIEW_ASKED
    if is_over or now - planned_at > NEWS_FOR:
        return Suppressed.TOO_LATE
    return None
