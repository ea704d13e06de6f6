from datetime import timedelta

import pytest

from outbox.codes import DeliveryState
from outbox.errors import NotRepairable, Refused, Unavailable
from outbox.services import drop, mark_delivered, publish, reason_for_waiting, resend
from tests.outbox import receivers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def english(settings):
    settings.LANGUAGE_CODE = "en"


def refuse(message):
    raise Refused("unknown practitioner")


@pytest.fixture
def parked(now, deliver):
    (delivery,) = publish("remote", subject="7", payload={"number": 1})
    publish("remote", subject="7", payload={"number": 2})
    receivers.behaviour["next"] = refuse
    deliver(now)
    receivers.behaviour.clear()
    receivers.received.clear()
    delivery.refresh_from_db()
    return delivery


def numbers():
    return [message.payload["number"] for message in receivers.received]


def test_resent_message_goes_out_before_those_that_waited(parked, now, deliver):
    later = now + timedelta(days=2)

    resend(parked, by="operator-1", now=later)
    deliver(later)

    assert numbers() == [1, 2]
    assert receivers.received[0].operation_id == parked.operation_id


def test_resent_message_has_another_day(parked, now, deliver):
    later = now + timedelta(days=2)
    receivers.behaviour["next"] = lambda m: (_ for _ in ()).throw(Unavailable("503"))

    resend(parked, by="operator-1", now=later)
    deliver(later)

    parked.refresh_from_db()
    assert parked.state == DeliveryState.PENDING


def test_dropped_message_lets_the_next_go_on(parked, now, deliver):
    drop(parked, by="operator-1", reason="The patient has phoned", now=now)
    deliver(now)

    parked.refresh_from_db()
    assert numbers() == [2]
    assert (parked.state, parked.settled_by, parked.settled_reason) == (
        DeliveryState.DROPPED,
        "operator-1",
        "The patient has phoned",
    )


def test_message_seen_in_the_other_system_is_marked_delivered(parked, now, deliver):
    mark_delivered(parked, by="operator-1", reason="Visit 4711 there", now=now)
    deliver(now)

    parked.refresh_from_db()
    assert (parked.state, numbers()) == (DeliveryState.DELIVERED, [2])


@pytest.mark.parametrize("reason", ["", "   "])
def test_drop_needs_a_reason(parked, now, reason):
    with pytest.raises(NotRepairable):
        drop(parked, by="operator-1", reason=reason, now=now)


def test_delivered_message_cannot_be_repaired(now, deliver):
    (delivery,) = publish("remote", subject="7", payload={})
    deliver(now)

    with pytest.raises(NotRepairable, match="delivered"):
        resend(delivery, by="operator-1", now=now)


def test_each_waiting_message_says_why(parked, now, deliver):
    behind = publish("remote", subject="7", payload={"number": 3})[0]
    free = publish("remote", subject="8", payload={"number": 4})[0]

    assert "waits for an operator" in reason_for_waiting(parked, now=now)
    assert f"message {parked.id}" in reason_for_waiting(behind, now=now)
    assert "next in line" in reason_for_waiting(free, now=now)
    deliver(now)
    free.refresh_from_db()
    assert reason_for_waiting(free, now=now) == ""


def test_message_behind_an_open_circuit_names_the_system(now, deliver):
    deliveries = [publish("remote", subject=str(n), payload={})[0] for n in range(4)]
    receivers.behaviour["next"] = lambda m: (_ for _ in ()).throw(Unavailable("503"))
    deliver(now)

    assert reason_for_waiting(deliveries[3], now=now).startswith("mis:north does not answer")
