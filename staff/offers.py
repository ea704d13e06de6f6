"""Free times as the desk asks for them: one day, with the staff's wider limits, an override where a reason is given."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self
from uuid import UUID

from booking import services
from booking.clock import day_span
from booking.codes import Audience
from booking.errors import error_of
from booking.models import Appointment, HealthcareService, Location, Practitioner, PractitionerRole
from booking.offers import Offer
from booking.services import TimeQuery
from booking.timeline import moment_of

#: Days that are looked at for the next free time.
LOOKED_AHEAD = 15


@dataclass(frozen=True, slots=True)
class DayOffers:
    """Offers of one day, by doctor in the order of their first free time."""

    location: Location
    day: date
    by_doctor: list[tuple[Practitioner, list[Offer]]]
    #: Why this patient can have no time at all, whatever the day.
    refusal: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.by_doctor

    def asked(self, start: datetime | None) -> datetime | None:
        """The offered time that a click on the board meant: the first one at or after it."""
        starts = (offer.start for _, offers in self.by_doctor for offer in offers)
        return min((one for one in starts if start is not None and one >= start), default=None)


@dataclass(frozen=True, slots=True)
class MoveChoice:
    """Where a visit is to go: branch and day, any doctor of the service unless one is named."""

    location: Location
    day: date
    practitioner_id: UUID | None
    override_reason: str = ""

    @classmethod
    def of_request(cls, query: Mapping[str, str], appointment: Appointment) -> Self:
        """What cannot be read falls back to the visit's own branch and day."""
        location = Location.objects.filter(code=query.get("branch", "")).first() or appointment.location
        own_day = appointment.start.astimezone(location.zone).date()
        return cls(
            location=location,
            day=_date(query.get("day", "")) or own_day,
            practitioner_id=_uuid(query.get("practitioner", "")),
            override_reason=query.get("override_reason", "").strip(),
        )


def day_offers(
    location: Location,
    day: date,
    *,
    service_id: UUID,
    practitioner_id: UUID | None,
    patient_id: UUID | None,
    override: bool,
    now: datetime,
    birth_date: date | None = None,
    ignore_appointment_id: UUID | None = None,
) -> DayOffers:
    start, end = map(moment_of, day_span(location.zone, day))
    query = TimeQuery(
        start=start,
        end=end,
        service_id=service_id,
        practitioner_ids=frozenset([practitioner_id] if practitioner_id else []),
        location_ids=frozenset([location.pk]),
        patient_id=patient_id,
        birth_date=birth_date,
        audience=Audience.STAFF,
        override=override,
        ignore_appointment_id=ignore_appointment_id,
    )
    offers: dict[UUID, list[Offer]] = {}
    answer = services.find_times(query, now=now)
    for offer in answer.offers:
        offers.setdefault(offer.practitioner_id, []).append(offer)
    doctors = Practitioner.objects.in_bulk(offers)
    refusal = str(error_of(answer.refusal)) if answer.refusal else ""
    return DayOffers(location, day, [(doctors[key], times) for key, times in offers.items()], refusal)


def nearest_offers(asked: DayOffers, look: Callable[[date], DayOffers]) -> DayOffers:
    """The day that was meant, or where it has nothing the next one that has: nobody should leaf through empty days."""
    days = (asked.day + timedelta(days=ahead) for ahead in range(1, LOOKED_AHEAD))
    if asked.refusal or not asked.is_empty:
        return asked
    return next((one for one in map(look, days) if not one.is_empty), asked)


def usual_service(practitioner_id: UUID, location: Location) -> UUID | None:
    """What patients come to this doctor for at this branch: the usual visit of the speciality, else the only service."""
    posts = PractitionerRole.objects.filter(practitioner=practitioner_id, location=location, active=True)
    given = list(
        HealthcareService.objects.filter(active=True, roles__in=posts).distinct().values_list("pk", flat=True)
    )
    consultations = posts.filter(specialities__consultation__in=given)
    usual: UUID | None = consultations.values_list("specialities__consultation", flat=True).first()
    return usual or (given[0] if len(given) == 1 else None)


def offers_for_move(appointment: Appointment, choice: MoveChoice, *, now: datetime) -> DayOffers:
    return day_offers(
        choice.location,
        choice.day,
        service_id=appointment.service_id,
        practitioner_id=choice.practitioner_id,
        patient_id=appointment.patient_id,
        override=bool(choice.override_reason),
        now=now,
        ignore_appointment_id=appointment.pk,
    )


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
