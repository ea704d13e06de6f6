"""The search for free times, on plain values: the one function that lists offers and the one that validates them.

`booking.services.find_times` loads the values and calls `search`. Each doctor's times are one integer; every
reason why a time cannot be had takes bits away from it, so "why is nothing free?" is answered by the same steps.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cached_property
from uuid import UUID

from booking.clinic import (
    AppliedTerms,
    BranchHours,
    Clinic,
    HoursSpan,
    Location,
    Role,
    Service,
    apply_terms,
    without,
)
from booking.clock import day_span, days_of, local_day, wall_minute
from booking.offers import Offer
from booking.rules import (
    PATIENT_LIMITS,
    STAFF_LIMITS,
    Limits,
    Refusal,
    check_age,
    horizon_of,
    latest_morning_start,
    notice_of,
    repeat_until,
    serves,
    travel_minutes,
)
from booking.timeline import Span, Window, minute_after, minute_of, moment_of, runs, starts_free_of

IN_PERSON, VIRTUAL = "in-person", "virtual"
FIRST, REPEAT = "first", "repeat"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeQuery:
    """Which times are wanted: visits that start in `[start, end)`. Empty sets and texts mean "any".

    With a speciality instead of a service the speciality's usual visit is meant. `age` is the patient's in full
    years where the caller may know it. `visit_type` and `override` are for staff.
    """

    start: datetime
    end: datetime
    service_id: UUID | None = None
    speciality_id: UUID | None = None
    practitioner_ids: frozenset[UUID] = frozenset()
    location_ids: frozenset[UUID] = frozenset()
    modality: str = ""
    patient_id: UUID | None = None
    age: int | None = None
    referral_id: UUID | None = None
    visit_type: str = ""
    audience: str = "patient"
    override: bool = False
    #: Only the nearest time of each doctor.
    first_only: bool = False
    #: Also tell, day by day, what took the other times away.
    explain: bool = False
    ignore_hold_id: UUID | None = None
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


@dataclass(frozen=True, slots=True)
class PatientVisit:
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


Busy = Mapping[UUID, Sequence[Span]]


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


def roles_asked_for(clinic: Clinic, query: TimeQuery) -> tuple[Role, ...]:
    """The posts whose times the query wants, before any rule."""
    service_id = service_asked_for(clinic, query)
    giving = clinic.roles.get(service_id, ()) if service_id is not None else ()
    return tuple(
        role
        for role in giving
        if (not query.practitioner_ids or role.practitioner_id in query.practitioner_ids)
        and (not query.location_ids or role.location_id in query.location_ids)
        and (role.online_booking or not query.for_patient)
    )


def service_asked_for(clinic: Clinic, query: TimeQuery) -> UUID | None:
    if query.service_id is None and query.speciality_id is not None:
        return clinic.consultations.get(query.speciality_id)
    return query.service_id


def window_of(query: TimeQuery, service: Service) -> Window:
    """The minutes that must be known: the starts asked for, and as far as a visit with its buffers reaches."""
    margin = max(service.reach, 24 * 60)
    return Window(minute_of(query.start) - service.reach, minute_after(query.end) + margin)


def search(clinic: Clinic, query: TimeQuery, circumstances: Circumstances) -> TimeSearch:
    """Offers in order of start; at one start, in the order of the clinic's posts."""
    service = clinic.services.get(service_asked_for(clinic, query) or UUID(int=0))
    if service is None or not service.active:
        return TimeSearch(refusal=Refusal("service-unavailable"))
    roles = roles_asked_for(clinic, query)
    if refusal := refuse(service, roles, query, circumstances.patient, clinic.locations.keys()):
        return TimeSearch(refusal=refusal)
    run = _Search(clinic, query, circumstances, service)
    answer = TimeSearch()
    for role in roles:
        if role.location_id in clinic.locations and _sees(role, query):
            run.add_times_of(role, answer)
    answer.offers.sort(key=lambda offer: offer.start)
    return answer


def refuse(
    service: Service,
    roles: Sequence[Role],
    query: TimeQuery,
    patient: PatientFacts,
    locations: Set[UUID],
) -> Refusal | None:
    """Why no time at all can be had."""
    if query.for_patient and not service.online_booking:
        return Refusal("service-unavailable")
    if query.location_ids and not query.location_ids & locations:
        return Refusal("branch-closed")
    if not roles:
        return Refusal("service-not-given")
    if query.override:
        return None
    if service.referral_required and not patient.referrals.get(service.id):
        return Refusal("referral-unusable" if query.referral_id else "referral-required")
    if refusal := check_age(query.age, min_age=service.min_age, max_age=service.max_age):
        return refusal
    if all(not _sees(role, query) for role in roles):
        return check_age(query.age, min_age=roles[0].min_age, max_age=roles[0].max_age)
    return None


def _sees(role: Role, query: TimeQuery) -> bool:
    return query.override or check_age(query.age, min_age=role.min_age, max_age=role.max_age) is None


@dataclass(slots=True)
class _Trace:
    """What each step took away, in order. Without `wanted` it only passes masks on."""

    wanted: bool
    removed: dict[str, int] = field(default_factory=dict)

    def keep(self, code: str, starts: int, allowed: int) -> int:
        kept = starts & allowed
        if self.wanted and kept != starts:
            self.removed[code] = self.removed.get(code, 0) | (starts & ~allowed)
        return kept


@dataclass(frozen=True, slots=True)
class _Segment:
    """A part of the window in which visit type and terms do not change."""

    span: Span
    visit_type: str
    terms: AppliedTerms


class _Search:
    """One question in progress: what is the same for all doctors is worked out once."""

    def __init__(
        self, clinic: Clinic, query: TimeQuery, circumstances: Circumstances, service: Service
    ) -> None:
        self.clinic, self.query, self.service = clinic, query, service
        self.circumstances = circumstances
        self.window = window_of(query, service)
        self.asked: Span = (minute_after(query.start), minute_after(query.end))
        self.busy_masks: dict[UUID, int] = {}
        self.hours_of_day_masks: dict[tzinfo, int] = {}

    # --- One doctor ---------------------------------------------------------------------------------------

    def add_times_of(self, role: Role, answer: TimeSearch) -> None:
        location = self.clinic.locations[role.location_id]
        spans = [span for span in self.hours_of(role, location) if self.suits(span)]
        trace = _Trace(self.query.explain)
        offered = possible = 0
        for modality in self.modalities():
            fitting = [span for span in spans if serves(span.modality, modality)]
            for segment in self.segments(role, location):
                found = _Candidates(self, role, location, segment, modality, trace, taken=offered)
                starts = found.starts(fitting)
                answer.offers.extend(found.offers(starts))
                offered |= starts
                possible |= found.possible
        for offer in self.session_offers(role, offered):
            answer.offers.append(offer)
            offered |= 1 << (minute_of(offer.start) - self.window.start)
        if self.query.explain:
            answer.days.extend(self.report(role, location, spans, possible, offered, trace))
        if self.query.first_only:
            _keep_first(answer.offers, role)

    def modalities(self) -> tuple[str, ...]:
        wanted = (
            (self.query.modality,) if self.query.modality in (IN_PERSON, VIRTUAL) else (IN_PERSON, VIRTUAL)
        )
        return tuple(modality for modality in wanted if serves(self.service.modality, modality))

    def hours_of(self, role: Role, location: Location) -> list[HoursSpan]:
        """Working time that the asked starts fall into, from whoever owns it."""
        hours = self.circumstances.hours.get(role.location_id) or BranchHours(location.zone)
        if role.from_mis:
            return list(self.mirrored(role, hours))
        # A night shift belongs to the day on which it begins, and the next day's hours may continue it.
        first = local_day(location.zone, self.asked[0]) - timedelta(days=1)
        last = local_day(location.zone, max(self.asked[0], self.asked[1] - 1)) + timedelta(days=1)
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return [span for day in days for span in hours.on(role.practitioner_id, day)]

    def mirrored(self, role: Role, hours: BranchHours) -> Iterator[HoursSpan]:
        """The information system's free time, less what the portal has closed."""
        for span in self.circumstances.mirror.get((role.practitioner_id, role.location_id), ()):
            day = local_day(hours.zone, span.start)
            closures = [closed for _, closed in hours.closures(role.practitioner_id, day)]
            yield from without(span, closures)

    def suits(self, span: HoursSpan) -> bool:
        return span.services is None or self.service.id in span.services

    # --- Visit type and terms -----------------------------------------------------------------------------

    def segments(self, role: Role, location: Location) -> Iterator[_Segment]:
        rows = self.clinic.terms_of(self.service, role)
        boundary = self.repeat_boundary(role)
        cuts = {
            minute
            for row in rows
            for minute in _validity_cuts(location.zone, row.valid_from, row.valid_until)
        }
        cuts |= {boundary} if boundary is not None else set()
        edges = [
            self.asked[0],
            *sorted(cut for cut in cuts if self.asked[0] < cut < self.asked[1]),
            self.asked[1],
        ]
        for start, end in itertools.pairwise(edges):
            visit_type = self.query.visit_type or (
                REPEAT if boundary is not None and start < boundary else FIRST
            )
            day = local_day(location.zone, start)
            yield _Segment(
                (start, end), visit_type, apply_terms(self.service, rows, visit_type=visit_type, day=day)
            )

    def repeat_boundary(self, role: Role) -> int | None:
        last = self.circumstances.patient.last_visit(self.service, role.practitioner_id)
        until = repeat_until(last, self.service.repeat_interval_days)
        return None if until is None else minute_after(until)

    # --- What is the same for all doctors -----------------------------------------------------------------

    def busy(self, resource_id: UUID) -> int:
        mask = self.busy_masks.get(resource_id)
        if mask is None:
            mask = self.window.mask(self.circumstances.busy.get(resource_id, ()))
            self.busy_masks[resource_id] = mask
        return mask

    @cached_property
    def limits(self) -> Limits:
        return PATIENT_LIMITS if self.query.for_patient else STAFF_LIMITS

    @cached_property
    def after_notice(self) -> int:
        notice = notice_of(self.limits, self.service.notice_minutes, for_patient=self.query.for_patient)
        return self.window.mask([(minute_after(self.circumstances.now + notice), self.window.end)])

    @cached_property
    def before_horizon(self) -> int:
        horizon = horizon_of(self.limits, self.service.horizon_days, for_patient=self.query.for_patient)
        return self.window.mask([(self.window.start, minute_of(self.circumstances.now + horizon))])

    def prepared(self, zone: tzinfo) -> int:
        """The minutes of each day at which the service's preparation lets a visit start."""
        latest = latest_morning_start(fasting=self.service.fasting, latest_start=self.service.latest_start)
        earliest = self.service.earliest_start or time(0)
        if latest is None and not self.service.earliest_start:
            return -1
        if zone not in self.hours_of_day_masks:
            self.hours_of_day_masks[zone] = self.window.mask(
                (
                    wall_minute(zone, day, earliest),
                    day_span(zone, day)[1] if latest is None else wall_minute(zone, day, latest) + 1,
                )
                for day in days_of(zone, self.asked)
            )
        return self.hours_of_day_masks[zone]

    def referred(self, zone: tzinfo) -> int:
        if not self.service.referral_required or self.query.override:
            return -1
        days = self.circumstances.patient.referrals.get(self.service.id, ())
        begins, ends = local_day(zone, self.window.start), local_day(zone, self.window.end)
        return self.window.mask(
            (day_span(zone, max(first, begins))[0], day_span(zone, min(last, ends))[1])
            for first, last in days
        )

    def reachable(self, location: Location, modality: str, length: int) -> int:
        """Starts that leave time to travel from and to the patient's visits at other branches."""
        if modality == VIRTUAL or self.query.patient_id is None:
            return -1
        away = 0
        for visit in self.circumstances.patient.visits:
            there = self.clinic.locations.get(visit.location_id)
            if visit.took_place or visit.modality == VIRTUAL or there is None or there.id == location.id:
                continue
            travel = travel_minutes(there.place, location.place)
            away |= self.window.mask([(minute_of(visit.start) - travel, minute_after(visit.end) + travel)])
        return starts_free_of(away, before=0, length=length, after=0) if away else -1

    # --- Group sessions -----------------------------------------------------------------------------------

    def session_offers(self, role: Role, offered: int) -> Iterator[Offer]:
        for session in self.circumstances.sessions:
            start, end = session.span
            if (
                (session.practitioner_id, session.location_id) != (role.practitioner_id, role.location_id)
                or session.service_id != self.service.id
                or session.seats_left < 1
                or session.modality not in self.modalities()
                or not self.asked[0] <= start < self.asked[1]
            ):
                continue
            location = self.clinic.locations[role.location_id]
            bit = 1 << (start - self.window.start)
            allowed = self.after_notice & self.before_horizon & self.prepared(location.zone)
            allowed &= self.referred(location.zone) & self.reachable(location, session.modality, end - start)
            if self.query.patient_id is not None:
                allowed &= starts_free_of(
                    self.busy(self.query.patient_id), before=0, length=end - start, after=0
                )
            if bit & allowed & ~offered:
                segment = next(
                    one for one in self.segments(role, location) if one.span[0] <= start < one.span[1]
                )
                yield Offer(
                    start=moment_of(start),
                    end=moment_of(end),
                    service_id=self.service.id,
                    practitioner_id=role.practitioner_id,
                    location_id=role.location_id,
                    room_id=session.room_id,
                    equipment_ids=(),
                    modality=session.modality,
                    visit_type=segment.visit_type,
                    price=segment.terms.price,
                    currency=segment.terms.currency,
                    audience=self.query.audience,
                    visit_type_chosen=bool(self.query.visit_type),
                    override=self.query.override,
                    session_id=session.id,
                    seats_left=session.seats_left,
                )

    # --- Why is nothing free? -----------------------------------------------------------------------------

    def report(
        self,
        role: Role,
        location: Location,
        spans: list[HoursSpan],
        possible: int,
        offered: int,
        trace: _Trace,
    ) -> Iterator[DayReport]:
        working = self.window.mask(span.span for span in spans) & self.window.mask([self.asked])
        hours = self.circumstances.hours.get(role.location_id) or BranchHours(location.zone)
        for day in days_of(location.zone, self.asked):
            of_day = self.window.mask([day_span(location.zone, day)])
            removed = {}
            if not working & of_day and any(
                one.closes_branch
                for one, _ in hours.closures(role.practitioner_id, day)
                if one.applies_on(day)
            ):
                removed["branch-closed"] = 0
            for code, mask in trace.removed.items():
                if count := (mask & of_day & ~offered).bit_count():
                    removed[code] = count
            yield DayReport(
                role.practitioner_id,
                role.location_id,
                day,
                hours_minutes=(working & of_day).bit_count(),
                starts=(possible & of_day).bit_count(),
                offered=(offered & of_day).bit_count(),
                removed=removed,
            )


class _Candidates:
    """The possible starts of one doctor, one modality and one segment, and how they become offers."""

    def __init__(
        self,
        run: _Search,
        role: Role,
        location: Location,
        segment: _Segment,
        modality: str,
        trace: _Trace,
        *,
        taken: int,
    ) -> None:
        self.run, self.role, self.location, self.segment = run, role, location, segment
        self.modality, self.trace, self.taken = modality, trace, taken
        self.length = segment.terms.duration
        self.possible = 0
        #: For each way to have the time: its starts, the rooms free for it, and the equipment.
        self.ways: list[tuple[int, list[tuple[UUID, int]], list[list[tuple[UUID, int]]]]] = []
        self.spans: list[HoursSpan] = []

    def starts(self, spans: list[HoursSpan]) -> int:
        self.spans = spans
        found = 0
        for room_id in dict.fromkeys(span.room_id for span in spans):
            group = [span for span in spans if span.room_id == room_id]
            starts, rooms, equipment = self.way(group, room_id)
            starts &= ~(found | self.taken)
            if starts:
                self.ways.append((starts, rooms, equipment))
                found |= starts
        return found

    def way(
        self, spans: list[HoursSpan], room_id: UUID | None
    ) -> tuple[int, list[tuple[UUID, int]], list[list[tuple[UUID, int]]]]:
        run, keep = self.run, self.trace.keep
        service, query = run.service, run.query
        on_grid = self.on_grid(spans)
        self.possible |= on_grid
        starts = keep("too-long", on_grid, runs(run.window.mask(span.span for span in spans), self.length))
        starts = keep("notice-too-short", starts, run.after_notice)
        starts = keep("beyond-horizon", starts, run.before_horizon)
        starts = keep("preparation-limits", starts, run.prepared(self.location.zone))
        starts = keep("referral-required", starts, run.referred(self.location.zone))
        starts = keep(
            "slot-taken",
            starts,
            self.free(self.role.practitioner_id, service.buffer_before, service.buffer_after),
        )
        rooms = self.rooms(room_id) if starts else []
        if rooms is not None:
            starts = keep("room-busy", starts, any_of(rooms))
        equipment = self.equipment() if starts else []
        for units in equipment:
            starts = keep("equipment-busy", starts, any_of(units))
        if query.patient_id is not None and starts:
            starts = keep("patient-busy", starts, self.free(query.patient_id, 0, 0))
            starts = keep("travel-time", starts, run.reachable(self.location, self.modality, self.length))
        return starts, rooms or [], equipment

    def on_grid(self, spans: list[HoursSpan]) -> int:
        window, (first, last) = self.run.window, self.segment.span
        grid = 0
        for span in spans:
            grid |= window.grid(span.span, span.step or self.run.service.step or self.length)
        return grid & window.mask([(first, last)])

    def free(self, resource_id: UUID, before: int, after: int) -> int:
        busy = self.run.busy(resource_id)
        return starts_free_of(busy, before=before, length=self.length, after=after) if busy else -1

    def rooms(self, fixed: UUID | None) -> list[tuple[UUID, int]] | None:
        """Each room that would do with the starts it is free for; None where no room is needed."""
        service, kind = self.run.service, self.segment.terms.room_kind_id
        needs_kind = kind is not None and self.modality == IN_PERSON
        if fixed is not None and (not needs_kind or self.run.clinic.room_kinds.get(fixed) == kind):
            candidates: Iterable[UUID] = (fixed,)
        elif kind is None or not needs_kind or self.role.from_mis:
            return None
        else:
            candidates = self.run.clinic.rooms.get((self.location.id, kind), ())
        before, after = service.room_buffer_before, service.room_buffer_after
        return [(room, self.free(room, before, after)) for room in candidates]

    def equipment(self) -> list[list[tuple[UUID, int]]]:
        """For each kind needed, its units. An information system that owns the hours sees to its own."""
        if self.role.from_mis or self.modality == VIRTUAL:
            return []
        service, units = self.run.service, self.run.clinic.equipment
        before, after = service.room_buffer_before, service.room_buffer_after
        return [
            [(unit, self.free(unit, before, after)) for unit in units.get((self.location.id, kind), ())]
            for kind in service.equipment_kind_ids
        ]

    def offers(self, starts: int) -> Iterator[Offer]:
        run, terms = self.run, self.segment.terms
        window = run.window
        for ways_starts, rooms, equipment in self.ways:
            mask = ways_starts & -ways_starts if run.query.first_only else ways_starts
            for minute in window.minutes(mask):
                at = minute - window.start
                source = self.source(minute) if self.role.from_mis else None
                yield Offer(
                    moment_of(minute),
                    moment_of(minute + self.length),
                    run.service.id,
                    self.role.practitioner_id,
                    self.role.location_id,
                    _free_at(rooms, at) if rooms else None,
                    tuple(_free_at(units, at) for units in equipment),
                    self.modality,
                    self.segment.visit_type,
                    terms.price,
                    terms.currency,
                    run.query.audience,
                    bool(run.query.visit_type),
                    run.query.override,
                    None,
                    run.service.seats if run.service.seats > 1 else None,
                    source.as_of if source else None,
                    source.booking_token if source else "",
                )

    def source(self, minute: int) -> HoursSpan | None:
        """The mirror's span that a start falls into: what the information system needs to book it."""
        return next((span for span in self.spans if span.start <= minute < span.end), None)


def any_of(candidates: Sequence[tuple[UUID, int]]) -> int:
    free = 0
    for _, starts in candidates:
        free |= starts
    return free


def _free_at(candidates: Sequence[tuple[UUID, int]], at: int) -> UUID:
    return next(resource for resource, starts in candidates if starts >> at & 1)


def _keep_first(offers: list[Offer], role: Role) -> None:
    """Leave one offer of this post: the earliest."""
    own = [
        offer
        for offer in offers
        if (offer.practitioner_id, offer.location_id) == (role.practitioner_id, role.location_id)
    ]
    if len(own) > 1:
        first = min(own, key=lambda offer: offer.start)
        offers[:] = [offer for offer in offers if offer is first or offer not in own]


def _validity_cuts(zone: tzinfo, valid_from: date, valid_until: date | None) -> Iterator[int]:
    if valid_from > date(1970, 1, 1):
        yield wall_minute(zone, valid_from, time(0))
    if valid_until is not None:
        yield wall_minute(zone, valid_until + timedelta(days=1), time(0))
