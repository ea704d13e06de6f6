from datetime import timedelta

import pytest

from notifications.codes import Kind, Suppressed
from notifications.rules import kind_of, reason_not_to_send, send_from
from tests.notifications.conftest import NOW, START


@pytest.mark.parametrize(
    ("event", "payload", "kind"),
    [
        ("appointment.requested", {"status": "pending"}, Kind.REQUESTED),
        ("appointment.confirmed", {"status": "booked"}, Kind.CONFIRMED),
        ("appointment.confirmed", {"status": "booked", "moved": True}, Kind.MOVED),
        ("appointment.rejected", {"status": "cancelled"}, Kind.REJECTED),
        ("appointment.rejected", {"status": "booked", "kept_earlier_time": True}, Kind.MOVE_REFUSED),
        ("appointment.moved", {"status": "booked"}, Kind.MOVED),
        ("appointment.moved", {"status": "pending"}, Kind.REQUESTED),
        ("appointment.cancelled", {"status": "cancelled"}, Kind.CANCELLED),
    ],
)
def test_event_becomes_the_notice_that_the_patient_needs(event, payload, kind):
    assert kind_of(event, payload) == kind


def test_only_who_waits_is_told_to_wait():
    assert send_from(Kind.REQUESTED, now=NOW) == NOW + timedelta(minutes=2)
    assert send_from(Kind.CONFIRMED, now=NOW) == NOW


@pytest.mark.parametrize(
    ("kind", "changes", "reason"),
    [
        (Kind.CONFIRMED, {}, None),
        (Kind.CONFIRMED, {"status": "checked-in"}, None),
        (Kind.CONFIRMED, {"status": "cancelled"}, Suppressed.SUPERSEDED),
        (Kind.CONFIRMED, {"is_superseded": True}, Suppressed.SUPERSEDED),
        (Kind.CONFIRMED, {"now": START}, Suppressed.TOO_LATE),
        (Kind.CONFIRMED, {"now": NOW + timedelta(hours=25)}, Suppressed.TOO_LATE),
        (Kind.REQUESTED, {"status": "pending"}, None),
        (Kind.REQUESTED, {"status": "booked"}, Suppressed.ANSWERED),
        (Kind.CANCELLED, {"status": "cancelled"}, None),
        (Kind.REJECTED, {"status": "cancelled"}, None),
        (Kind.MOVE_OFFERED, {}, None),
        (Kind.MOVE_OFFERED, {"status": "cancelled"}, Suppressed.SUPERSEDED),
        (Kind.REVIEW_ASKED, {"status": "fulfilled", "now": START, "planned_at": START}, None),
    ],
)
def test_notice_that_would_confuse_is_not_sent(kind, changes, reason):
    circumstances = {"status": "booked", "is_superseded": False, "planned_at": NOW, "now": NOW, **changes}

    assert reason_not_to_send(kind, start=START, **circumstances) == reason
