"""A network of 200 branches, 5,000 doctors and a million appointments, written into PostgreSQL by COPY.

Doctors work from nine to five on weekdays; the next month is half booked, the rest of the appointments are past.
"""

import random
import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any

from django.db import connection

from booking.models import (
    Appointment,
    Commitment,
    HealthcareService,
    HoursRule,
    Location,
    Organization,
    Practitioner,
    PractitionerRole,
    ResourceKind,
    Room,
    ServiceCategory,
    ServiceTerms,
    Speciality,
    touch,
)
from people.models import Patient

NOW = datetime(2030, 1, 14, 3, tzinfo=UTC)  # a Monday, six in the morning in Moscow
BRANCHES, DOCTORS_EACH, PATIENTS, APPOINTMENTS = 200, 25, 20_000, 1_000_000
ZONES = ("Europe/Moscow", "Asia/Yekaterinburg")
FUTURE_DAYS = 31


def load() -> None:
    """Fill an empty database; takes a minute or two."""
    random.seed(1)
    patients = [_uuid() for _ in range(PATIENTS)]
    places = _catalogue()
    _copy(
        Patient,
        (
            "id",
            "family",
            "given",
            "patronymic",
            "birth_date",
            "phone",
            "email",
            "gender",
            "active",
            "preferred_language",
            "created_at",
        ),
        ((key, b"x", b"x", b"x", b"x", b"x", b"x", "unknown", True, "ru", NOW) for key in patients),
    )
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE booking_commitment DROP CONSTRAINT booking_commitment_no_overlap")
        # The rows are consistent as made: checking every reference would take longer than writing them.
        cursor.execute("SET session_replication_role = replica")
    visits = list(islice(_visits(places, patients), APPOINTMENTS))
    _copy(Appointment, APPOINTMENT_COLUMNS, visits)
    _copy(Commitment, COMMITMENT_COLUMNS, _commitments(visits))
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE booking_commitment ADD CONSTRAINT booking_commitment_no_overlap "
            "EXCLUDE USING gist (resource_id WITH =, tstzrange(start, \"end\", '[)') WITH &&)"
        )
        cursor.execute("SET session_replication_role = DEFAULT")


# --- Catalogue ----------------------------------------------------------------------------------------------


def _catalogue() -> list[tuple[uuid.UUID, str, uuid.UUID, uuid.UUID]]:
    """(doctor, zone, branch, service) of every doctor."""
    organization = Organization.objects.create(code="network", name_ru="Сеть")
    category = ServiceCategory.objects.create(code="visits", name_ru="Приёмы")
    kind = ResourceKind.objects.create(resource_type="room", code="ultrasound", name_ru="Кабинет УЗИ")
    specialities = Speciality.objects.bulk_create(
        Speciality(code=f"s{n}", name_ru=f"Специальность {n}", title_ru=f"Врач {n}", repeat_interval_days=30)
        for n in range(25)
    )
    services = HealthcareService.objects.bulk_create(
        HealthcareService(
            code=f"visit-{n}",
            name_ru=f"Приём {n}",
            category=category,
            speciality=specialities[n % 25],
            duration_minutes=30,
            room_kind=kind if n >= 50 else None,
        )
        for n in range(60)
    )
    ServiceTerms.objects.bulk_create(
        ServiceTerms(service=service, price=2000, valid_from=date(2020, 1, 1)) for service in services
    )
    ServiceTerms.objects.bulk_create(
        ServiceTerms(service=service, price=1500, visit_type="repeat", valid_from=date(2020, 1, 1))
        for service in services
    )
    locations = Location.objects.bulk_create(
        Location(
            organization=organization,
            code=f"branch-{n}",
            name_ru=f"Филиал {n}",
            time_zone=ZONES[n % 2],
            latitude=f"{55 + n / 1000:.6f}",
            longitude=f"{37 + n / 1000:.6f}",
        )
        for n in range(BRANCHES)
    )
    Room.objects.bulk_create(
        Room(location=one, kind=kind, number=f"{n}") for one in locations for n in range(4)
    )
    doctors = Practitioner.objects.bulk_create(
        Practitioner(family_ru=f"Врачёв-{n:04}", given_ru="Тест") for n in range(BRANCHES * DOCTORS_EACH)
    )
    roles = PractitionerRole.objects.bulk_create(
        PractitionerRole(practitioner=doctor, location=locations[n // DOCTORS_EACH])
        for n, doctor in enumerate(doctors)
    )
    given = PractitionerRole.services.through
    given.objects.bulk_create(
        given(practitionerrole_id=role.pk, healthcareservice_id=services[(n % 25 + 25 * more) % 60].pk)
        for n, role in enumerate(roles)
        for more in range(3)
        if (n % 25 + 25 * more) < 60
    )
    HoursRule.objects.bulk_create(
        HoursRule(
            practitioner=doctor,
            location=locations[n // DOCTORS_EACH],
            weekday=weekday,
            start_time=time(9),
            end_time=time(17),
            valid_from=date(2020, 1, 1),
        )
        for n, doctor in enumerate(doctors)
        for weekday in range(5)
    )
    touch(["catalogue"])
    return [
        (doctor.pk, ZONES[n // DOCTORS_EACH % 2], locations[n // DOCTORS_EACH].pk, services[n % 25].pk)
        for n, doctor in enumerate(doctors)
    ]


# --- Appointments -------------------------------------------------------------------------------------------

APPOINTMENT_COLUMNS = (
    "id",
    "patient_id",
    "practitioner_id",
    "location_id",
    "service_id",
    "start",
    "end",
    "status",
    "modality",
    "visit_type",
    "price",
    "currency",
    "channel",
    "comment",
    "external_system",
    "external_id",
    "version",
    "override_reason",
    "cancel_reason",
    "reject_code",
    "booking_token",
    "created_at",
    "updated_at",
)
COMMITMENT_COLUMNS = ("resource_id", "resource_type", "start", "end", "kind", "appointment_id")


def _visits(places: Sequence[Any], patients: Sequence[uuid.UUID]) -> Iterator[tuple[Any, ...]]:
    """Every other half hour of the next month, then of the past, doctor by doctor, day by day."""
    turn = 0
    for day in [*range(FUTURE_DAYS + 1), *range(-1, -400, -1)]:
        on = NOW.date() + timedelta(days=day)
        if on.weekday() > 4:
            continue
        for doctor, zone, location, service in places:
            offset = 3 if zone == "Europe/Moscow" else 5
            for half_hour in random.sample(range(16), 8):
                start = datetime(on.year, on.month, on.day, 9 - offset, tzinfo=UTC) + timedelta(
                    minutes=30 * half_hour
                )
                turn += 1
                patient = patients[turn % len(patients)]
                yield (
                    _uuid(),
                    patient,
                    doctor,
                    location,
                    service,
                    start,
                    start + timedelta(minutes=30),
                    "booked" if day >= 0 else "fulfilled",
                    "in-person",
                    "first",
                    2000,
                    "RUB",
                    "web",
                    b"",
                    "",
                    "",
                    1,
                    "",
                    "",
                    "",
                    "",
                    NOW,
                    NOW,
                )


def _commitments(visits: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    met: set[tuple[uuid.UUID, datetime]] = set()
    for visit in visits:
        key, patient, doctor, start, end = visit[0], visit[1], visit[2], visit[5], visit[6]
        yield doctor, "practitioner", start, end, "appointment", key
        if (patient, start) not in met:
            # Twenty thousand patients stand for a million: some would be in two places, and are not committed.
            met.add((patient, start))
            yield patient, "patient", start, end, "appointment", key


def _uuid() -> uuid.UUID:
    return uuid.UUID(int=random.getrandbits(128), version=4)


def _copy(model: Any, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    names = ", ".join(f'"{model._meta.get_field(name).column}"' for name in columns)
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN') as copy,
    ):
        for row in rows:
            copy.write_row(row)
