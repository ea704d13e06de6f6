"""The worker as one process, with lanes, and killed without warning."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management import call_command

from outbox.services import publish
from tests.outbox import receivers

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.django_db
def test_worker_does_what_is_due_and_ends(capsys, settings):
    settings.PERIODIC_JOBS = {}
    publish("both", subject="7", payload={})

    call_command("worker", once=True)

    assert capsys.readouterr().out == "2 deliveries attempted\n"
    assert len(receivers.received) == 2


@pytest.fixture
def house(tmp_path):
    """An outbox of its own on disk, and a receiver beside it that knows each operation once."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.outbox.worker_settings",
        "OUTBOX_DATABASE": str(tmp_path / "outbox.sqlite3"),
        "RECEIVER_DATABASE": str(tmp_path / "receiver.sqlite3"),
    }
    subprocess.run(
        [sys.executable, "-m", "tests.outbox.house", "fill"], cwd=ROOT, env=environment, check=True
    )
    return environment


@pytest.mark.slow
def test_killed_worker_loses_and_doubles_nothing(house):
    workers = [start_worker(house)]
    for _ in range(4):
        wait_for_progress(house)
        workers[-1].kill()
        workers[-1].wait()
        let_leases_end(house)
        workers.append(start_worker(house))
    wait_until_settled(house)
    workers[-1].send_signal(signal.SIGTERM)

    assert workers[-1].wait(timeout=20) == 0
    outbox = sqlite3.connect(house["OUTBOX_DATABASE"])
    receiver = sqlite3.connect(house["RECEIVER_DATABASE"])
    asked = {row[0] for row in outbox.execute("select operation_id from outbox_delivery where system <> ''")}
    effects = [row[0] for row in receiver.execute("select operation_id from effect")]
    echoes = outbox.execute("select count(*) from outbox_delivery where event = 'echo'").fetchone()[0]
    assert len(asked) == 2000
    assert sorted(effects) == sorted(asked)
    assert echoes == 300


def start_worker(house):
    return subprocess.Popen(
        [sys.executable, "manage.py", "worker"], cwd=ROOT, env=house, stdout=subprocess.DEVNULL
    )


def undelivered(house):
    with sqlite3.connect(house["OUTBOX_DATABASE"]) as outbox:
        return outbox.execute("select count(*) from outbox_delivery where state <> 'delivered'").fetchone()[0]


def wait_for_progress(house):
    start, deadline = undelivered(house), time.monotonic() + 20
    while start - undelivered(house) < 50 and undelivered(house):
        assert time.monotonic() < deadline, "the worker delivers nothing"
        time.sleep(0.01)


def wait_until_settled(house):
    deadline = time.monotonic() + 60
    while undelivered(house):
        assert time.monotonic() < deadline, f"{undelivered(house)} messages are left"
        time.sleep(0.05)


def let_leases_end(house):
    """As if a minute had passed since the worker was killed."""
    with sqlite3.connect(house["OUTBOX_DATABASE"], timeout=20) as outbox:
        outbox.execute("update outbox_delivery set next_attempt_at = published_at where state = 'leased'")
