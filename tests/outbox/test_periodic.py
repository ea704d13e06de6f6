from datetime import timedelta

import pytest

from outbox.models import Delivery, PeriodicRun
from outbox.services import deliver_due, due_jobs, forget_settled, publish, run_job

pytestmark = pytest.mark.django_db

runs: list[str] = []


def count_run():
    runs.append("run")


def break_down():
    raise ValueError("a text nobody vouches for")


@pytest.fixture(autouse=True)
def jobs(settings):
    runs.clear()
    settings.PERIODIC_JOBS = {
        "count": (f"{__name__}.count_run", 60),
        "break": (f"{__name__}.break_down", 60),
    }


def test_job_runs_once_in_its_interval(now):
    ran = [run_job("count", now=now + timedelta(seconds=s)) for s in (0, 1, 59, 60, 61)]

    assert ran == [True, False, False, True, False]
    assert len(runs) == 2


def test_new_job_is_due_at_once(now):
    assert due_jobs(now=now) == ["count", "break"]
    run_job("count", now=now)
    assert due_jobs(now=now) == ["break"]


def test_broken_job_keeps_its_turn_and_its_kind_of_error(now):
    run_job("break", now=now)

    row = PeriodicRun.objects.get(name="break")
    assert (row.last_error_class, row.next_run_at) == ("ValueError", now + timedelta(seconds=60))


def test_settled_messages_are_forgotten_after_a_season(monkeypatch, now, deliver):
    publish("local", subject="1", payload={})
    deliver_due(now=now)
    publish("local", subject="2", payload={})

    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(days=101))
    forget_settled()

    assert [d.subject for d in Delivery.objects.all()] == ["2"]
