"""django-appointment doing the same work, run by the Python of a throwaway environment outside the project.

`python peer_appointment.py DATABASE_URL FOLDER`: makes its tables in an empty database (the wheel ships no
migrations, they are written into FOLDER), gives twenty doctors hours from nine to five with half of the next month
booked, and prints milliseconds and queries of a day and of a month of one doctor as JSON.
"""

import datetime
import json
import random
import statistics
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

DOCTORS, DAYS = 20, 31
FIRST = datetime.date(2030, 1, 14)


def main() -> None:
    url, folder = sys.argv[1], Path(sys.argv[2])
    configure(url, folder)
    staff, service = fill()
    print(
        json.dumps(
            {
                "day": measured(lambda: day(staff, service), 40),
                "month": measured(lambda: month(staff, service), 5),
            }
        )
    )


def configure(url: str, folder: Path) -> None:
    import django
    from django.conf import settings
    from django.core.management import call_command

    (folder / "peer_migrations").mkdir(exist_ok=True)
    (folder / "peer_migrations" / "__init__.py").touch()
    sys.path.insert(0, str(folder))
    server = urlsplit(url)
    settings.configure(
        SECRET_KEY="bench",
        USE_TZ=True,
        TIME_ZONE="Europe/Moscow",
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "appointment",
        ],
        MIGRATION_MODULES={"appointment": "peer_migrations"},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
        LOGGING_CONFIG=None,
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": server.path.lstrip("/"),
                "USER": server.username or "",
                "PASSWORD": server.password or "",
                "HOST": server.hostname or "",
                "PORT": str(server.port or ""),
            }
        },
    )
    django.setup()
    call_command("makemigrations", "appointment", verbosity=0)
    call_command("migrate", verbosity=0)


def fill():
    from appointment.models import Appointment, AppointmentRequest, Service, StaffMember, WorkingHours
    from django.contrib.auth.models import User

    random.seed(1)
    service = Service.objects.create(name="Visit", duration=datetime.timedelta(minutes=30), price=2000)
    client = User.objects.create(username="client")
    requests = []
    for number in range(DOCTORS):
        user = User.objects.create(
            username=f"doctor-{number}", first_name="Test", last_name=f"Doctor {number}"
        )
        staff = StaffMember.objects.create(user=user, slot_duration=30)
        staff.services_offered.add(service)
        for weekday in range(1, 6):
            WorkingHours.objects.create(
                staff_member=staff,
                day_of_week=weekday,
                start_time=datetime.time(9),
                end_time=datetime.time(17),
            )
        for day_number in range(DAYS):
            on = FIRST + datetime.timedelta(days=day_number)
            for half_hour in random.sample(range(16), 8) if on.weekday() < 5 else ():
                start = datetime.datetime.combine(on, datetime.time(9)) + datetime.timedelta(
                    minutes=30 * half_hour
                )
                end = start + datetime.timedelta(minutes=30)
                requests.append(
                    AppointmentRequest(
                        date=on,
                        start_time=start.time(),
                        end_time=end.time(),
                        service=service,
                        staff_member=staff,
                        id_request=f"{number}-{start.isoformat()}",
                    )
                )
    AppointmentRequest.objects.bulk_create(requests)
    Appointment.objects.bulk_create(
        Appointment(client=client, appointment_request=request, id_request=request.id_request)
        for request in requests
    )
    return StaffMember.objects.get(user__username="doctor-3"), service


def day(staff, service) -> int:
    return free_on(FIRST + datetime.timedelta(days=1), staff, service)


def month(staff, service) -> int:
    return sum(free_on(FIRST + datetime.timedelta(days=number), staff, service) for number in range(DAYS))


def free_on(on: datetime.date, staff, service) -> int:
    from appointment.services import get_available_slots_for_staff

    # Its weeks begin on Sunday.
    return len(get_available_slots_for_staff(on, staff, on.isoweekday() % 7, service=service))


def measured(call, times: int) -> dict[str, float]:
    from django.db import connection, reset_queries

    found = call()
    connection.force_debug_cursor = True
    reset_queries()
    call()
    queries = len(connection.queries)
    connection.force_debug_cursor = False
    walls, cpu = [], time.process_time()
    for _ in range(times):
        start = time.perf_counter()
        call()
        walls.append((time.perf_counter() - start) * 1000)
    cpu_ms = (time.process_time() - cpu) * 1000 / times
    return {"ms": statistics.median(walls), "cpu_ms": cpu_ms, "queries": queries, "found": found}


if __name__ == "__main__":
    main()
