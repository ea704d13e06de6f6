"""Free times and bookings on a network of 5,000 doctors and a million appointments, beside a peer in the same run."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from bench.figures import Figure
from tests.servers import SERVERS, answers

TITLE = "Booking"
HERE = Path(__file__).parent
PEER = "django-appointment==3.12.0"


def measure() -> list[Figure]:
    port, _, url = SERVERS["PostgreSQL"]
    if not answers(port):
        return [Figure("booking on PostgreSQL", "", "not measured: the server does not answer")]
    with own_database(url, "portal_bench") as ours, own_database(url, "portal_bench_peer") as theirs:
        # A process of its own: the rooms above booking neither help nor hinder.
        environment = {**os.environ, "DATABASE_URL": ours, "DJANGO_SETTINGS_MODULE": "bench.booking_settings"}
        ran = subprocess.run(
            [sys.executable, "-m", "bench.booking_scale"],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        rows = [Figure(**row) for row in json.loads(ran.stdout.splitlines()[-1])]
        return [*rows, *peer(theirs, {row.work: row for row in rows})]


#: What the peer calls a piece of work, and what we do.
OURS = {"day": "free times, one doctor, 1 day", "month": "free times, one doctor, 31 days"}


def peer(url: str, ours: dict[str, Figure]) -> list[Figure]:
    """The same day and month from django-appointment, installed outside the project for this one run."""
    with tempfile.TemporaryDirectory() as folder:
        python = Path(folder) / "venv" / "bin" / "python"
        subprocess.run([sys.executable, "-m", "venv", python.parents[1]], check=True)
        install = [python, "-m", "pip", "install", "-q", PEER, "psycopg[binary]"]
        if subprocess.run(install, stderr=subprocess.DEVNULL, check=False).returncode:
            return [Figure("django-appointment", "", "not measured: it could not be installed")]
        command = [python, HERE / "peer_appointment.py", url, folder]
        ran = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True
        )
        found = json.loads(ran.stdout.splitlines()[-1])
    return [
        Figure(
            f"django-appointment, one doctor, {what}",
            "beside ours",
            f"{row['ms']:.1f} ms median, {row['cpu_ms']:.1f} ms CPU, {row['queries']} queries, {row['found']} times",
            f"20 doctors, half booked; {row['ms'] / _median(ours[OURS[what]]):.0f} times ours",
        )
        for what, row in found.items()
    ]


def _median(figure: Figure) -> float:
    """Milliseconds, as `bench.figures.Timing` prints them first."""
    return float(figure.measured.split()[0])


@contextmanager
def own_database(url: str, name: str) -> Iterator[str]:
    import psycopg

    with psycopg.connect(urlunsplit(urlsplit(url)._replace(path="/postgres")), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
