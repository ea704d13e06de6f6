from datetime import timedelta

import pytest

from outbox.codes import DeliveryState
from outbox.errors import Refused, Unavailable
from outbox.models import Circuit, Delivery
from outbox.services import deliver_due, due_systems, publish
from tests.outbox import receivers

pytestmark = pytest.mark.django_db


def system_is_down(message):
    raise Unavailable("connection refused")


@pytest.fixture
def five_waiting(now):
    for number in range(5):
        publish("remote", subject=str(number), payload={})


@pytest.fixture
def outage(five_waiting, now, deliver):
    """The system is down and its circuit has opened."""
    receivers.behaviour["next"] = system_is_down
    deliver(now)


def test_circuit_opens_after_three_failures_and_spares_the_rest(outage, now):
    circuit = Circuit.objects.get()

    assert circuit.is_open
    assert len(receivers.received) == 3
    assert Delivery.objects.filter(attempts=0, state=DeliveryState.PENDING).count() == 2


def test_open_circuit_lets_one_probe_through_each_half_minute(outage, now):
    receivers.received.clear()

    attempted = [deliver_due(now=now + timedelta(seconds=s)) for s in (10, 29, 31, 32, 62, 63)]

    assert attempted == [0, 0, 1, 0, 1, 0]


def test_probes_take_turns_among_the_waiting_messages(outage, now):
    receivers.received.clear()

    for seconds in range(31, 31 * 6, 31):
        deliver_due(now=now + timedelta(seconds=seconds))

    assert sorted({message.subject for message in receivers.received}) == ["0", "1", "2", "3", "4"]


def test_answered_probe_closes_the_circuit_and_releases_the_backlog_oldest_first(outage, now, deliver):
    receivers.behaviour.clear()
    receivers.received.clear()

    deliver_due(now=now + timedelta(seconds=31))
    assert not Circuit.objects.get().is_open
    deliver(now + timedelta(seconds=32))

    probe, *backlog = [message.subject for message in receivers.received]
    assert probe == "3"
    assert backlog == ["0", "1", "2", "4"]


def test_backlog_is_released_at_a_limited_rate(outage, now):
    receivers.behaviour.clear()

    deliver_due(now=now + timedelta(seconds=31))

    times = sorted(Delivery.objects.undelivered().values_list("next_attempt_at", flat=True))
    assert times[-1] - times[0] == timedelta(seconds=3 / 20)


def test_other_systems_go_on(outage, now, deliver):
    receivers.behaviour.clear()
    publish("branch", subject="9", payload={"branch": "south"})
    publish("local", subject="9", payload={})

    assert deliver(now + timedelta(seconds=1)) == 2


def test_resting_system_has_nothing_to_do(outage, now):
    assert due_systems(now=now + timedelta(seconds=29)) == []
    assert due_systems(now=now + timedelta(seconds=31)) == ["mis:north"]


def test_refusals_are_answers_and_open_nothing(five_waiting, now, deliver):
    def refuse(message):
        raise Refused("unknown practitioner")

    receivers.behaviour["next"] = refuse
    deliver(now)

    assert not Circuit.objects.exists()
    assert Delivery.objects.parked().count() == 5


def test_failures_count_only_in_a_row(five_waiting, now, deliver):
    def fail_every_second(message):
        if int(message.subject) % 2:
            system_is_down(message)

    receivers.behaviour["next"] = fail_every_second
    deliver(now)

    circuit = Circuit.objects.get()
    assert (circuit.is_open, circuit.failures) == (False, 0)


def test_failures_of_this_database_open_nothing(now, deliver):
    for number in range(5):
        publish("local", subject=str(number), payload={})
    receivers.behaviour["next"] = system_is_down

    deliver(now)

    assert not Circuit.objects.exists()
