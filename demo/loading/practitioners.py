"""Doctors and nurses, their posts, and the hours that the portal owns."""

import datetime as dt

from booking.codes import HoursSource, Modality
from booking.models import (
    HealthcareService,
    HoursRule,
    Identifier,
    Practitioner,
    PractitionerRole,
    Speciality,
)
from demo.clinic import Branch, Clinic, Doctor, Nurse
from demo.identity import key
from demo.loading.places import SINCE
from demo.words import spans

#: What nurses do: everything that needs the sampling room.
NURSES_ROOM = "sampling"


def load_practitioners(clinic: Clinic) -> None:
    for person in (*clinic.doctors, *clinic.nurses):
        Practitioner.objects.get_or_create(id=key("practitioner", person.code), defaults=_columns(person))
        for branch in clinic.places.branches:
            if branch.code in person.hours:
                _load_post(clinic, person, branch)
    HoursRule.objects.bulk_create(
        [
            rule
            for person in (*clinic.doctors, *clinic.nurses)
            for branch in clinic.places.branches
            if branch.code in person.hours and not branch.mis_system
            for rule in _hours(person, branch)
        ],
        ignore_conflicts=True,
    )
    _load_identifiers(clinic)


def services_at(clinic: Clinic, person: Nurse, branch: Branch) -> list[str]:
    """Codes of what this person does there, as far as the branch has rooms and apparatus for it."""
    services = clinic.services
    if isinstance(person, Doctor):
        wanted = [*person.services]
    else:
        wanted = [service.code for service in services.values() if service.room == NURSES_ROOM]
    return [code for code in wanted if clinic.can_be_given(services[code], branch)]


def specialities_of(person: Nurse) -> list[str]:
    return list(person.specialities) if isinstance(person, Doctor) else ["laboratory"]


def is_seen_online(person: Nurse) -> bool:
    return isinstance(person, Doctor) and person.online


def _columns(person: Nurse) -> dict[str, object]:
    family, given, patronymic = person.ru
    columns: dict[str, object] = {
        "family_ru": family,
        "given_ru": given,
        "patronymic_ru": patronymic,
        "family_en": person.en[0],
        "given_en": person.en[1],
        "gender": person.gender,
    }
    if isinstance(person, Doctor):
        columns["languages"] = list(person.languages)
        columns["practising_since"] = dt.date(person.practising_since, 8, 1)
    return columns


def _load_post(clinic: Clinic, person: Nurse, branch: Branch) -> None:
    role, is_new = PractitionerRole.objects.get_or_create(
        id=key("role", person.code, branch.code),
        defaults={
            "practitioner_id": key("practitioner", person.code),
            "location_id": key("location", branch.code),
            "hours_source": HoursSource.MIS if branch.mis_system else HoursSource.PORTAL,
            "max_age": 17 if "paediatrics" in specialities_of(person) else None,
        },
    )
    if is_new:
        role.specialities.set(Speciality.objects.filter(code__in=specialities_of(person)))
        role.services.set(HealthcareService.objects.filter(code__in=services_at(clinic, person, branch)))


def _hours(person: Nurse, branch: Branch) -> list[HoursRule]:
    return [
        HoursRule(
            id=key("hours", person.code, branch.code, weekday, start),
            location_id=key("location", branch.code),
            practitioner_id=key("practitioner", person.code),
            weekday=weekday,
            start_time=start,
            end_time=end,
            valid_from=SINCE,
            modality=Modality.BOTH if is_seen_online(person) else Modality.IN_PERSON,
        )
        for weekday, start, end in spans(person.hours[branch.code])
    ]


def _load_identifiers(clinic: Clinic) -> None:
    """How the simulated information systems call our branches, doctors and services."""
    rows = []
    for branch in clinic.places.branches:
        if not branch.mis_system:
            continue
        people = [person for person in (*clinic.doctors, *clinic.nurses) if branch.code in person.hours]
        given = sorted({code for person in people for code in services_at(clinic, person, branch)})
        numbers = [
            ("Location", "location", branch.code),
            *(("Practitioner", "practitioner", person.code) for person in people),
            *(("HealthcareService", "service", code) for code in given),
        ]
        rows += [
            Identifier(
                id=key("identifier", branch.mis_system, resource_type, code),
                resource_type=resource_type,
                resource_id=key(kind, code),
                system=f"urn:mis:{branch.mis_system}",
                value=code,
            )
            for resource_type, kind, code in numbers
        ]
    Identifier.objects.bulk_create(rows, ignore_conflicts=True)
