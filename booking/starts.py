"""When visits may start: each doctor's times as one integer, from which every reason takes its bits away."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta, tzinfo
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple
from uuid import UUID

from booking.clinic import (
    AppliedTerms,
    BranchHours,
    Clinic,
    HoursSpan,
    Location,
    Role,
    Service,
    Terms,
    apply_terms,
    without,
)
from booking.clock import day_span, days_of, local_day, wall_minute
from booking.offers import Offer, Unit, Way
from booking.queries import Circumstances, DayReport, SessionFacts, TimeQuery
from booking.rules import (
    PATIENT_LIMITS,
    STAFF_LIMITS,
    Limits,
    days_of_age,
    horizon_of,
    latest_morning_start,
    notice_of,
    repeat_until,
    serves,
    travel_minutes,
)
from booking.timeline import Span, Window, minute_after, minute_of, runs, starts_free_of

IN_PERSON, VIRTUAL = "in-person", "virtual"
FIRST, REPEAT = "first", "repeat"


def window_of(query: TimeQuery, service: Service) -> Window:
    """The minutes that must be known: the starts asked for, and as far as a visit with its buffers reaches."""
    margin = max(service.reach, 24 * 60)
    return Window(minute_of(query.start) - service.reach, minute_after(query.end) + margin)


def asked_minutes(query: TimeQuery) -> Span:
    """The minutes at which the wanted visits may start."""
    return minute_after(query.start), minute_after(query.end)


class Question:
    """One question in progress: what is the same for all doctors is worked out once."""

    def __init__(
        self, clinic: Clinic, query: TimeQuery, circumstances: Circumstances, service: Service
    ) -> None:
        self.clinic, self.query, self.service = clinic, query, service
        self.circumstances = circumstances
        self.window = window_of(query, service)
        self.asked = asked_minutes(query)
        self._busy: dict[UUID, int] = {}
        self._free: dict[tuple[UUID, int, int, int], int] = {}
        self._between: dict[Span, int] = {}
        self._prepared: dict[tzinfo, int] = {}

    def free(self, resource_id: UUID, *, before: int, length: int, after: int) -> int:
        """Starts at which the resource is free for a visit with its buffers."""
        key = (resource_id, before, length, after)
        if key not in self._free:
            busy = self.busy(resource_id)
            self._free[key] = starts_free_of(busy, before=before, length=length, after=after) if busy else -1
        return self._free[key]

    def busy(self, resource_id: UUID) -> int:
        if resource_id not in self._busy:
            self._busy[resource_id] = self.window.mask(self.circumstances.busy.get(resource_id, ()))
        return self._busy[resource_id]

    def between(self, span: Span) -> int:
        if span not in self._between:
            self._between[span] = self.window.mask([span])
        return self._between[span]

    @cached_property
    def modalities(self) -> tuple[str, ...]:
        asked = self.query.modality
        wanted = (asked,) if asked in (IN_PERSON, VIRTUAL) else (IN_PERSON, VIRTUAL)
        return tuple(modality for modality in wanted if serves(self.service.modality, modality))

    @cached_property
    def limits(self) -> Limits:
        return PATIENT_LIMITS if self.query.for_patient else STAFF_LIMITS

    @cached_property
    def after_notice(self) -> int:
        notice = notice_of(self.limits, self.service.notice_minutes, for_patient=self.query.for_patient)
        asked_at = self.query.kept_since or self.circumstances.now
        return self.window.mask([(minute_after(asked_at + notice), self.window.end)])

    @cached_property
    def before_horizon(self) -> int:
        horizon = horizon_of(self.limits, self.service.horizon_days, for_patient=self.query.for_patient)
        return self.window.mask([(self.window.start, minute_of(self.circumstances.now + horizon))])

    def prepared(self, zone: tzinfo) -> int:
        """The minutes of each day at which the service's preparation lets a visit start."""
        latest = latest_morning_start(fasting=self.service.fasting, latest_start=self.service.latest_start)
        earliest = self.service.earliest_start or time(0)
        if (latest is None and not self.service.earliest_start) or self.query.override:
            return -1
        if zone not in self._prepared:
            self._prepared[zone] = self.window.mask(
                (
                    wall_minute(zone, day, earliest),
                    day_span(zone, day)[1] if latest is None else wall_minute(zone, day, latest) + 1,
                )
                for day in days_of(zone, self.asked)
            )
        return self._prepared[zone]

    def referred(self, zone: tzinfo) -> int:
        """The days that the patient's referrals cover."""
        if not self.service.referral_required or self.query.override:
            return -1
        return self._days(zone, self.circumstances.patient.referrals.get(self.service.id, ()))

    def of_age(self, who: Service | Role, zone: tzinfo) -> int:
        """The days on which the patient is of the age that the service is for, or that the doctor sees."""
        born, is_limited = self.query.birth_date, (who.min_age, who.max_age) != (None, None)
        if born is None or not is_limited or self.query.override:
            return -1
        return self._days(zone, [days_of_age(born, min_age=who.min_age, max_age=who.max_age)])

    def _days(self, zone: tzinfo, periods: Iterable[tuple[date, date]]) -> int:
        """The minutes of the periods' days, first and last included."""
        begins, ends = local_day(zone, self.window.start), local_day(zone, self.window.end)
        return self.window.mask(
            (day_span(zone, max(first, begins))[0], day_span(zone, min(last, ends))[1])
            for first, last in periods
        )

    def reachable(self, location: Location, modality: str, length: int) -> int:
        """Starts that leave time to travel from and to the patient's visits at other branches."""
        if modality == VIRTUAL or self.query.patient_id is None or self.query.override:
            return -1
        away = 0
        for visit in self.circumstances.patient.visits:
            there = self.clinic.locations.get(visit.location_id)
            is_over = visit.end <= self.circumstances.now
            if is_over or visit.modality == VIRTUAL or there is None or there.id == location.id:
                continue
            travel = travel_minutes(there.place, location.place)
            away |= self.window.mask([(minute_of(visit.start) - travel, minute_after(visit.end) + travel)])
        return starts_free_of(away, before=0, length=length, after=0) if away else -1


class Segment(NamedTuple):
    """A part of the window in which visit type and terms do not change."""

    span: Span
    visit_type: str
    terms: AppliedTerms


@dataclass(slots=True)
class Trace:
    """What each step took away, in order. Unless wanted it only passes masks on."""

    wanted: bool
    removed: dict[str, int] = field(default_factory=dict)

    def keep(self, code: str, starts: int, allowed: int) -> int:
        kept = starts & allowed
        if self.wanted and kept != starts:
            self.removed[code] = self.removed.get(code, 0) | (starts & ~allowed)
        return kept


class PostTimes:
    """One doctor at one branch: hours, segments, offers, and the report of what took the others away."""

    def __init__(self, question: Question, role: Role) -> None:
        self.question, self.role = question, role
        self.location = question.clinic.locations[role.location_id]
        self.hours = question.circumstances.hours.get(role.location_id) or BranchHours(self.location.zone)
        service_id = question.service.id
        self.spans = [span for span in self._hours() if span.services is None or service_id in span.services]
        self.trace = Trace(question.query.explain)
        self.possible = 0
        self.offered = 0

    def offers(self) -> list[Offer]:
        found: list[Offer] = []
        for modality in self.question.modalities:
            spans = [span for span in self.spans if serves(span.modality, modality)]
            for segment in self.segments:
                for way, starts in self._ways(spans, segment, modality):
                    wanted = starts & -starts if self.question.query.first_only else starts
                    found += [Offer(way, minute) for minute in self.question.window.minutes(wanted)]
        found += self._session_offers()
        if self.question.query.first_only and found:
            return [min(found, key=lambda offer: offer.minute)]
        return found

    def _hours(self) -> list[HoursSpan]:
        """Working time that the asked starts fall into, from whoever owns it."""
        if self.role.from_mis:
            return list(self._mirrored())
        first, last = self.question.asked
        zone = self.location.zone
        # A night shift belongs to the day on which it begins, and the next day's hours may continue it.
        begins = local_day(zone, first) - timedelta(days=1)
        ends = local_day(zone, max(first, last - 1)) + timedelta(days=1)
        return self.hours.between(self.role.practitioner_id, begins, ends)

    def _mirrored(self) -> Iterator[HoursSpan]:
        """The information system's free time, less what the portal has closed."""
        mirror = self.question.circumstances.mirror
        for span in mirror.get((self.role.practitioner_id, self.role.location_id), ()):
            day = local_day(self.location.zone, span.start)
            closures = [closed for _, closed in self.hours.closures(self.role.practitioner_id, day)]
            yield from without(span, closures)

    # --- Visit type and terms -----------------------------------------------------------------------------

    @cached_property
    def segments(self) -> list[Segment]:
        question, zone = self.question, self.location.zone
        repeat = self._repeat_boundary()
        cuts = {
            minute for row in self.rows for minute in _validity_cuts(zone, row.valid_from, row.valid_until)
        }
        cuts |= {repeat} if repeat is not None else set()
        first, last = question.asked
        edges = [first, *sorted(cut for cut in cuts if first < cut < last), last]
        segments = []
        for start, end in pairwise(edges):
            visit_type = question.query.visit_type or (
                REPEAT if repeat is not None and start < repeat else FIRST
            )
            segments.append(
                Segment((start, end), visit_type, self._terms(visit_type, local_day(zone, start)))
            )
        return segments

    @cached_property
    def rows(self) -> tuple[Terms, ...]:
        return self.question.clinic.terms_of(self.question.service, self.role)

    def _terms(self, visit_type: str, day: date) -> AppliedTerms:
        return apply_terms(self.question.service, self.rows, visit_type=visit_type, day=day)

    def _repeat_boundary(self) -> int | None:
        service = self.question.service
        last = self.question.circumstances.patient.last_visit(service, self.role.practitioner_id)
        until = repeat_until(last, service.repeat_interval_days)
        return None if until is None else minute_after(until)

    # --- Ways to have a time ------------------------------------------------------------------------------

    def _ways(self, spans: list[HoursSpan], segment: Segment, modality: str) -> Iterator[tuple[Way, int]]:
        """For each room that the hours name, or none: what its offers have in common, and their starts."""
        for room_id in dict.fromkeys(span.room_id for span in spans):
            group = [span for span in spans if span.room_id == room_id]
            rooms = self._rooms(room_id, segment, modality)
            equipment = self._equipment(segment, modality)
            starts = self._starts(group, segment, modality, rooms, equipment) & ~self.offered
            if starts:
                self.offered |= starts
                sources = tuple(group) if self.role.from_mis else ()
                yield self._way(segment, modality, rooms or (), equipment, sources), starts

    def _starts(
        self,
        spans: list[HoursSpan],
        segment: Segment,
        modality: str,
        rooms: Sequence[Unit] | None,
        equipment: Sequence[Sequence[Unit]],
    ) -> int:
        """Each step takes away what its reason forbids; the order is the one in which reasons are told."""
        question, keep, length = self.question, self.trace.keep, segment.terms.duration
        service, zone, patient_id = question.service, self.location.zone, question.query.patient_id
        starts = self._on_grid(spans, segment)
        self.possible |= starts
        working = question.window.mask(span.span for span in spans)
        starts = keep("too-long", starts, runs(working, length))
        starts = keep("notice-too-short", starts, question.after_notice)
        starts = keep("beyond-horizon", starts, question.before_horizon)
        starts = keep("preparation-limits", starts, question.prepared(zone))
        starts = keep("age-limits", starts, question.of_age(service, zone) & question.of_age(self.role, zone))
        starts = keep("referral-required", starts, question.referred(zone))
        before, after = service.buffer_before, service.buffer_after
        doctor = question.free(self.role.practitioner_id, before=before, length=length, after=after)
        starts = keep("slot-taken", starts, doctor)
        if rooms is not None:
            starts = keep("room-busy", starts, any_of(rooms))
        for units in equipment:
            starts = keep("equipment-busy", starts, any_of(units))
        if patient_id is not None:
            starts = keep("patient-busy", starts, question.free(patient_id, before=0, length=length, after=0))
            starts = keep("travel-time", starts, question.reachable(self.location, modality, length))
        return keep("program-order", starts, self._in_program(starts, length))

    def _in_program(self, starts: int, length: int) -> int:
        """Starts at which a visit that is moved still fits in with the others of its program."""
        program, first = self.question.circumstances.program, self.question.window.start
        if program is None or self.question.query.override:
            return -1
        fitting = 0
        for start in self.question.window.minutes(starts):
            if program.allows(self.location.id, (start, start + length)):
                fitting |= 1 << start - first
        return fitting

    def _on_grid(self, spans: list[HoursSpan], segment: Segment) -> int:
        window = self.question.window
        steps = {self.question.service.step or segment.terms.duration}
        if self.question.query.named and not self.question.service.step:
            day = local_day(self.location.zone, segment.span[0])
            steps |= {self._terms(visit_type, day).duration for visit_type in (FIRST, REPEAT)}
        grid = window.grids((span.start, span.end, span.step or step) for span in spans for step in steps)
        return grid & self.question.between(segment.span)

    def _rooms(self, fixed: UUID | None, segment: Segment, modality: str) -> Sequence[Unit] | None:
        """Each room that would do with the starts it is free for; None where no room is needed."""
        clinic, kind = self.question.clinic, segment.terms.room_kind_id
        needs_kind = kind is not None and modality == IN_PERSON
        if fixed is not None and (not needs_kind or clinic.room_kinds.get(fixed) == kind):
            return self._units([fixed], segment)
        if kind is None or not needs_kind or self.role.from_mis:
            return None
        return self._units(clinic.rooms.get((self.location.id, kind), ()), segment)

    def _equipment(self, segment: Segment, modality: str) -> Sequence[Sequence[Unit]]:
        """For each kind needed, its units. An information system that owns the hours sees to its own."""
        if self.role.from_mis or modality == VIRTUAL:
            return ()
        kinds, equipment = self.question.service.equipment_kind_ids, self.question.clinic.equipment
        return [self._units(equipment.get((self.location.id, kind), ()), segment) for kind in kinds]

    def _units(self, resources: Iterable[UUID], segment: Segment) -> list[Unit]:
        service, length = self.question.service, segment.terms.duration
        before, after = service.room_buffer_before, service.room_buffer_after
        free = self.question.free
        return [Unit(one, free(one, before=before, length=length, after=after)) for one in resources]

    def _way(
        self,
        segment: Segment,
        modality: str,
        rooms: Sequence[Unit],
        equipment: Sequence[Sequence[Unit]],
        sources: tuple[HoursSpan, ...],
    ) -> Way:
        question = self.question
        return Way(
            service_id=question.service.id,
            practitioner_id=self.role.practitioner_id,
            location_id=self.role.location_id,
            duration=segment.terms.duration,
            modality=modality,
            visit_type=segment.visit_type,
            price=segment.terms.price,
            currency=segment.terms.currency,
            audience=question.query.audience,
            visit_type_chosen=bool(question.query.visit_type),
            override=question.query.override,
            seats_left=question.service.seats if question.service.seats > 1 else None,
            rooms=rooms,
            equipment=equipment,
            first_minute=question.window.start,
            sources=sources,
        )

    # --- Group sessions -----------------------------------------------------------------------------------

    def _session_offers(self) -> list[Offer]:
        """Seats in sessions that stand already: doctor and room are theirs, only the patient must be free."""
        found = []
        for session in self.question.circumstances.sessions:
            at = session.span[0] - self.question.window.start
            if (
                self._is_ours(session)
                and self._session_starts(session) >> at & 1
                and not self.offered >> at & 1
            ):
                self.offered |= 1 << at
                found.append(self._session_offer(session))
        return found

    def _is_ours(self, session: SessionFacts) -> bool:
        first, last = self.question.asked
        return (
            (session.practitioner_id, session.location_id)
            == (self.role.practitioner_id, self.role.location_id)
            and session.service_id == self.question.service.id
            and session.seats_left > 0
            and session.modality in self.question.modalities
            and first <= session.span[0] < last
        )

    def _session_starts(self, session: SessionFacts) -> int:
        question, zone = self.question, self.location.zone
        length = session.span[1] - session.span[0]
        starts = (
            self._working(session.modality, length)
            & question.after_notice
            & question.before_horizon
            & question.prepared(zone)
            & question.of_age(question.service, zone)
            & question.of_age(self.role, zone)
            & question.referred(zone)
        )
        starts &= question.reachable(self.location, session.modality, length)
        if question.query.patient_id is not None:
            starts &= question.free(question.query.patient_id, before=0, length=length, after=0)
        return starts

    def _working(self, modality: str, length: int) -> int:
        """Starts of a session that the hours still cover; an information system's free time never shows its own."""
        if self.role.from_mis:
            return -1
        spans = (span.span for span in self.spans if serves(span.modality, modality))
        return runs(self.question.window.mask(spans), length)

    def _session_offer(self, session: SessionFacts) -> Offer:
        start, end = session.span
        segment = next(one for one in self.segments if one.span[0] <= start < one.span[1])
        rooms = [Unit(session.room_id, -1)] if session.room_id else []
        way = self._way(segment, session.modality, rooms, (), ())
        return Offer(
            way._replace(duration=end - start, session_id=session.id, seats_left=session.seats_left), start
        )

    # --- Why is nothing free? -----------------------------------------------------------------------------

    def report(self) -> Iterator[DayReport]:
        """Day by day, after `offers`: possible starts, and what took how many of them away."""
        window, zone, asked = self.question.window, self.location.zone, self.question.asked
        working = window.mask(span.span for span in self.spans) & window.mask([asked])
        for day in days_of(zone, asked):
            of_day = window.mask([day_span(zone, day)])
            removed = {"branch-closed": 0} if not working & of_day and self._branch_is_closed(day) else {}
            for code, mask in self.trace.removed.items():
                if count := (mask & of_day & ~self.offered).bit_count():
                    removed[code] = count
            yield DayReport(
                self.role.practitioner_id,
                self.role.location_id,
                day,
                hours_minutes=(working & of_day).bit_count(),
                starts=(self.possible & of_day).bit_count(),
                offered=(self.offered & of_day).bit_count(),
                removed=removed,
            )

    def _branch_is_closed(self, day: date) -> bool:
        closures = self.hours.closures(self.role.practitioner_id, day)
        return any(closure.closes_branch and closure.applies_on(day) for closure, _ in closures)


def any_of(units: Sequence[Unit]) -> int:
    free = 0
    for unit in units:
        free |= unit.starts
    return free


def _validity_cuts(zone: tzinfo, valid_from: date, valid_until: date | None) -> Iterator[int]:
    if valid_from > date(1970, 1, 1):
        yield wall_minute(zone, valid_from, time(0))
    if valid_until is not None and valid_until < date(9999, 1, 1):
        yield wall_minute(zone, valid_until + timedelta(days=1), time(0))
