"""Google's feeds for a network that has a million free times in thirty days, and what they cost in memory.

The network is made in the configured database, in a transaction that is rolled back.
"""

import resource
import time
from datetime import date
from datetime import time as clock
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone

from bench.figures import Figure
from booking.models import (
    HealthcareService,
    HoursRule,
    Location,
    Organization,
    Practitioner,
    PractitionerRole,
    ServiceCategory,
)
from integrations.google.feeds import write_feeds

TITLE = "Google feeds"
BRANCHES, DOCTORS, SERVICES_EACH, DAYS = 10, 52, 4, 30


def no_addresses(language: str) -> dict[object, str]:
    return {}


def measure() -> list[Figure]:
    with (
        override_settings(PORTS={"integrations.BranchAddresses": "bench.feeds.no_addresses"}),
        transaction.atomic(),
    ):
        Location.objects.update(active=False)
        build_network()
        with TemporaryDirectory() as folder:
            # One branch first: what the process and the loaded catalogue take anyway.
            others = Location.objects.filter(active=True).order_by("code")[1:].values_list("pk", flat=True)
            ids = list(others)
            Location.objects.filter(pk__in=ids).update(active=False)
            one = written(Path(folder) / "one")
            Location.objects.filter(pk__in=ids).update(active=True)
            all_of_them = written(Path(folder) / "all")
        transaction.set_rollback(True)
    times, seconds, memory, size = all_of_them
    grown = memory - one[2]
    conditions = (
        f"{connection.vendor}, {BRANCHES} branches, {BRANCHES * DOCTORS} doctors, {size / 1e6:,.0f} MB"
    )
    return [
        Figure("a million free times", "10 s", f"{seconds:.1f} s for {times:,} times", conditions),
        Figure(
            "memory, ten branches against one",
            "flat",
            f"{memory:,.0f} MB, {grown:+.0f} MB",
            f"{one[0]:,} times took {one[1]:.1f} s",
        ),
    ]


def written(folder: Path) -> tuple[int, float, float, int]:
    """Times, seconds, the process's most memory so far in megabytes, and bytes of the files."""
    start = time.perf_counter()
    feeds = write_feeds(folder, days=DAYS, now=timezone.now())
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return feeds.times, seconds, memory, sum(file.stat().st_size for file in feeds.files)


def build_network() -> None:
    organization = Organization.objects.create(code="bench", name_ru="Замер")
    category = ServiceCategory.objects.create(code="bench", name_ru="Замер")
    services = HealthcareService.objects.bulk_create(
        HealthcareService(code=f"bench-{n}", name_ru=f"Услуга {n}", category=category, duration_minutes=30)
        for n in range(SERVICES_EACH)
    )
    for branch in range(BRANCHES):
        location = Location.objects.create(
            organization=organization, code=f"bench-{branch}", name_ru=f"Филиал {branch}"
        )
        doctors = Practitioner.objects.bulk_create(
            Practitioner(family_ru=f"Врачёв-{branch}-{n}", given_ru="Замер") for n in range(DOCTORS)
        )
        roles = PractitionerRole.objects.bulk_create(
            PractitionerRole(practitioner=doctor, location=location) for doctor in doctors
        )
        PractitionerRole.services.through.objects.bulk_create(
            PractitionerRole.services.through(practitionerrole_id=role.pk, healthcareservice_id=service.pk)
            for role in roles
            for service in services
        )
        HoursRule.objects.bulk_create(
            HoursRule(
                practitioner=doctor,
                location=location,
                weekday=weekday,
                start_time=clock(9),
                end_time=clock(17),
                valid_from=date(2020, 1, 1),
            )
            for doctor in doctors
            for weekday in range(7)
        )
