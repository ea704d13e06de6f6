"""The measurements of `bench.booking`, in a process with its own empty database. Prints them as JSON on the last line."""

import json
import multiprocessing
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import django

from bench.figures import Figure, time_calls

WRITERS, SECONDS = 8, 10


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
    figures = [*searches(), throughput()]
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


def throughput() -> Figure:
    """Eight writers, each with patients and doctors of its own, as fast as they can."""
    from django.db import connections

    connections.close_all()
    fork = multiprocessing.get_context("fork")
    booked = fork.Queue()
    writers = [fork.Process(target=_write, args=(number, booked)) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    total = sum(booked.get() for _ in writers)
    for writer in writers:
        writer.join()
    return Figure(
        "hold and book, 8 writers",
        "200 a second",
        f"{total / SECONDS:.0f} a second",
        f"{total:,} in {SECONDS} s, each its own two transactions with audit event",
    )


def _write(number: int, booked: Any) -> None:
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
    done, until = 0, time.monotonic() + SECONDS
    for turn, token in enumerate(tokens):
        if time.monotonic() > until:
            break
        patient = patients[turn % len(patients)]
        try:
            kept = hold(offer_token=token, patient=patient, now=NOW)
            book(access=access, hold=kept, patient=patient, now=NOW)
            done += 1
        except BookingError:
            # The patient is elsewhere at that time.
            continue
    booked.put(done)


if __name__ == "__main__":
    main()
