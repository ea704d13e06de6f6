"""Many writers against one small clinic: nothing may be booked twice, leaked or lost.

`python -m bench.races [--seconds 60] [--writers 8]` makes a database of its own (a file of SQLite, or on the
server that DATABASE_URL names), lets 200 takers want one time, then lets the writers hold, book, move, cancel and
release at random, and examines every row that is left. Exits with 1 and says what it found.
"""

import argparse
import multiprocessing
import os
import sys
import tempfile
import time as clock
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit, urlunsplit

TAKERS = 200
#: Takers that knock at the same moment; the rest follow as soon as one of these is answered.
AT_ONCE = 25
DAYS = 1


def main() -> int:
    options = _options()
    with own_database(os.environ.get("DATABASE_URL", "sqlite")):
        setup()
        make_clinic()
        winners, losers = one_time_and_many_takers(options.takers)
        done = random_hours(options.writers, options.seconds, options.seed)
        faults = (
            []
            if (winners, losers) == (1, options.takers - 1)
            else [f"{winners} of {options.takers} takers won"]
        )
        faults += examine()
    print(f"{options.takers} takers of one time: {winners} won, {losers} were told to choose another")
    told = ", ".join(f"{name} {count}" for name, count in sorted(done.items()))
    print(f"{options.writers} writers for {options.seconds} s: {told}")
    print("\n".join(faults) or "no overlap, no leaked hold, no lost seat")
    return 1 if faults else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--takers", type=int, default=TAKERS)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


@contextmanager
def own_database(url: str) -> Iterator[None]:
    """A database that nothing else uses, named in DATABASE_URL for this process and its children."""
    if url.startswith("sqlite"):
        with tempfile.TemporaryDirectory() as folder:
            os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'races.sqlite3'}"
            yield
        return
    import psycopg

    name = f"portal_races_{os.getpid()}"
    server = urlunsplit(urlsplit(url)._replace(path="/postgres"))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        os.environ["DATABASE_URL"] = urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        try:
            yield
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def setup() -> None:
    import django
    from django.core.management import call_command

    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.booking_settings"
    django.setup()
    call_command("migrate", verbosity=0)


def make_clinic() -> None:
    """Four doctors, two rooms of the kind they share, one of them with groups, and twenty patients."""
    from tests import factories as make

    location = make.make_location()
    kind = make.make_resource_kind()
    for _ in range(2):
        make.make_room(location, kind)
    services = [
        make.make_service(room_kind=kind, room_buffer_after_minutes=10),
        make.make_service(duration_minutes=20, buffer_after_minutes=5, step_minutes=10),
        make.make_service(seats=3, duration_minutes=60),
    ]
    for service in services:
        make.make_price(service, "1000")
    for _ in range(4):
        make.make_doctor(*services, location=location)
    for _ in range(20):
        make.make_patient()


# --- One time, many takers ----------------------------------------------------------------------------------


def one_time_and_many_takers(takers: int) -> tuple[int, int]:
    """How many of them booked, and how many were refused with a reason."""
    from booking.models import HealthcareService
    from booking.search import TimeQuery
    from booking.services import find_times
    from tests.factories import NOW

    service = HealthcareService.objects.get(duration_minutes=20)
    query = TimeQuery(start=NOW + timedelta(days=3), end=NOW + timedelta(days=4), service_id=service.pk)
    token = find_times(query, now=NOW).offers[0].token
    barrier = _processes.Barrier(AT_ONCE)
    answers = _processes.Queue()
    shares = [takers // AT_ONCE + (number < takers % AT_ONCE) for number in range(AT_ONCE)]
    _run([(_take, (token, share, barrier, answers, number)) for number, share in enumerate(shares)])
    counted = Counter(answers.get() for _ in range(takers))
    unknown = {name: count for name, count in counted.items() if name not in ("booked", "slot-taken")}
    if unknown:
        print(f"unexpected answers: {unknown}", file=sys.stderr)
    return counted["booked"], counted["slot-taken"]


def _take(token: str, share: int, barrier: Barrier, answers: Any, number: int) -> None:
    from booking.errors import BookingError
    from booking.services import book, hold
    from people.models import Patient
    from tests import factories as make

    patient = Patient.objects.order_by("pk")[number % 20]
    barrier.wait()
    for attempt in range(share):
        try:
            kept = hold(offer_token=token, session_key=f"{number}-{attempt}", now=make.NOW)
            book(
                access=make.access_of(patient),
                hold=kept,
                patient=patient,
                session_key=f"{number}-{attempt}",
                now=make.NOW,
            )
            answers.put("booked")
        except BookingError as error:
            answers.put(error.code)


# --- Anything at any time -----------------------------------------------------------------------------------


def random_hours(writers: int, seconds: float, seed: int) -> Counter[str]:
    """What the writers did, and how often they were refused for which reason."""
    answers = _processes.Queue()
    _run([(_write, (seconds, seed * 1000 + number, answers)) for number in range(writers)])
    done: Counter[str] = Counter()
    for _ in range(writers):
        done.update(answers.get())
    return done


def _write(seconds: float, seed: int, answers: Any) -> None:
    writer = Writer(seed)
    until = clock.monotonic() + seconds
    while clock.monotonic() < until:
        writer.act()
    answers.put(writer.done)


class Writer:
    """Somebody who does one thing after another, each as likely to meet somebody else's."""

    def __init__(self, seed: int) -> None:
        from booking.models import HealthcareService
        from people.models import Patient, User

        self.chance = Random(seed)
        self.done: Counter[str] = Counter()
        self.services = list(HealthcareService.objects.order_by("code"))
        self.patients = list(Patient.objects.order_by("pk"))
        self.desk = User(is_staff=True)

    def act(self) -> None:
        from booking.errors import BookingError

        act = self.chance.choice(
            [self.take, self.take, self.take, self.move, self.cancel, self.forget, self.sweep]
        )
        try:
            act()
            self.done[act.__name__] += 1
        except BookingError as error:
            self.done[f"({error.code})"] += 1

    def offer(self, **query: Any) -> Any:
        from booking.search import TimeQuery
        from booking.services import find_times
        from tests.factories import NOW

        query.setdefault("service_id", self.chance.choice(self.services).pk)
        asked = TimeQuery(start=NOW, end=NOW + timedelta(days=DAYS), audience="staff", **query)
        offers = find_times(asked, now=NOW).offers
        return self.chance.choice(offers[:12]) if offers else None

    def take(self) -> None:
        from booking.services import book, extend_hold, hold
        from tests import factories as make

        patient = self.chance.choice(self.patients)
        offer = self.offer(patient_id=patient.pk)
        if offer is None:
            return self.cancel()
        moment = self.moment()
        kept = hold(
            offer_token=offer.token,
            session_key=f"{self.chance.random()}",
            audience="staff",
            now=moment,
            patient=patient,
        )
        match self.chance.randint(0, 5):
            case 0:
                return None
            case 1:
                extend_hold(hold=kept, now=moment)
        book(access=make.access_of(None, role="staff"), hold=kept, patient=patient, now=moment)
        return None

    def move(self) -> None:
        from booking.services import reschedule
        from tests import factories as make

        appointment = self.somebodys_appointment()
        if appointment is None:
            return
        offer = self.offer(
            service_id=appointment.service_id,
            patient_id=appointment.patient_id,
            ignore_appointment_id=appointment.pk,
        )
        if offer is not None:
            access = make.access_of(None, role="staff")
            reschedule(access=access, appointment=appointment, offer_token=offer.token, now=make.NOW)

    def cancel(self) -> None:
        from booking.services import cancel
        from tests import factories as make

        appointment = self.somebodys_appointment()
        if appointment is not None:
            cancel(
                access=make.access_of(None, role="staff"),
                appointment=appointment,
                reason="other",
                now=make.NOW,
            )

    def forget(self) -> None:
        from booking.models import Hold
        from booking.services import release_hold

        kept = Hold.objects.order_by("?").first()
        if kept is not None:
            release_hold(hold=kept)

    def sweep(self) -> None:
        from booking.services import release_expired
        from tests.factories import NOW

        release_expired(now=NOW, limit=5)

    def moment(self) -> Any:
        """Some holds are made long enough ago to be dead by now."""
        from tests.factories import NOW

        return NOW - timedelta(minutes=self.chance.choice([0, 0, 9, 15]))

    def somebodys_appointment(self) -> Any:
        from booking.models import Appointment

        return Appointment.objects.open().order_by("?").first()


# --- Processes ----------------------------------------------------------------------------------------------

# Forked: every process is its own, with connections of its own, but imports the house only once.
_processes = multiprocessing.get_context("fork")


def _run(jobs: list[tuple[Any, tuple[Any, ...]]]) -> None:
    from django.db import connections

    connections.close_all()
    processes = [_processes.Process(target=target, args=arguments) for target, arguments in jobs]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
        if process.exitcode:
            raise SystemExit(f"a writer ended with {process.exitcode}")


# --- What is left -------------------------------------------------------------------------------------------


def examine() -> list[str]:
    """Everything that should not be there."""
    return [*overlaps(), *holds_without_time(), *appointments_without_time(), *sessions_out_of_order()]


def overlaps() -> list[str]:
    from itertools import pairwise

    from booking.models import Commitment

    rows = sorted(Commitment.objects.values_list("resource_id", "start", "end", "resource_type"))
    return [
        f"overlap of {kind} {resource} at {start}"
        for (resource, _, end, kind), (following, start, _, _) in pairwise(rows)
        if resource == following and start < end
    ]


def holds_without_time() -> list[str]:
    from booking.models import Commitment, Hold

    lost = [
        f"hold {hold.pk} keeps nothing"
        for hold in Hold.objects.filter(booked_at=None, legs__commitments=None)
    ]
    leaked = Commitment.objects.filter(kind="hold", leg__hold__booked_at__isnull=False)
    return lost + [f"commitment {row.pk} of a hold that was booked" for row in leaked]


def appointments_without_time() -> list[str]:
    from booking.models import Appointment

    faults = []
    for row in Appointment.objects.prefetch_related("commitments"):
        kinds = sorted(commitment.resource_type for commitment in row.commitments.all())
        wanted = (
            ["patient", "seat"]
            if row.session_id
            else ["patient", "practitioner"] + ["room"] * bool(row.room_id)
        )
        if kinds != (wanted if row.is_open else []):
            faults.append(f"appointment {row.pk} ({row.status}) occupies {kinds}")
    return faults


def sessions_out_of_order() -> list[str]:
    from booking.models import GroupSession

    faults = []
    for session in GroupSession.objects.prefetch_related("commitments"):
        rows = list(session.commitments.all())
        seats = [row for row in rows if row.resource_type == "seat"]
        doctors = [row for row in rows if row.resource_type == "practitioner"]
        if len(seats) > session.seats or bool(seats) != bool(doctors):
            faults.append(f"session {session.pk} has {len(seats)} seats taken and {len(doctors)} doctors")
        booked = any(row.expires_at is None for row in seats)
        if doctors and booked != (doctors[0].expires_at is None):
            faults.append(f"session {session.pk} does not stand as long as its seats")
    return faults


if __name__ == "__main__":
    sys.exit(main())
