"""The same functions under Celery."""

import os
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from celery.contrib.testing.worker import start_worker

from config.celery import app
from outbox import tasks
from outbox.codes import DeliveryState
from outbox.models import Delivery, PeriodicRun
from outbox.services import publish
from tests.outbox import receivers


@pytest.fixture
def broker(settings, monkeypatch):
    """Point Celery at a broker, with a queue of the tests' own."""
    before = app.conf.broker_url, app.conf.task_default_queue
    thread = ThreadPoolExecutor(1)
    monkeypatch.setattr(tasks, "_thread", thread)

    def use(url):
        # Celery lets the environment overrule its own setting.
        monkeypatch.setenv("CELERY_BROKER_URL", url)
        settings.CELERY_BROKER_URL = app.conf.broker_url = url
        app.conf.task_default_queue = "portal-tests"
        forget_connections()

    yield use
    thread.shutdown()
    app.conf.broker_url, app.conf.task_default_queue = before
    forget_connections()


def forget_connections():
    app.close()
    app.amqp._producer_pool = None


@pytest.mark.django_db
def test_tick_starts_what_is_due(settings):
    settings.PERIODIC_JOBS = {"forget": ("outbox.services.forget_settled", 60)}
    publish("both", subject="7", payload={})

    app.conf.task_always_eager = True
    tasks.tick()
    app.conf.task_always_eager = False

    assert len(receivers.received) == 2
    assert PeriodicRun.objects.get().finished_at is not None


@pytest.mark.django_db
def test_worker_is_woken_at_the_commit(broker, django_capture_on_commit_callbacks):
    broker("memory://")

    with django_capture_on_commit_callbacks() as woken:
        publish("both", subject="7", payload={})
    for wake in woken:
        wake()
    tasks._thread.shutdown()

    with app.connection_for_read() as connection:
        queue = connection.SimpleQueue("portal-tests")
        assert {queue.get(timeout=5).payload[0][0] for _ in range(2)} == {"", "mis:north"}


@pytest.mark.django_db
def test_silent_broker_fails_and_delays_no_change(broker, caplog, django_capture_on_commit_callbacks):
    broker("amqp://guest:guest@127.0.0.1:1//")
    started = time.perf_counter()

    with django_capture_on_commit_callbacks(execute=True):
        publish("local", subject="7", payload={})

    assert time.perf_counter() - started < 1
    assert Delivery.objects.get().state == DeliveryState.PENDING
    tasks._thread.shutdown()
    assert "waits for the timer" in caplog.text


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_worker_of_celery_delivers_through_the_broker(broker):
    if not os.environ.get("CELERY_BROKER_URL") or not os.environ.get("DATABASE_URL", "").startswith(
        "postgres"
    ):
        pytest.skip("needs CELERY_BROKER_URL and PostgreSQL")
    broker(os.environ["CELERY_BROKER_URL"])

    with start_worker(app, perform_ping_check=False, pool="solo", shutdown_timeout=20):
        publish("remote", subject="7", payload={})
        deadline = time.monotonic() + 20
        while not receivers.received and time.monotonic() < deadline:
            time.sleep(0.05)

    assert [message.subject for message in receivers.received] == ["7"]
    assert Delivery.objects.get().state == DeliveryState.DELIVERED
