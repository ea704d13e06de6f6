"""What the search must know of the clinic, as plain values: loaded once and shared until something changes.

`booking.snapshot` fills these from the database. Nothing here imports Django, so the search can be tested on
clinics made by hand.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo
from decimal import Decimal
from uuid import UUID

from booking.clock import day_span, wall_span
from booking.rules import Place
from booking.timeline import Span


@dataclass(frozen=True, slots=True)
class Location:
    id: UUID
    zone: tzinfo
    place: Place
    mis_system: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class Service:
    """Durations and buffers in minutes. None in a limit: the clinic's general one."""

    id: UUID
    speciality_id: UUID | None
    duration: int
    modality: str
    repeat_interval_days: int | None
    repeat_scope: str
    step: int | None = None
    buffer_before: int = 0
    buffer_after: int = 0
    room_buffer_before: int = 0
    room_buffer_after: int = 0
    room_kind_id: UUID | None = None
    equipment_kind_ids: tuple[UUID, ...] = ()
    seats: int = 1
    fasting: bool = False
    earliest_start: time | None = None
    latest_start: time | None = None
    referral_required: bool = False
    min_age: int | None = None
    max_age: int | None = None
    online_booking: bool = True
    notice_minutes: int | None = None
    horizon_days: int | None = None
    change_notice_minutes: int | None = None
    has_preparation: bool = False
    active: bool = True

    @property
    def lead(self) -> int:
        """Minutes before a visit that something of it is occupied."""
        return max(self.buffer_before, self.room_buffer_before)

    @property
    def trail(self) -> int:
        """Minutes after a visit that something of it is still occupied."""
        return max(self.buffer_after, self.room_buffer_after)

    @property
    def reach(self) -> int:
        """Minutes around a start that a visit with its buffers may touch, at the general duration."""
        return self.lead + self.duration + self.trail


@dataclass(frozen=True, slots=True)
class Role:
    practitioner_id: UUID
    location_id: UUID
    service_ids: frozenset[UUID]
    from_mis: bool = False
    min_age: int | None = None
    max_age: int | None = None
    online_booking: bool = True
    #: Place in the order of the doctors' names.
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Terms:
    """One row of prices and durations; None where it says nothing."""

    location_id: UUID | None
    practitioner_id: UUID | None
    visit_type: str
    price: Decimal | None
    currency: str
    duration: int | None
    room_kind_id: UUID | None
    valid_from: date
    valid_until: date | None

    @property
    def weight(self) -> tuple[bool, bool, bool, date]:
        """More specific rows, then later ones, weigh more."""
        return bool(self.practitioner_id), bool(self.location_id), bool(self.visit_type), self.valid_from


@dataclass(frozen=True, slots=True)
class AppliedTerms:
    duration: int
    price: Decimal | None
    currency: str
    room_kind_id: UUID | None


@dataclass(frozen=True, slots=True)
class Clinic:
    """The catalogue of the whole network. Hours are apart: they are loaded branch by branch."""

    services: Mapping[UUID, Service] = field(default_factory=dict)
    locations: Mapping[UUID, Location] = field(default_factory=dict)
    #: Active posts by the service they give.
    roles: Mapping[UUID, tuple[Role, ...]] = field(default_factory=dict)
    #: The same posts by doctor.
    posts: Mapping[UUID, tuple[Role, ...]] = field(default_factory=dict)
    #: Active rooms and equipment by branch and kind, in the order in which they are given out.
    rooms: Mapping[tuple[UUID, UUID], tuple[UUID, ...]] = field(default_factory=dict)
    equipment: Mapping[tuple[UUID, UUID], tuple[UUID, ...]] = field(default_factory=dict)
    room_kinds: Mapping[UUID, UUID] = field(default_factory=dict)
    #: Rows by service, the most specific first.
    terms: Mapping[UUID, tuple[Terms, ...]] = field(default_factory=dict)
    #: The service meant by a speciality, and the one meant by a doctor's name alone.
    consultations: Mapping[UUID, UUID] = field(default_factory=dict)
    usual_visits: Mapping[UUID, UUID] = field(default_factory=dict)

    def asks_age(self, service_ids: Iterable[UUID]) -> bool:
        """Whether the age of the patient matters to any of these services or to whoever gives them."""
        limited: list[Service | Role] = []
        for key in self.services.keys() & set(service_ids):
            limited += [self.services[key], *self.roles.get(key, ())]
        return any(who.min_age is not None or who.max_age is not None for who in limited)

    def terms_of(self, service: Service, role: Role) -> tuple[Terms, ...]:
        return tuple(
            row
            for row in self.terms.get(service.id, ())
            if row.practitioner_id in (None, role.practitioner_id)
            and row.location_id in (None, role.location_id)
        )


def apply_terms(service: Service, rows: Iterable[Terms], *, visit_type: str, day: date) -> AppliedTerms:
    """The terms of one visit. `rows` have the most specific first; each value comes from the first that has it."""
    duration, price, currency, room_kind = None, None, "", None
    for row in rows:
        if row.visit_type not in ("", visit_type) or not _is_valid(row, day):
            continue
        duration = row.duration if duration is None else duration
        room_kind = row.room_kind_id if room_kind is None else room_kind
        if price is None and row.price is not None:
            price, currency = row.price, row.currency
    return AppliedTerms(
        duration or service.duration, price, currency or "RUB", room_kind or service.room_kind_id
    )


def _is_valid(row: Terms, day: date) -> bool:
    return row.valid_from <= day and (row.valid_until is None or day <= row.valid_until)


# --- Hours ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HoursSpan:
    """Working time in minutes of UTC. `services` None: all that the post gives."""

    start: int
    end: int
    room_id: UUID | None = None
    services: frozenset[UUID] | None = None
    modality: str = "both"
    step: int | None = None
    as_of: datetime | None = None
    booking_token: str = ""

    @property
    def span(self) -> Span:
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class WeeklyRule:
    weekday: int
    start_time: time
    end_time: time
    valid_from: date
    valid_until: date | None
    room_id: UUID | None = None
    services: frozenset[UUID] | None = None
    modality: str = "both"
    step: int | None = None

    def applies_on(self, day: date) -> bool:
        return (
            day.weekday() == self.weekday
            and self.valid_from <= day
            and (self.valid_until is None or day <= self.valid_until)
        )


@dataclass(frozen=True, slots=True)
class DayException:
    """Closed or extra on every day from `start_date` to `end_date`. Without times: whole days."""

    is_extra: bool
    start_date: date
    end_date: date
    start_time: time | None = None
    end_time: time | None = None
    room_id: UUID | None = None
    services: frozenset[UUID] | None = None
    modality: str = "both"
    step: int | None = None
    #: The whole branch is closed, not one doctor away.
    closes_branch: bool = False

    def applies_on(self, day: date) -> bool:
        return self.start_date <= day <= self.end_date

    def span_on(self, zone: tzinfo, day: date) -> Span:
        if self.start_time is None or self.end_time is None:
            return day_span(zone, day)
        return wall_span(zone, day, self.start_time, self.end_time)


@dataclass(slots=True)
class BranchHours:
    """The portal's hours of one branch. Days are worked out when first asked for, and kept."""

    zone: tzinfo
    rules: Mapping[UUID, tuple[WeeklyRule, ...]] = field(default_factory=dict)
    extra: Mapping[UUID, tuple[DayException, ...]] = field(default_factory=dict)
    #: Closures of the branch under None, of one doctor under their key.
    closed: Mapping[UUID | None, tuple[DayException, ...]] = field(default_factory=dict)
    #: By doctor and ordinal of the day.
    _days: dict[UUID, dict[int, tuple[HoursSpan, ...]]] = field(default_factory=dict)

    def on(self, practitioner_id: UUID, day: date) -> list[HoursSpan]:
        return self.between(practitioner_id, day, day)

    def between(self, practitioner_id: UUID, first: date, last: date) -> list[HoursSpan]:
        """The doctor's working time that begins on these days, both included, closures taken out."""
        known = self._days.setdefault(practitioner_id, {})
        spans: list[HoursSpan] = []
        for ordinal in range(first.toordinal(), last.toordinal() + 1):
            if ordinal not in known:
                known[ordinal] = self._worked_out(practitioner_id, date.fromordinal(ordinal))
            spans += known[ordinal]
        return spans

    def _worked_out(self, practitioner_id: UUID, day: date) -> tuple[HoursSpan, ...]:
        closures = [span for _, span in self.closures(practitioner_id, day)]
        return tuple(
            piece for span in self._planned(practitioner_id, day) for piece in without(span, closures)
        )

    def rooms_of(self, practitioner_id: UUID) -> set[UUID]:
        """The rooms that the doctor's hours name."""
        sources: tuple[WeeklyRule | DayException, ...] = (
            *self.rules.get(practitioner_id, ()),
            *self.extra.get(practitioner_id, ()),
        )
        return {source.room_id for source in sources if source.room_id is not None}

    def closures(self, practitioner_id: UUID, day: date) -> list[tuple[DayException, Span]]:
        """What closes the branch or takes the doctor away on this day, or on the next, which a night reaches."""
        found = (*self.closed.get(None, ()), *self.closed.get(practitioner_id, ()))
        nights = (day, date.fromordinal(day.toordinal() - 1), date.fromordinal(day.toordinal() + 1))
        return [
            (one, one.span_on(self.zone, night)) for one in found for night in nights if one.applies_on(night)
        ]

    def _planned(self, practitioner_id: UUID, day: date) -> Iterator[HoursSpan]:
        for rule in self.rules.get(practitioner_id, ()):
            if rule.applies_on(day):
                yield self._span(rule, wall_span(self.zone, day, rule.start_time, rule.end_time))
        for extra in self.extra.get(practitioner_id, ()):
            if extra.applies_on(day):
                yield self._span(extra, extra.span_on(self.zone, day))

    @staticmethod
    def _span(source: WeeklyRule | DayException, span: Span) -> HoursSpan:
        return HoursSpan(*span, source.room_id, source.services, source.modality, source.step)


def without(span: HoursSpan, closures: Iterable[Span]) -> list[HoursSpan]:
    """What the closures leave of a span, in order. Each piece starts a grid of its own."""
    pieces, start = [], span.start
    for closed_from, closed_until in sorted(closures):
        if closed_until <= start or closed_from >= span.end:
            continue
        if closed_from > start:
            pieces.append(_cut(span, start, closed_from))
        start = max(start, closed_until)
    if start < span.end:
        pieces.append(_cut(span, start, span.end))
    return pieces


def _cut(span: HoursSpan, start: int, end: int) -> HoursSpan:
    return HoursSpan(
        start, end, span.room_id, span.services, span.modality, span.step, span.as_of, span.booking_token
    )
