"""Plain makers of real rows. Each makes what it is named after and what that cannot be without, nothing else."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import count

from booking.models import (
    HealthcareService,
    HoursRule,
    Location,
    Organization,
    Practitioner,
    PractitionerRole,
    Program,
    ProgramLeg,
    ResourceKind,
    Room,
    ServiceCategory,
    ServiceTerms,
    Speciality,
)
from people.access import Access
from people.codes import Role
from people.models import Patient, User

_numbers = count(1)

#: A Monday morning, nine o'clock in Moscow. Times of the tests are counted from here.
NOW = datetime(2030, 1, 14, 6, tzinfo=UTC)


def make_organization(**fields):
    number = next(_numbers)
    return Organization.objects.create(
        **{"code": f"clinic-{number}", "name_ru": f"Клиника {number}", **fields}
    )


def make_location(**fields):
    number = next(_numbers)
    fields.setdefault("organization", Organization.objects.first() or make_organization())
    return Location.objects.create(
        **{"code": f"branch-{number}", "name_ru": f"Филиал {number}", "name_en": f"Branch {number}", **fields}
    )


def make_speciality(**fields):
    number = next(_numbers)
    return Speciality.objects.create(
        **{
            "code": f"speciality-{number}",
            "name_ru": f"Специальность {number}",
            "name_en": f"Speciality {number}",
            "title_ru": f"Врач {number}",
            **fields,
        }
    )


def make_service(**fields):
    number = next(_numbers)
    if "category" not in fields:
        fields["category"], _ = ServiceCategory.objects.get_or_create(
            code="visits", defaults={"name_ru": "Приёмы"}
        )
    return HealthcareService.objects.create(
        **{
            "code": f"service-{number}",
            "name_ru": f"Услуга {number}",
            "name_en": f"Service {number}",
            "duration_minutes": 30,
            **fields,
        }
    )


def make_price(service, price, **fields):
    return ServiceTerms.objects.create(
        **{"service": service, "price": Decimal(price), "valid_from": date(2020, 1, 1), **fields}
    )


def make_practitioner(**fields):
    number = next(_numbers)
    return Practitioner.objects.create(
        **{
            "family_ru": f"Врачёв-{number}",
            "given_ru": "Тест",
            "family_en": f"Doctor-{number}",
            "given_en": "Test",
            **fields,
        }
    )


def make_role(practitioner, location, *services, **fields):
    role = PractitionerRole.objects.create(practitioner=practitioner, location=location, **fields)
    role.services.set(services)
    role.specialities.set({service.speciality for service in services if service.speciality})
    return role


def make_hours(practitioner, location, *, weekdays=range(7), start=time(9), end=time(17), **fields):
    return [
        HoursRule.objects.create(
            **{
                "practitioner": practitioner,
                "location": location,
                "weekday": weekday,
                "start_time": start,
                "end_time": end,
                "valid_from": date(2020, 1, 1),
                **fields,
            }
        )
        for weekday in weekdays
    ]


def make_doctor(*services, location=None, hours=True, **fields):
    """A practitioner who gives the services at the location every day from nine to five."""
    practitioner = make_practitioner(**fields)
    location = location or Location.objects.first() or make_location()
    make_role(practitioner, location, *services)
    if hours:
        make_hours(practitioner, location)
    return practitioner


def make_room(location, kind, **fields):
    return Room.objects.create(
        **{"location": location, "kind": kind, "number": f"{next(_numbers)}", **fields}
    )


def make_resource_kind(resource_type="room", **fields):
    number = next(_numbers)
    return ResourceKind.objects.create(
        **{"resource_type": resource_type, "code": f"kind-{number}", "name_ru": f"Вид {number}", **fields}
    )


def make_user(**fields):
    return User.objects.create(**{"username": f"user-{next(_numbers)}", **fields})


def make_patient(**fields):
    number = next(_numbers)
    return Patient.objects.create(
        **{
            "family": f"Пациентов-{number}",
            "given": "Тест",
            "birth_date": date(1990, 5, 17),
            "phone": f"+7900{number:07d}",
            "gender": "female",
            **fields,
        }
    )


def access_of(patient_or_user, *, role=None):
    """The access of a patient's own account, or of a member of staff."""
    if isinstance(patient_or_user, Patient):
        return Access(actor=patient_or_user.user, role=role or Role.PATIENT, purpose="booking", channel="web")
    return Access(actor=patient_or_user, role=role or Role.STAFF, purpose="booking", channel="desk")


def make_program(*services, locations, **fields):
    """A program with one leg for each service: the service itself, or (service, fields of the leg)."""
    number = next(_numbers)
    program = Program.objects.create(
        **{"code": f"program-{number}", "name_ru": f"Программа {number}", "name_en": f"Program {number}"}
        | fields
    )
    program.locations.set(locations)
    for at, leg in enumerate(services, start=1):
        service, of_leg = leg if isinstance(leg, tuple) else (leg, {})
        ProgramLeg.objects.create(program=program, number=at, service=service, **of_leg)
    return program
