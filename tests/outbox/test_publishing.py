from uuid import UUID, uuid4

import pytest
from django.db import transaction

from outbox.codes import DeliveryState
from outbox.errors import PayloadRefused
from outbox.models import Delivery
from outbox.services import publish
from tests.outbox.conftest import NOW

pytestmark = pytest.mark.django_db


def test_publish_writes_one_row_for_each_subscriber(now):
    subject = uuid4()

    deliveries = publish("both", subject=subject, payload={"appointment": str(subject)})

    assert [(d.system, d.subject, d.state, d.next_attempt_at) for d in deliveries] == [
        ("", str(subject), DeliveryState.PENDING, NOW),
        ("mis:north", str(subject), DeliveryState.PENDING, NOW),
    ]
    assert Delivery.objects.count() == 2
    assert len({d.operation_id for d in deliveries}) == 2


def test_publish_without_a_subscriber_writes_nothing():
    assert publish("nobody.listens", subject="1", payload={}) == []
    assert not Delivery.objects.exists()


def test_message_of_a_refused_change_is_not_written():
    def change_and_fail():
        with transaction.atomic():
            publish("local", subject="1", payload={})
            raise RuntimeError("the change is refused")

    with pytest.raises(RuntimeError):
        change_and_fail()

    assert not Delivery.objects.exists()


def test_system_may_depend_on_the_message():
    (delivery,) = publish("branch", subject="1", payload={"branch": "east"})

    assert delivery.system == "mis:east"


@pytest.mark.parametrize(
    "value", [{"nested": 1}, ["list"], b"bytes", 1.5, object(), "a sentence about a patient " * 20]
)
def test_payload_holds_identifiers_only(value):
    with pytest.raises(PayloadRefused):
        publish("local", subject="1", payload={"field": value})


def test_payload_accepts_identifiers_codes_and_times():
    payload = {
        "appointment": UUID(int=1),
        "start": NOW,
        "status": "booked",
        "seats": 2,
        "group": False,
        "hold": None,
    }

    (delivery,) = publish("local", subject="1", payload=payload)

    delivery.refresh_from_db()
    assert delivery.payload == {
        "appointment": "00000000-0000-0000-0000-000000000001",
        "start": "2030-03-04T09:00:00Z",
        "status": "booked",
        "seats": 2,
        "group": False,
        "hold": None,
    }
