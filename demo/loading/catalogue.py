"""Specialities, services with their prices, and programs."""

from decimal import Decimal

from booking.codes import Modality, VisitType
from booking.models import (
    HealthcareService,
    Location,
    Program,
    ProgramLeg,
    ResourceKind,
    ServiceCategory,
    ServiceTerms,
    Speciality,
)
from demo.agenda import CLEANING
from demo.clinic import Clinic, Doctor, Service
from demo.clinic import Program as ProgramContent
from demo.identity import key
from demo.loading.places import SINCE

#: A visit to the same speciality within this time is a repeat one.
REPEAT_DAYS = 180
#: Yekaterinburg is cheaper than Moscow, doctors with a degree are dearer than others.
CITY_SHARE = {"flowers": Decimal("0.85"), "maples": Decimal("0.85")}
DEGREE_SHARE = Decimal("1.25")
MODALITIES = {"in-person": Modality.IN_PERSON, "online": Modality.VIRTUAL, "both": Modality.BOTH}
LONGEST_PROGRAM_MINUTES = 420


def load_catalogue(clinic: Clinic) -> None:
    for content in clinic.specialities:
        Speciality.objects.get_or_create(
            id=key("speciality", content.code),
            defaults={
                "code": content.code,
                **content.name.columns("name"),
                **content.doctor.columns("title"),
                "schema_org_value": content.schema_org_value or "",
                "repeat_interval_days": REPEAT_DAYS,
            },
        )
    for number, category in enumerate(clinic.categories):
        ServiceCategory.objects.get_or_create(
            id=key("category", category.category.code),
            defaults={
                "code": category.category.code,
                **category.category.name.columns("name"),
                "sort_order": number,
            },
        )
        for service in category.services:
            _load_service(service, category.category.code)
    _choose_usual_visits(clinic)
    ServiceTerms.objects.bulk_create(
        [terms for service in clinic.services.values() for terms in _terms(clinic, service)],
        ignore_conflicts=True,
    )
    for program in clinic.programs:
        _load_program(program)


def _load_service(content: Service, category: str) -> None:
    service, is_new = HealthcareService.objects.get_or_create(
        id=key("service", content.code),
        defaults={
            "code": content.code,
            **content.name.columns("name"),
            **content.summary.columns("summary"),
            **content.preparation.columns("preparation"),
            "category_id": key("category", category),
            "speciality_id": key("speciality", content.speciality),
            "duration_minutes": content.minutes[0],
            "modality": MODALITIES[content.modality],
            "room_kind_id": key("resource-kind", content.room) if content.room else None,
            "room_buffer_after_minutes": CLEANING.get(content.room or "", 0),
            "seats": content.seats,
            "fasting": content.fasting,
            "referral_required": content.referral,
            "min_age": content.min_age,
            "max_age": content.max_age,
        },
    )
    if is_new:
        service.equipment_kinds.set(ResourceKind.objects.filter(code__in=content.equipment))


def _choose_usual_visits(clinic: Clinic) -> None:
    """The first service of a speciality is its usual visit."""
    for content in clinic.specialities:
        usual = next(
            (service for service in clinic.services.values() if service.speciality == content.code), None
        )
        if usual is not None:
            Speciality.objects.filter(id=key("speciality", content.code), consultation=None).update(
                consultation=key("service", usual.code)
            )


def _terms(clinic: Clinic, content: Service) -> list[ServiceTerms]:
    rows = []
    for place in (None, *(branch.code for branch in clinic.places.branches if branch.code in CITY_SHARE)):
        for doctor in (None, *_dearer(clinic, content, place)):
            share = CITY_SHARE.get(place or "", Decimal(1)) * (DEGREE_SHARE if doctor else 1)
            rows += [
                ServiceTerms(
                    id=key("terms", content.code, place, doctor.code if doctor else None, visit_type),
                    service_id=key("service", content.code),
                    location_id=key("location", place) if place else None,
                    practitioner_id=key("practitioner", doctor.code) if doctor else None,
                    visit_type=visit_type,
                    price=_rounded(price * share),
                    duration_minutes=minutes,
                    valid_from=SINCE,
                )
                for visit_type, price, minutes in zip(
                    (VisitType.FIRST, VisitType.REPEAT), content.price, content.minutes, strict=True
                )
            ]
    return rows


def price_of(clinic: Clinic, service: str, branch: str, doctor: str, *, repeat: bool) -> Decimal:
    """What the rows above come to for one visit."""
    content = clinic.services[service]
    dearer = any(
        known.code == doctor for known in _dearer(clinic, content, branch if branch in CITY_SHARE else None)
    )
    share = CITY_SHARE.get(branch, Decimal(1)) * (DEGREE_SHARE if dearer else 1)
    return _rounded(content.price[1 if repeat else 0] * share)


def _dearer(clinic: Clinic, content: Service, place: str | None) -> list[Doctor]:
    """Doctors with a degree ask more for a consultation. Without a branch: those of the dearer city."""
    if content.room != "consulting":
        return []
    return [
        doctor
        for doctor in clinic.doctors
        if doctor.degree
        and content.code in doctor.services
        and (place in doctor.hours if place else not set(doctor.hours) & set(CITY_SHARE))
    ]


def _rounded(price: Decimal) -> Decimal:
    """To fifty roubles."""
    return (price / 50).quantize(Decimal(1)) * 50


def _load_program(content: ProgramContent) -> None:
    program, is_new = Program.objects.get_or_create(
        id=key("program", content.code),
        defaults={
            "code": content.code,
            **content.name.columns("name"),
            **content.summary.columns("summary"),
            "price": content.price,
            "longest_day_minutes": LONGEST_PROGRAM_MINUTES,
            "min_age": content.min_age,
            "max_age": content.max_age,
        },
    )
    if not is_new:
        return
    program.locations.set(Location.objects.filter(code__in=content.branches))
    for number, leg in enumerate(content.legs, start=1):
        ProgramLeg.objects.create(
            id=key("leg", content.code, leg.code),
            program=program,
            number=number,
            stage=leg.stage,
            service_id=key("service", leg.service),
            fasting=leg.fasting,
            gap_after_id=key("leg", content.code, leg.after) if leg.after else None,
            gap_min_minutes=leg.gap[0] if leg.gap else 0,
            gap_max_minutes=leg.gap[1] if leg.gap else None,
        )
