"""A question about free times, what it is asked of, and its answer, as plain values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import NamedTuple
from uuid import UUID

from booking.clinic import BranchHours, HoursSpan, Service
from booking.clock import local_day
from booking.offers import Offer
from booking.planning import Leg, keeps_rules
from booking.rules import Refusal
from booking.timeline import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeQuery:
    """Which times are wanted: visits that start in `[start, end)`. Empty sets and texts mean "any".

    With a speciality instead of a service the speciality's usual visit is meant. `birth_date` is the patient's
    where the caller may know it. `visit_type` and `override` are for staff: an override opens what a rule
    closes (age, referral, preparation, travel, a program's order), never what is occupied or outside hours.
    """

    start: datetime
    end: datetime
    service_id: UUID | None = None
    speciality_id: UUID | None = None
    practitioner_ids: frozenset[UUID] = frozenset()
    location_ids: frozenset[UUID] = frozenset()
    modality: str = ""
    patient_id: UUID | None = None
    birth_date: date | None = None
    referral_id: UUID | None = None
    visit_type: str = ""
    audience: str = "patient"
    override: bool = False
    #: The start comes from a token: the grid of any visit type will do, since a newcomer saw the first visit's.
    named: bool = False
    #: Only the nearest time of each doctor.
    first_only: bool = False
    #: Also tell, day by day, what took the other times away.
    explain: bool = False
    ignore_hold_id: UUID | None = None
    #: When the time was kept: whoever kept it in time has the minutes of the hold to decide, whatever the notice.
    kept_since: datetime | None = None
    ignore_appointment_id: UUID | None = None

    @property
    def for_patient(self) -> bool:
        return self.audience != "staff"


@dataclass(frozen=True, slots=True)
class DayReport:
    """What became of one doctor's day at one branch, as far as the query asks for it.

    Minutes of working hours, possible starts on the grid, starts offered, and starts taken away by each reason.
    """

    practitioner_id: UUID
    location_id: UUID
    date: date
    hours_minutes: int
    starts: int
    offered: int
    removed: dict[str, int]

    @property
    def reason(self) -> str:
        """The code of what took the last of the day's times, empty while some are left."""
        return "" if self.offered else next(reversed(self.removed), "no-hours")


@dataclass(slots=True)
class TimeSearch:
    """The answer: offers in order of start, or a refusal of the whole question."""

    offers: list[Offer] = field(default_factory=list)
    refusal: Refusal | None = None
    days: list[DayReport] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """A group visit that already has patients, with the seats still left."""

    id: UUID
    service_id: UUID
    practitioner_id: UUID
    location_id: UUID
    room_id: UUID | None
    span: Span
    modality: str
    seats_left: int


class PatientVisit(NamedTuple):
    """A visit of the patient, past (`took_place`) or to come."""

    practitioner_id: UUID
    speciality_id: UUID | None
    location_id: UUID
    modality: str
    start: datetime
    end: datetime
    took_place: bool


@dataclass(frozen=True, slots=True)
class PatientFacts:
    visits: tuple[PatientVisit, ...] = ()
    #: Appointments that are still to come.
    open_bookings: int = 0
    #: By service that needs one: the days on which usable referrals cover a visit, both included.
    referrals: Mapping[UUID, tuple[tuple[date, date], ...]] = field(default_factory=dict)

    def last_visit(self, service: Service, practitioner_id: UUID) -> datetime | None:
        """End of the last visit that makes one of this service to this doctor a repeat visit."""
        return max(
            (
                visit.end
                for visit in self.visits
                if visit.took_place and _counts(visit, service, practitioner_id)
            ),
            default=None,
        )


def _counts(visit: PatientVisit, service: Service, practitioner_id: UUID) -> bool:
    if service.repeat_scope == "speciality" and service.speciality_id is not None:
        return visit.speciality_id == service.speciality_id
    return visit.practitioner_id == practitioner_id and visit.speciality_id == service.speciality_id


@dataclass(frozen=True, slots=True)
class RestOfProgram:
    """The other visits of the program that a visit being moved belongs to. Without override they stay one day."""

    location_id: UUID
    zone: tzinfo
    legs: tuple[Leg, ...]
    #: Of each leg, the moved one's as it was.
    spans: tuple[Span, ...]
    #: Position of the visit that is moved.
    moved: int
    longest: int

    def allows(self, location_id: UUID, span: Span) -> bool:
        spans = [span if at == self.moved else other for at, other in enumerate(self.spans)]
        days = {local_day(self.zone, start) for start, _ in spans}
        is_one_day = len(days) == 1 and location_id == self.location_id
        return is_one_day and keeps_rules(self.legs, spans, longest=self.longest)


Busy = Mapping[UUID, Iterable[Span]]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """All that may change between two searches: what is occupied, who asks, and when."""

    now: datetime
    busy: Busy = field(default_factory=dict)
    hours: Mapping[UUID, BranchHours] = field(default_factory=dict)
    #: Free spans of information systems by (practitioner, location).
    mirror: Mapping[tuple[UUID, UUID], Sequence[HoursSpan]] = field(default_factory=dict)
    sessions: Sequence[SessionFacts] = ()
    patient: PatientFacts = PatientFacts()
    program: RestOfProgram | None = None
    #: Expired holds stand in the way; they count as free, and whoever takes a time removes them.
    has_dead_holds: bool = False
