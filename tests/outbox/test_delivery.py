from datetime import timedelta
from threading import Event

import pytest
from django.db import OperationalError
from django.utils import timezone

from outbox.codes import DeliveryState
from outbox.errors import Refused, Unavailable
from outbox.models import Delivery
from outbox.rules import LEASE
from outbox.services import deliver_due, publish
from outbox.services.delivery import Batch
from tests.outbox import receivers

pytestmark = pytest.mark.django_db


def fail_with(error):
    def behave(message):
        raise error

    receivers.behaviour["next"] = behave


def subjects():
    return [message.subject for message in receivers.received]


@pytest.mark.parametrize("event", ["local", "remote"])
def test_message_is_delivered_once(now, deliver, event):
    (delivery,) = publish(event, subject="7", payload={"appointment": "7"})

    assert deliver(now) == 1
    assert deliver(now + timedelta(days=1)) == 0

    (message,) = receivers.received
    delivery.refresh_from_db()
    assert (message.event, message.subject, message.payload) == (event, "7", {"appointment": "7"})
    assert message.operation_id == delivery.operation_id
    assert (delivery.state, delivery.attempts, delivery.lease) == (DeliveryState.DELIVERED, 1, None)


def test_unavailable_is_tried_again_after_five_minutes_under_the_same_operation(now, deliver):
    (delivery,) = publish("remote", subject="7", payload={})
    fail_with(Unavailable("the system answered 503"))
    deliver(now)
    delivery.refresh_from_db()
    pause = delivery.next_attempt_at - now
    receivers.behaviour.clear()

    assert timedelta(seconds=269) < pause < timedelta(seconds=331)
    assert (delivery.state, delivery.last_error_class) == (DeliveryState.PENDING, "Unavailable")
    assert delivery.last_error == "the system answered 503"
    assert deliver(now + pause - timedelta(seconds=5)) == 0
    assert deliver(now + pause) == 1
    first, second = receivers.received
    assert (first.attempt, second.attempt) == (1, 2)
    assert first.operation_id == second.operation_id


def test_pause_is_as_long_as_the_system_asks(now, deliver):
    (delivery,) = publish("remote", subject="7", payload={})
    fail_with(Unavailable("429", retry_after=timedelta(hours=2)))

    deliver(now)

    delivery.refresh_from_db()
    assert delivery.next_attempt_at >= now + timedelta(hours=2)


def test_refused_is_parked_at_once(now, deliver):
    (delivery,) = publish("remote", subject="7", payload={})
    fail_with(Refused("unknown practitioner"))

    deliver(now)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.last_error) == (DeliveryState.PARKED, "unknown practitioner")
    assert deliver(now + timedelta(hours=25)) == 0


def test_after_a_day_a_message_is_parked(now, deliver):
    (delivery,) = publish("remote", subject="7", payload={})
    fail_with(Unavailable("no route"))
    moment = now
    while moment < now + timedelta(hours=23):
        deliver(moment)
        moment += timedelta(minutes=5)
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.PENDING

    deliver(now + timedelta(hours=25))

    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.PARKED


def test_messages_about_one_subject_keep_their_order(now, deliver):
    for number in range(3):
        publish("remote", subject="7", payload={"number": number})

    deliver(now)

    assert [message.payload["number"] for message in receivers.received] == [0, 1, 2]


def test_later_message_waits_for_the_earlier_one(now, deliver):
    publish("remote", subject="7", payload={"number": 1})
    publish("remote", subject="7", payload={"number": 2})
    publish("remote", subject="8", payload={"number": 3})
    fail_with(Unavailable("503"))

    deliver(now)

    assert [message.payload["number"] for message in receivers.received] == [1, 3]


def test_parked_message_holds_back_its_subject_and_no_other(now, deliver):
    publish("remote", subject="7", payload={"number": 1})
    fail_with(Refused("unknown practitioner"))
    deliver(now)
    receivers.behaviour.clear()
    publish("remote", subject="7", payload={"number": 2})
    publish("remote", subject="8", payload={"number": 3})

    deliver(now)

    assert [message.payload["number"] for message in receivers.received] == [1, 3]


def test_subscribers_of_one_event_do_not_wait_for_each_other(now, deliver):
    here, north = publish("both", subject="7", payload={})
    fail_with(Unavailable("503"))
    deliver(now)
    here.refresh_from_db()
    north.refresh_from_db()
    assert {here.last_error, north.last_error} == {"503"}

    receivers.behaviour.clear()
    Delivery.objects.filter(id=here.id).update(next_attempt_at=now)
    deliver(now)

    here.refresh_from_db()
    north.refresh_from_db()
    assert (here.state, north.state) == (DeliveryState.DELIVERED, DeliveryState.PENDING)


def test_bug_of_a_subscriber_keeps_its_place_and_not_its_text(now, deliver):
    (delivery,) = publish("local", subject="7", payload={})
    fail_with(ValueError("Ivan Testovich, +7 900 000-00-00"))

    deliver(now)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.last_error_class) == (DeliveryState.PENDING, "ValueError")
    assert "Testovich" not in delivery.last_error
    assert "test_delivery.py" in delivery.last_error


def test_local_effect_that_outlasted_its_lease_does_not_count(now, deliver):
    publish("chained", subject="7", payload={})
    slow = Batch("", now, Event())
    (claimed,) = slow.claim(Delivery.objects.due(now), limit=10)
    deliver_due(now=now + LEASE, system="")

    slow.attempt(claimed)

    assert Delivery.objects.filter(event="echo").count() == 1


def test_constraint_that_a_subscriber_breaks_is_its_own_failure(now, deliver):
    (delivery,) = publish("local", subject="7", payload={})
    receivers.behaviour["next"] = lambda message: Delivery.objects.create(
        operation_id=message.operation_id, published_at=now, give_up_at=now, next_attempt_at=now
    )

    deliver(now)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.last_error_class) == (DeliveryState.PENDING, "IntegrityError")


def test_deadlock_is_tried_again_in_seconds(now, deliver):
    (delivery,) = publish("local", subject="7", payload={})
    fail_with(OperationalError("deadlock detected"))

    deliver(now)

    delivery.refresh_from_db()
    assert now < delivery.next_attempt_at < now + timedelta(seconds=10)


def test_missing_subscriber_does_not_stop_the_others(now, deliver, subscribers):
    subscribers["gone"] = subscribers["local"]
    publish("gone", subject="6", payload={})
    Delivery.objects.update(subscriber="tests.outbox.receivers.no_such_function_any_more")
    publish("local", subject="7", payload={})

    deliver(now)

    assert subjects() == ["7"]


def test_effect_and_record_of_a_local_subscriber_are_one_transaction(now, deliver):
    publish("chained", subject="7", payload={})
    fail_with(ValueError("after the effect"))
    deliver(now)
    assert not Delivery.objects.filter(event="echo").exists()

    receivers.behaviour.clear()
    deliver(now + timedelta(minutes=6))

    assert Delivery.objects.filter(event="echo").count() == 1


def test_excerpts_of_the_last_exchange_are_kept(now, deliver):
    (delivery,) = publish("remote", subject="7", payload={})
    receivers.behaviour["next"] = lambda m: m.note_exchange(
        request="POST /Appointment", answer="201 Created" * 1000
    )

    deliver(now)

    delivery.refresh_from_db()
    assert delivery.last_request == "POST /Appointment"
    assert delivery.last_answer.startswith("201 Created")
    assert len(delivery.last_answer) == 2000


def test_rows_of_a_dead_worker_are_taken_over_after_their_lease(now, deliver):
    publish("remote", subject="7", payload={})
    dead = Batch("mis:north", now, Event())
    dead.claim(Delivery.objects.due(now), limit=10)

    assert deliver(now + LEASE / 2) == 0
    assert deliver(now + LEASE) == 1

    (message,) = receivers.received
    assert message.attempt == 2


def test_worker_that_outlived_its_lease_does_not_record_over_the_next_one(now):
    (delivery,) = publish("local", subject="7", payload={})
    slow = Batch("", now, Event())
    (claimed,) = slow.claim(Delivery.objects.due(now), limit=10)
    deliver_due(now=now + LEASE)

    slow.postpone(claimed, _message(claimed), Unavailable("late"), "late", pause=LEASE)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.last_error) == (DeliveryState.DELIVERED, "")


def _message(delivery):
    return receivers.Message("local", delivery.subject, {}, delivery.operation_id, 1)


def test_two_workers_never_claim_one_row(now):
    for number in range(20):
        publish("remote", subject=str(number), payload={})
    first, second = (Batch("mis:north", now, Event()) for _ in range(2))

    ours = first.claim(Delivery.objects.due(now), limit=15)
    theirs = second.claim(Delivery.objects.due(now), limit=15)

    assert (len(ours), len(theirs)) == (15, 5)
    assert not {d.id for d in ours} & {d.id for d in theirs}


def test_stopped_worker_gives_its_rows_back(now):
    stop = Event()
    for number in range(3):
        publish("remote", subject=str(number), payload={})
    receivers.behaviour["next"] = lambda message: stop.set()

    deliver_due(now=now, stop=stop)

    assert subjects() == ["0"]
    rest = Delivery.objects.undelivered()
    assert [(d.state, d.attempts) for d in rest] == [(DeliveryState.PENDING, 0)] * 2
    assert deliver_due(now=timezone.now() + timedelta(seconds=1)) == 2


def test_queries_do_not_grow_with_fast_messages(now, django_assert_max_num_queries):
    for number in range(100):
        publish("remote", subject=str(number), payload={})

    with django_assert_max_num_queries(12):
        assert deliver_due(now=now, limit=100) == 100
