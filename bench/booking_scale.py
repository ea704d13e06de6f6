"""The measurements of `bench.booking`, in a process with its own empty database. Prints them as JSON on the last line."""

import json
import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

import django

from bench.figures import Figure, time_calls

WRITERS, SECONDS = 8, 10
PREPARED_WITHIN = 600  # seconds
LEGS = 8


def main() -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from bench import booking_network

    call_command("migrate", verbosity=0)
    start = time.perf_counter()
    booking_network.load()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    print(f"loaded in {time.perf_counter() - start:.0f} s", file=sys.stderr)
    figures = [*searches(), *programs(), *throughput()]
    print(json.dumps([asdict(figure) for figure in figures]))


# --- Searches -----------------------------------------------------------------------------------------------


def searches() -> list[Figure]:
    from bench.booking_network import NOW
    from booking.models import Practitioner, PractitionerRole
    from booking.queries import TimeQuery
    from booking.services import explain, find_times, nearest_times

    role = PractitionerRole.objects.order_by("practitioner__family_ru")[78]
    service = role.services.order_by("code")[0]
    one, fifty = (
        frozenset([role.practitioner_id]),
        frozenset(
            PractitionerRole.objects.filter(services=service).values_list("practitioner_id", flat=True)[:50]
        ),
    )
    twenty = list(Practitioner.objects.values_list("pk", flat=True)[:20])

    def query(doctors: frozenset[Any], days: int) -> TimeQuery:
        return TimeQuery(
            start=NOW, end=NOW + timedelta(days=days), service_id=service.pk, practitioner_ids=doctors
        )

    conditions = "5,000 doctors, 1,000,000 appointments, PostgreSQL on the same machine"
    return [
        searched(
            "free times, one doctor, 1 day",
            "5 ms, 3 queries",
            lambda: find_times(query(one, 1), now=NOW).offers,
        ),
        searched(
            "free times, one doctor, 31 days",
            "5 ms, 3 queries",
            lambda: find_times(query(one, 31), now=NOW).offers,
            conditions,
        ),
        searched(
            "free times, any of 50 doctors, 14 days",
            "20 ms, 4 queries",
            lambda: find_times(query(fifty, 14), now=NOW).offers,
        ),
        searched(
            "nearest time of each of 20 doctors",
            "4 queries",
            lambda: nearest_times(practitioner_ids=twenty, now=NOW),
        ),
        searched(
            "why is nothing free, one doctor, 31 days", "3 queries", lambda: explain(query(one, 31), now=NOW)
        ),
    ]


def programs() -> list[Figure]:
    """A checkup of eight visits, found by the function that the pages call: queries, free times and solver together."""
    from bench.booking_network import NOW
    from booking.models import HealthcareService, Location, touch
    from booking.services import find_program_plans
    from tests.factories import make_program

    branch = Location.objects.get(code="branch-0")
    services = list(HealthcareService.objects.order_by("code")[:LEGS])
    for at, role in enumerate(branch.roles.order_by("practitioner__family_ru")[:20]):
        role.services.add(services[at % LEGS])
    fasting, ending = {"fasting": True}, {"stage": 2}
    legs = [(services[0], fasting), *((one, {"stage": 1}) for one in services[1:-1]), (services[-1], ending)]
    program = make_program(*legs, locations=[branch])
    touch(["catalogue"])

    def days(count: int) -> Callable[[], Any]:
        dates = [NOW.date() + timedelta(days=1 + number) for number in range(count)]
        return lambda: find_program_plans(program=program, locations=[branch], dates=dates, now=NOW)

    return [
        searched("program of 8 visits, 20 doctors, 1 day, found whole", "50 ms", days(1)),
        searched("program of 8 visits, 20 doctors, 14 days, found whole", "500 ms", days(14)),
    ]


def searched(work: str, budget: str, call: Callable[[], Any], conditions: str = "") -> Figure:
    from django.db import connection, reset_queries

    found = len(call())
    connection.force_debug_cursor = True
    reset_queries()
    call()
    queries = len(connection.queries)
    connection.force_debug_cursor = False
    return Figure(work, budget, f"{time_calls(call)}, {queries} queries", conditions or f"{found:,} found")


# --- Hold and book ------------------------------------------------------------------------------------------


def throughput() -> list[Figure]:
    """Eight writers, each with patients and doctors of its own, as fast as they can; beside them what a machine can do at all."""
    booked, bare = at_once(bookings), at_once(bare_writes)
    return [
        Figure(
            "hold and book, 8 writers",
            "200 a second",
            f"{booked / SECONDS:.0f} a second",
            f"{booked:,} in {SECONDS} s, each its own two transactions with audit event; "
            f"{bare / booked:.1f} times as many pairs of transactions that write a row each and ask nothing",
        ),
        Figure("two transactions that write a row each, 8 writers", "", f"{bare / SECONDS:.0f} a second"),
    ]


def at_once(prepare: Callable[[int], Iterator[int]]) -> int:
    """How many steps all writers together did in the time. A writer counts what its iterator counts."""
    from django.db import connections

    connections.close_all()
    fork = multiprocessing.get_context("fork")
    done, ready = fork.Queue(), fork.Barrier(WRITERS, timeout=PREPARED_WITHIN)
    writers = [fork.Process(target=_count, args=(prepare, number, ready, done)) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    if any(writer.exitcode for writer in writers):
        raise RuntimeError("a writer failed; what it said stands above")
    return sum(done.get() for _ in writers)


def _count(prepare: Callable[[int], Iterator[int]], number: int, ready: Any, done: Any) -> None:
    steps = prepare(number)
    next(steps)
    # Nobody's preparation takes processor time from somebody else's measurement.
    ready.wait()
    total, until = 0, time.monotonic() + SECONDS
    for counted in steps:
        total += counted
        if time.monotonic() > until:
            break
    done.put(total)


def bookings(number: int) -> Iterator[int]:
    """First prepares, then books a time a step: 1, or 0 where the patient is elsewhere at that time."""
    from bench.booking_network import NOW
    from booking.errors import BookingError
    from booking.models import Location
    from booking.queries import TimeQuery
    from booking.services import book, find_times, hold
    from people.access import Access
    from tests.factories import make_patient

    location = Location.objects.get(code=f"branch-{number * 2}")
    asked = {
        role.services.order_by("code")[0].pk: frozenset([role.practitioner_id])
        for role in location.roles.all()
    }
    offers = [
        offer
        for service_id, doctors in asked.items()
        for offer in find_times(
            TimeQuery(
                start=NOW, end=NOW + timedelta(days=28), service_id=service_id, practitioner_ids=doctors
            ),
            now=NOW,
        ).offers
    ]
    tokens = [offer.token for offer in offers]
    patients = [make_patient() for _ in range(len(tokens) // 8)]
    access = Access.system("bench", purpose="booking")
    yield 0
    for turn, token in enumerate(tokens):
        patient = patients[turn % len(patients)]
        try:
            kept = hold(offer_token=token, patient=patient, now=NOW)
            book(access=access, hold=kept, patient=patient, now=NOW)
        except BookingError:
            yield 0
        else:
            yield 1


def bare_writes(number: int) -> Iterator[int]:
    from django.db import transaction

    from bench.booking_network import NOW
    from booking.models import IdempotencyRecord

    yield 0
    for turn in count():
        for half in range(2):
            with transaction.atomic():
                IdempotencyRecord.objects.create(
                    actor=f"bench-{number}",
                    key=f"{turn}-{half}",
                    fingerprint="",
                    result_id=UUID(int=turn),
                    created_at=NOW,
                )
        yield 1


if __name__ == "__main__":
    main()
