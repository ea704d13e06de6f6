"""Invented appointments: those of two years past, those of the coming fortnight, and what they occupy."""

import datetime as dt
import random
from collections.abc import Iterable, Sequence
from decimal import Decimal
from uuid import UUID

from booking.codes import AppointmentStatus, Channel, CommitmentKind, Modality, ResourceType, VisitType
from booking.models import Appointment, Commitment
from demo.agenda import CLEANING, Visit, visits_long_ago, visits_of_day
from demo.clinic import Clinic
from demo.crowd import crowd
from demo.identity import key
from demo.loading.catalogue import price_of
from demo.loading.people import patient_key

#: How far ahead the crowd has booked, and how far back it has been here.
DAYS_AHEAD, DAYS_BACK, VISITS_PER_DOCTOR = 14, 720, 26
#: Most visits are booked some days before; that many at most.
BOOKED_AHEAD_DAYS = 12


def load_past_visits(clinic: Clinic, *, anchor: dt.date, now: dt.datetime) -> list[Visit]:
    visits = visits_long_ago(clinic, anchor=anchor, per_doctor=VISITS_PER_DOCTOR, days_back=DAYS_BACK)
    _write(clinic, visits, now=now)
    return visits


def load_days(
    clinic: Clinic, days: Iterable[dt.date], *, anchor: dt.date, today: dt.date, now: dt.datetime
) -> list[Visit]:
    visits = [visit for day in days for visit in visits_of_day(clinic, day, anchor=anchor, today=today)]
    _write(clinic, visits, now=now)
    return visits


def settle_past_visits(*, now: dt.datetime) -> None:
    """What the crowd had booked and nobody attended to while the demonstration was not running."""
    patients = [patient_key(person.code) for person in crowd()]
    waiting = Appointment.objects.filter(
        patient__in=patients, end__lt=now, status__in=[AppointmentStatus.BOOKED, AppointmentStatus.CHECKED_IN]
    )
    Commitment.objects.filter(appointment__in=waiting).delete()
    waiting.update(status=AppointmentStatus.FULFILLED, ended_at=now, updated_at=now)


def appointment_key(visit: Visit) -> UUID:
    return key("appointment", visit.name)


def external_id(visit: Visit) -> str:
    return f"demo-{key('appointment', visit.name).hex[:20]}"


def status_of(visit: Visit, *, now: dt.datetime) -> AppointmentStatus:
    chance = random.Random(f"status {visit.name}")  # noqa: S311 - invented visits
    if visit.end <= now:
        return AppointmentStatus.NOSHOW if chance.random() < 0.05 else AppointmentStatus.FULFILLED
    if visit.start <= now:
        return AppointmentStatus.ARRIVED
    if visit.start <= now + dt.timedelta(minutes=20) and chance.random() < 0.6:
        return AppointmentStatus.CHECKED_IN
    return AppointmentStatus.BOOKED


def _write(clinic: Clinic, visits: Sequence[Visit], *, now: dt.datetime) -> None:
    known = set(Appointment.objects.values_list("pk", flat=True))
    new = [visit for visit in visits if appointment_key(visit) not in known]
    Appointment.objects.bulk_create([_appointment(clinic, visit, now) for visit in new], batch_size=500)
    Commitment.objects.bulk_create(
        [row for visit in new if visit.end > now for row in _commitments(clinic, visit)], batch_size=500
    )


def _appointment(clinic: Clinic, visit: Visit, now: dt.datetime) -> Appointment:
    branch = next(branch for branch in clinic.places.branches if branch.code == visit.branch)
    status = status_of(visit, now=now)
    chance = random.Random(f"booked {visit.name}")  # noqa: S311 - invented visits
    booked = min(visit.start, now) - dt.timedelta(minutes=chance.randint(40, BOOKED_AHEAD_DAYS * 24 * 60))
    is_over = status in (AppointmentStatus.FULFILLED, AppointmentStatus.NOSHOW)
    arrived = status in (AppointmentStatus.ARRIVED, AppointmentStatus.CHECKED_IN, AppointmentStatus.FULFILLED)
    return Appointment(
        id=appointment_key(visit),
        patient_id=patient_key(visit.patient),
        practitioner_id=key("practitioner", visit.doctor),
        service_id=key("service", visit.service),
        location_id=key("location", visit.branch),
        room_id=key("room", visit.room) if visit.room else None,
        start=visit.start,
        end=visit.end,
        modality=Modality.VIRTUAL if visit.video else Modality.IN_PERSON,
        visit_type=VisitType.REPEAT if visit.repeat else VisitType.FIRST,
        price=Decimal(price_of(clinic, visit.service, visit.branch, visit.doctor, repeat=visit.repeat)),
        status=status,
        channel=chance.choice([Channel.WEB, Channel.WEB, Channel.WEB, Channel.PHONE, Channel.API]),
        external_system=branch.mis_system,
        external_id=external_id(visit) if branch.mis_system else "",
        version=2 if branch.mis_system else 1,
        created_at=booked,
        updated_at=booked if not is_over else visit.end,
        arrived_at=visit.start - dt.timedelta(minutes=8) if arrived else None,
        ended_at=visit.end if is_over else None,
    )


def _commitments(clinic: Clinic, visit: Visit) -> list[Commitment]:
    service = clinic.services[visit.service]
    cleaned = visit.end + dt.timedelta(minutes=CLEANING.get(service.room or "", 0))
    resources: list[tuple[ResourceType, UUID, dt.datetime]] = [
        (ResourceType.PRACTITIONER, key("practitioner", visit.doctor), visit.end),
        (ResourceType.PATIENT, patient_key(visit.patient), visit.end),
    ]
    if visit.room:
        resources.append((ResourceType.ROOM, key("room", visit.room), cleaned))
    for piece, number in visit.equipment:
        resources.append((ResourceType.EQUIPMENT, key("equipment", *piece.split("/"), number), visit.end))
    return [
        Commitment(
            resource_type=resource_type,
            resource_id=resource_id,
            start=visit.start,
            end=end,
            kind=CommitmentKind.APPOINTMENT,
            appointment_id=appointment_key(visit),
        )
        for resource_type, resource_id, end in resources
    ]
