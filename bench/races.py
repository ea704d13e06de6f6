"""Many writers against one small clinic: nothing may be booked twice, leaked or lost.

`python -m bench.races [--seconds 60] [--writers 8]` makes a database of its own (a file of SQLite, or on the
server that DATABASE_URL names), lets 200 takers want one time and 200 more the three seats of a group, then lets the
writers hold, book, move, cancel and release visits and programs at random, at a branch that decides itself and at one
whose information system does, and examines every row that is left. Exits with 1 and says what it found.
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
SEATS = 3
#: The last is for who waited two seconds for the others, three times.
TOLD_TO_CHOOSE_ANOTHER = ("slot-taken", "no-seats-left", "patient-busy", "try-again")


def main() -> int:
    options = _options()
    with own_database(os.environ.get("DATABASE_URL", "sqlite")):
        setup()
        make_clinic()
        alone = one_time_and_many_takers("alone", options.takers)
        group = one_time_and_many_takers("group", options.takers)
        done = random_hours(options.writers, options.seconds, options.seed)
        faults = [
            f"{won} of {options.takers} takers won where {places} could"
            for (won, refused), places in ((alone, 1), (group, SEATS))
            if (won, refused) != (places, options.takers - places)
        ]
        faults += examine()
    print(f"{options.takers} takers of one time: {alone[0]} won, {alone[1]} were told to choose another")
    print(f"{options.takers} takers of {SEATS} seats: {group[0]} won, {group[1]} were told to choose another")
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
    """Two branches of four doctors who share rooms and an apparatus and have groups; a program; a patient a taker."""
    from booking.models import Equipment
    from tests import factories as make

    rooms, apparatus = make.make_resource_kind(), make.make_resource_kind("equipment")
    services = [
        make.make_service(code="room", room_kind=rooms, room_buffer_after_minutes=10),
        make.make_service(code="alone", duration_minutes=20, buffer_after_minutes=5, step_minutes=10),
        make.make_service(code="group", seats=SEATS, duration_minutes=60),
        make.make_service(code="apparatus", duration_minutes=15, fasting=True),
    ]
    services[-1].equipment_kinds.add(apparatus)
    for service in services:
        make.make_price(service, "1000")
    branches = [make.make_location(), make.make_location(mis_system="test")]
    for branch in branches:
        for _ in range(2):
            make.make_room(branch, rooms)
        Equipment.objects.create(location=branch, kind=apparatus, name_ru="Аппарат")
        for _ in range(4):
            make.make_doctor(*services, location=branch)
    make.make_program(
        (services[3], {"fasting": True}), (services[0], {"stage": 1}), services[1], locations=branches
    )
    for _ in range(AT_ONCE):
        make.make_patient()


# --- One time, many takers ----------------------------------------------------------------------------------


def one_time_and_many_takers(code: str, takers: int) -> tuple[int, int]:
    """How many of those who want the same time of a service booked it, and how many were told to choose another."""
    from booking.models import HealthcareService
    from booking.search import TimeQuery
    from booking.services import find_times
    from tests.factories import NOW

    service = HealthcareService.objects.get(code=code)
    query = TimeQuery(start=NOW + timedelta(days=3), end=NOW + timedelta(days=4), service_id=service.pk)
    token = find_times(query, now=NOW).offers[0].token
    barrier = _processes.Barrier(AT_ONCE)
    answers = _processes.Queue()
    shares = [takers // AT_ONCE + (number < takers % AT_ONCE) for number in range(AT_ONCE)]
    _run([(_take, (token, share, barrier, answers, number)) for number, share in enumerate(shares)])
    counted = Counter(answers.get() for _ in range(takers))
    refused = sum(counted[name] for name in TOLD_TO_CHOOSE_ANOTHER)
    if counted.total() != counted["booked"] + refused:
        print(f"unexpected answers: {dict(counted)}", file=sys.stderr)
    return counted["booked"], refused


def _take(token: str, share: int, barrier: Barrier, answers: Any, number: int) -> None:
    from booking.errors import BookingError
    from booking.services import book, hold
    from people.models import Patient
    from tests import factories as make

    patient = Patient.objects.order_by("pk")[number]
    barrier.wait()
    for attempt in range(share):
        try:
            kept = hold(offer_token=token, session_key=f"{number}-{attempt}", patient=patient, now=make.NOW)
            book(access=make.access_of(patient), hold=kept, patient=patient, now=make.NOW)
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
        from booking.models import HealthcareService, Program
        from people.models import Patient
        from tests import factories as make

        self.chance = Random(seed)
        self.done: Counter[str] = Counter()
        self.services = list(HealthcareService.objects.order_by("code"))
        self.patients = list(Patient.objects.order_by("pk"))
        self.program = Program.objects.get()
        self.access = make.access_of(None, role="staff")

    def act(self) -> None:
        from booking.errors import BookingError

        act = self.chance.choice(
            [
                *(self.take, self.take, self.take, self.move, self.cancel, self.answer, self.answer),
                *(self.take_program, self.cancel_program, self.forget, self.sweep),
            ]
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
        visits = {book(access=self.access, hold=kept, patient=patient, now=moment).pk for _ in range(2)}
        if len(visits) != 1:
            raise SystemExit("a hold that was booked twice became two visits")
        return None

    def take_program(self) -> None:
        from booking.services import book_program, find_program_plans, hold_program
        from tests.factories import NOW

        patient = self.chance.choice(self.patients)
        days = find_program_plans(
            program=self.program,
            locations=list(self.program.locations.all()),
            dates=[NOW.date(), NOW.date() + timedelta(days=1)],
            patient=patient,
            audience="staff",
            now=NOW,
        )
        plans = [day.plan for day in days if day.plan]
        if not plans:
            return self.cancel_program()
        moment = self.moment()
        kept = hold_program(
            program=self.program,
            offer_tokens=self.chance.choice(plans).tokens,
            patient=patient,
            audience="staff",
            now=moment,
        )
        if self.chance.randint(0, 3):
            book_program(access=self.access, program=self.program, hold=kept, patient=patient, now=moment)
        return None

    def cancel_program(self) -> None:
        from booking.models import ProgramBooking
        from booking.services import cancel_program
        from tests.factories import NOW

        booking = ProgramBooking.objects.exclude(status="cancelled").order_by("?").first()
        if booking is not None:
            cancel_program(access=self.access, booking=booking, reason="other", now=NOW)

    def answer(self) -> None:
        """What the information system says: mostly yes."""
        from booking.models import Appointment
        from booking.services import confirm, reject
        from tests.factories import NOW

        asked = Appointment.objects.filter(status="pending").order_by("?").first()
        if asked is None:
            return
        if self.chance.randint(0, 2):
            confirm(access=self.access, appointment=asked, external_id=str(asked.pk), now=NOW)
        else:
            reject(access=self.access, appointment=asked, reason_code="slot-taken", now=NOW)

    def move(self) -> None:
        from booking.services import reschedule
        from tests.factories import NOW

        appointment = self.somebodys_appointment()
        if appointment is None:
            return
        offer = self.offer(
            service_id=appointment.service_id,
            patient_id=appointment.patient_id,
            ignore_appointment_id=appointment.pk,
        )
        if offer is not None:
            reschedule(access=self.access, appointment=appointment, offer_token=offer.token, now=NOW)

    def cancel(self) -> None:
        from booking.services import cancel
        from tests.factories import NOW

        appointment = self.somebodys_appointment()
        if appointment is not None:
            cancel(access=self.access, appointment=appointment, reason="other", now=NOW)

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
    return [
        *overlaps(),
        *holds_without_time(),
        *appointments_without_time(),
        *sessions_out_of_order(),
        *programs_in_pieces(),
    ]


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
    from django.db.models import F

    from booking.models import Commitment, HoldLeg

    # Of a hold that was ended, the row alone is left.
    kept = HoldLeg.objects.filter(hold__booked_at=None, hold__expires_at__gt=F("hold__created_at"))
    lost = [f"visit {leg.pk} of hold {leg.hold_id} keeps nothing" for leg in kept.filter(commitments=None)]
    leaked = Commitment.objects.filter(kind="hold", leg__hold__booked_at__isnull=False)
    return lost + [f"commitment {row.pk} of a hold that was booked" for row in leaked]


def appointments_without_time() -> list[str]:
    from booking.models import Appointment, HealthcareService

    faults = []
    apparatus = set(
        HealthcareService.equipment_kinds.through.objects.values_list("healthcareservice", flat=True)
    )
    for row in Appointment.objects.prefetch_related("commitments", "moves"):
        kinds = {commitment.resource_type for commitment in row.commitments.all()}
        wanted = {"patient", "seat"} if row.session_id else {"patient", "practitioner"}
        if not row.session_id:
            wanted |= {"room"} if row.room_id else set()
            wanted |= {"equipment"} if row.service_id in apparatus else set()
        if kinds != (wanted if row.is_open else set()):
            faults.append(f"appointment {row.pk} ({row.status}) occupies {sorted(kinds)}")
        if not row.is_open:
            continue
        asked = [move for move in row.moves.all() if move.status == "requested"]
        count = sum(commitment.resource_type == "patient" for commitment in row.commitments.all())
        if count > 1 + len(asked):
            faults.append(f"appointment {row.pk} occupies its patient {count} times")
        faults += [f"appointment {row.pk} lost its time" for move in asked if not _keeps_both(row, move)]
    return faults


def _keeps_both(row: Any, move: Any) -> bool:
    """Until the information system has answered, the earlier time is kept beside the new one."""
    from uuid import UUID

    from django.utils.dateparse import parse_datetime

    return all(
        any(
            kept.resource_id == UUID(resource)
            and kept.start <= parse_datetime(start)
            and parse_datetime(end) <= kept.end
            for kept in row.commitments.all()
        )
        for _, resource, start, end, _ in (*move.previous_occupied, *move.target_occupied)
    )


def programs_in_pieces() -> list[str]:
    """Programs that were not booked whole, or whose visits no longer make one day of it."""
    from booking.models import ProgramBooking

    faults = []
    for booking in ProgramBooking.objects.select_related("program", "location"):
        visits = list(booking.appointments.select_related("program_leg"))
        legs = booking.program.legs.count()
        if {visit.program_leg.number for visit in visits} != set(range(1, legs + 1)):
            faults.append(f"program {booking.pk} has {len(visits)} visits")
        still = [visit for visit in visits if visit.is_open]
        if booking.status == "cancelled" and still:
            faults.append(f"program {booking.pk} is cancelled, and {len(still)} of its visits are not")
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
