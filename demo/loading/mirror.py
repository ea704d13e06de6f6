"""The simulated information systems: what they know at first, and the mirror of their free times until they are asked."""

import datetime as dt
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from booking.models import FreeSpan
from demo.agenda import Visit, by_branch, hours_on
from demo.clinic import Branch, Clinic, Nurse
from demo.crowd import Person, crowd
from demo.identity import key
from demo.loading.people import patient_key
from demo.loading.practitioners import services_at
from demo.loading.visits import external_id
from demo.words import WEEKDAYS, spans

#: How our own numbers are called there, as the portal's FHIR adapter writes them.
APPOINTMENT_SYSTEM = "urn:clinic-portal:appointment"
PATIENT_SYSTEM = "urn:clinic-portal:patient"
TIME_ZONE_EXTENSION = "http://hl7.org/fhir/StructureDefinition/timezone"
#: The mirror reaches as far as the invented visits; the systems' own timetable goes on from there.
MIRROR_DAYS = 14

Resource = dict[str, Any]
Span = tuple[dt.datetime, dt.datetime]


def write_seeds(clinic: Clinic, visits: list[Visit], *, anchor: dt.date, today: dt.date) -> None:
    """One FHIR bundle for each system (simulators.fhir_mis.seed), beside the system's memory."""
    for branch in clinic.places.branches:
        connection = settings.MIS_CONNECTIONS.get(branch.mis_system)
        if connection is None:
            continue
        folder = Path(connection["state"])
        folder.mkdir(parents=True, exist_ok=True)
        resources = seed_of(clinic, branch, by_branch(visits, branch.code), anchor=anchor, today=today)
        bundle = {
            "resourceType": "Bundle",
            "type": "collection",
            "entry": [{"resource": resource} for resource in resources],
        }
        (folder / "seed.json").write_text(json.dumps(bundle, ensure_ascii=False), encoding="utf-8")


def seed_of(
    clinic: Clinic, branch: Branch, visits: list[Visit], *, anchor: dt.date, today: dt.date
) -> list[Resource]:
    staff = [person for person in (*clinic.doctors, *clinic.nurses) if branch.code in person.hours]
    services = sorted({code for person in staff for code in services_at(clinic, person, branch)})
    people = {person.code: person for person in crowd()}
    seen = sorted({visit.patient for visit in visits})
    last = today + dt.timedelta(days=MIRROR_DAYS)
    return [
        _location(branch),
        *(_service(clinic, code, branch) for code in services),
        *(_practitioner(person) for person in staff),
        *(_role(clinic, person, branch, anchor) for person in staff),
        *(_schedule(person, branch, today, last) for person in staff),
        *(_patient(people[code]) for code in seen),
        *(slot for person in staff for slot in _slots(branch, person, visits, anchor, today)),
        *(_appointment(visit, branch) for visit in visits),
    ]


def load_mirror(clinic: Clinic, visits: list[Visit], *, anchor: dt.date, today: dt.date) -> None:
    """What the systems would answer now, so that pages show times before the worker has asked for the first time."""
    for branch in clinic.places.branches:
        if not branch.mis_system or FreeSpan.objects.filter(location=key("location", branch.code)).exists():
            continue
        FreeSpan.objects.bulk_create(
            FreeSpan(
                location_id=key("location", branch.code),
                practitioner_id=key("practitioner", person.code),
                start=start,
                end=end,
                booking_token=f"Schedule/{person.code}",
                as_of=timezone.now(),
            )
            for person in (*clinic.doctors, *clinic.nurses)
            if branch.code in person.hours
            for start, end in free_spans(
                branch, person, by_branch(visits, branch.code), anchor=anchor, today=today
            )
        )


def free_spans(
    branch: Branch, person: Nurse, visits: list[Visit], *, anchor: dt.date, today: dt.date
) -> list[Span]:
    """The hours of the next days without the visits in them."""
    busy: dict[dt.date, list[Span]] = defaultdict(list)
    for visit in visits:
        if visit.doctor == person.code:
            busy[visit.start.date()].append((visit.start, visit.end))
    found: list[Span] = []
    for offset in range(MIRROR_DAYS + 1):
        day = today + dt.timedelta(days=offset)
        for start, end in hours_on(branch, person, day, anchor=anchor):
            for taken_start, taken_end in sorted(busy[start.date()]):
                if start <= taken_start and taken_end <= end:
                    found.append((start, taken_start))
                    start = taken_end
            found.append((start, end))
    return [(start, end) for start, end in found if start < end]


# --- Resources ------------------------------------------------------------------------------------------


def _location(branch: Branch) -> Resource:
    return {
        "resourceType": "Location",
        "id": branch.code,
        "status": "active",
        "name": branch.name.ru,
        "extension": [{"url": TIME_ZONE_EXTENSION, "valueCode": branch.time_zone}],
    }


def _service(clinic: Clinic, code: str, branch: Branch) -> Resource:
    return {
        "resourceType": "HealthcareService",
        "id": code,
        "active": True,
        "name": clinic.services[code].name.ru,
        "location": [_reference("Location", branch.code)],
    }


def _practitioner(person: Nurse) -> Resource:
    family, given, patronymic = person.ru
    return {
        "resourceType": "Practitioner",
        "id": person.code,
        "active": True,
        "name": [{"use": "official", "family": family, "given": [given, patronymic]}],
        "gender": person.gender,
    }


def _role(clinic: Clinic, person: Nurse, branch: Branch, anchor: dt.date) -> Resource:
    return {
        "resourceType": "PractitionerRole",
        "id": f"{person.code}-{branch.code}",
        "active": True,
        "practitioner": _reference("Practitioner", person.code),
        "location": [_reference("Location", branch.code)],
        "healthcareService": [
            _reference("HealthcareService", code) for code in services_at(clinic, person, branch)
        ],
        "availableTime": [
            {
                "daysOfWeek": [WEEKDAYS[weekday]],
                "availableStartTime": start.isoformat(),
                "availableEndTime": end.isoformat(),
            }
            for weekday, start, end in spans(person.hours[branch.code])
        ],
        "notAvailable": [
            {"description": change.reason.ru, "during": {"start": day, "end": day}}
            for change in branch.exceptions
            if change.hours is None
            for day in [(anchor + dt.timedelta(days=change.after_days)).isoformat()]
        ],
    }


def _schedule(person: Nurse, branch: Branch, today: dt.date, last: dt.date) -> Resource:
    return {
        "resourceType": "Schedule",
        "id": person.code,
        "active": True,
        "actor": [
            _reference("Practitioner", person.code),
            _reference("Location", branch.code),
            _reference("PractitionerRole", f"{person.code}-{branch.code}"),
        ],
        "planningHorizon": {"start": today.isoformat(), "end": last.isoformat()},
    }


def _slots(
    branch: Branch, person: Nurse, visits: list[Visit], anchor: dt.date, today: dt.date
) -> list[Resource]:
    free = [
        _slot(person, f"{person.code}-{start:%Y%m%dT%H%M}", "free", start, end)
        for start, end in free_spans(branch, person, visits, anchor=anchor, today=today)
    ]
    busy = [
        _slot(person, f"slot-{external_id(visit)}", "busy", visit.start, visit.end)
        for visit in visits
        if visit.doctor == person.code
    ]
    return [*free, *busy]


def _slot(person: Nurse, slot_id: str, status: str, start: dt.datetime, end: dt.datetime) -> Resource:
    return {
        "resourceType": "Slot",
        "id": slot_id,
        "schedule": _reference("Schedule", person.code),
        "status": status,
        "start": _instant(start),
        "end": _instant(end),
    }


def _patient(person: Person) -> Resource:
    return {
        "resourceType": "Patient",
        "id": person.code,
        "active": True,
        "identifier": [{"system": PATIENT_SYSTEM, "value": str(patient_key(person.code))}],
        "name": [{"use": "official", "family": person.family, "given": [person.given, person.patronymic]}],
        "gender": person.gender,
        "birthDate": person.birth_date.isoformat(),
        "telecom": [{"system": "phone", "value": person.phone, "use": "mobile"}],
    }


def _appointment(visit: Visit, branch: Branch) -> Resource:
    actors = [
        _reference("Patient", visit.patient),
        _reference("Practitioner", visit.doctor),
        _reference("Location", branch.code),
        _reference("HealthcareService", visit.service),
    ]
    return {
        "resourceType": "Appointment",
        "id": external_id(visit),
        "identifier": [{"system": APPOINTMENT_SYSTEM, "value": str(key("appointment", visit.name))}],
        "status": "booked",
        "start": _instant(visit.start),
        "end": _instant(visit.end),
        "slot": [_reference("Slot", f"slot-{external_id(visit)}")],
        "participant": [{"actor": actor, "status": "accepted"} for actor in actors],
    }


def _reference(resource_type: str, resource_id: str) -> Resource:
    return {"reference": f"{resource_type}/{resource_id}"}


def _instant(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
