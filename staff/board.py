"""The day board: one branch, one day, doctors or rooms as columns, time as rows.

Everything a board shows is loaded in a fixed number of queries and becomes plain cells here; templates only print
them. A cell spans as many rows as its time takes, so the table needs no scripts and no positions in styles.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import cached_property
from math import gcd
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from booking.clock import day_span
from booking.codes import AppointmentStatus, CommitmentKind, ResourceType
from booking.models import (
    Appointment,
    Commitment,
    Location,
    Practitioner,
    PractitionerDelay,
    PractitionerRole,
    Room,
)
from booking.services import working_hours
from booking.timeline import Span, Window, minute_after, minute_of, moment_of
from people.access import Access, open_fields

ROW_MINUTES = (30, 20, 15, 10, 5)
#: A row of the finest board is lower than a line of text, so its time stands beside several.
LABEL_ROWS = {5: 3, 10: 3}
#: Free time is cut at these minutes of the clock: short enough to click, long enough to read.
FREE_MINUTES = 30
#: What a visit that no longer occupies its time looks like is told in a list below the board.
SHOWN_STATUSES = (
    AppointmentStatus.PENDING,
    AppointmentStatus.BOOKED,
    AppointmentStatus.CHECKED_IN,
    AppointmentStatus.ARRIVED,
    AppointmentStatus.FULFILLED,
    AppointmentStatus.NOSHOW,
)


class CellKind(StrEnum):
    VISIT = "visit"
    FREE = "free"
    BLOCK = "block"
    HELD = "held"
    OFF = "off"


class Columns(StrEnum):
    DOCTORS = "doctors"
    ROOMS = "rooms"


@dataclass(frozen=True, slots=True)
class Visit:
    """One appointment as the board prints it."""

    appointment: Appointment
    patient_name: str
    is_late: bool

    @property
    def is_expected(self) -> bool:
        """Neither here nor over: it can be checked in, moved and cancelled."""
        return self.appointment.status == AppointmentStatus.BOOKED


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one column from `start` to `end`. A group visit lists all its patients."""

    kind: CellKind
    start: datetime
    end: datetime
    rows: int
    visits: tuple[Visit, ...] = ()
    reason: str = ""
    block_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Column:
    id: UUID
    title: str
    subtitle: str
    #: How late the doctor runs, as the desk has noted it; of a room nothing.
    late_minutes: int = 0
    cells: dict[int, Cell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; `cells` are those that begin here, by column, None where a cell above still spans."""

    start: datetime
    #: How many rows the time stands beside; zero beneath the time of a row above.
    label_rows: int
    is_hour: bool
    is_now: bool
    cells: list[tuple[Column, Cell | None]]


@dataclass(frozen=True, slots=True)
class Board:
    location: Location
    day: date
    by: Columns
    columns: list[Column]
    rows: list[Row]
    cancelled: list[Visit]
    now: datetime
    step_minutes: int = ROW_MINUTES[0]

    @property
    def is_empty(self) -> bool:
        return not self.rows

    @property
    def is_today(self) -> bool:
        return self.day == today(self.location, now=self.now)

    @property
    def previous_day(self) -> date:
        return self.day - timedelta(days=1)

    @property
    def next_day(self) -> date:
        return self.day + timedelta(days=1)


def day_board(location: Location, day: date, *, by: Columns, access: Access, now: datetime) -> Board:
    """The board of one branch on one day of its own zone. Opens the patients' names: one access event each."""
    return _Day(location, day, by, access, now).board()


@dataclass
class _Day:
    location: Location
    day: date
    by: Columns
    access: Access
    now: datetime

    @property
    def zone(self) -> tzinfo:
        return self.location.zone

    @cached_property
    def span(self) -> Span:
        return day_span(self.zone, self.day)

    @cached_property
    def appointments(self) -> list[Appointment]:
        start, end = map(moment_of, self.span)
        rows = Appointment.objects.filter(location=self.location, start__gte=start, start__lt=end)
        return list(rows.with_names().select_related("patient").order_by("start"))

    @cached_property
    def visits(self) -> list[Visit]:
        return visits_with_names(self.appointments, access=self.access, now=self.now)

    def board(self) -> Board:
        columns = self.doctor_columns() if self.by == Columns.DOCTORS else self.room_columns()
        occupied = {column.id: list(self.occupied(column.id)) for column in columns}
        spans = [
            (minute_of(cell.start), minute_of(cell.end)) for cells in occupied.values() for cell in cells
        ] + [span for column in columns for span in self.open_spans(column.id)]
        if not spans:
            return Board(self.location, self.day, self.by, columns, [], self.cancelled(), self.now)
        step = row_minutes(spans)
        first = min(start for start, _ in spans) // step * step
        last = -(-max(end for _, end in spans) // step) * step
        for column in columns:
            _fill(column, occupied[column.id], self.open_spans(column.id), first, last, step)
        return Board(
            self.location,
            self.day,
            self.by,
            columns,
            list(_rows(columns, first, last, step, self.zone, self.now)),
            self.cancelled(),
            self.now,
            step,
        )

    def cancelled(self) -> list[Visit]:
        return [visit for visit in self.visits if visit.appointment.status == AppointmentStatus.CANCELLED]

    def doctor_columns(self) -> list[Column]:
        working = {key for key, spans in self.hours.items() if spans}
        busy = {visit.appointment.practitioner_id for visit in self.visits}
        roles = PractitionerRole.objects.filter(location=self.location, practitioner__in=working | busy)
        posts: dict[UUID, str] = {}
        for role in roles.prefetch_related("specialities"):
            posts.setdefault(role.practitioner_id, ", ".join(one.name for one in role.specialities.all()))
        doctors = Practitioner.objects.filter(pk__in=working | busy)
        late = dict(
            PractitionerDelay.objects.filter(location=self.location, date=self.day).values_list(
                "practitioner", "minutes"
            )
        )
        return [
            Column(doctor.pk, doctor.name, posts.get(doctor.pk, ""), late.get(doctor.pk, 0))
            for doctor in doctors
        ]

    def room_columns(self) -> list[Column]:
        rooms = Room.objects.filter(location=self.location, active=True).select_related("kind")
        return [
            Column(room.pk, gettext("Room %(number)s") % {"number": room.number}, room.kind.name)
            for room in rooms
        ]

    @cached_property
    def hours(self) -> dict[UUID, list[Span]]:
        """Working time of each doctor, from the same source that free times come from."""
        return working_hours(self.location, self.day)

    def open_spans(self, column_id: UUID) -> list[Span]:
        if self.by == Columns.ROOMS:
            return [span for spans in self.hours.values() for span in spans]
        return self.hours.get(column_id, [])

    def occupied(self, column_id: UUID) -> Iterator[Cell]:
        by_time: dict[tuple[datetime, datetime], list[Visit]] = defaultdict(list)
        for visit in self.visits:
            if visit.appointment.status in SHOWN_STATUSES and self.column_of(visit.appointment) == column_id:
                by_time[visit.appointment.start, visit.appointment.end].append(visit)
        for (start, end), visits in by_time.items():
            yield Cell(CellKind.VISIT, start, end, 1, tuple(visits))
        for row in self.blocks_and_holds.get(column_id, ()):
            if row.kind == CommitmentKind.BLOCK:
                yield Cell(CellKind.BLOCK, row.start, row.end, 1, (), row.block.reason, row.block_id)
            else:
                yield Cell(CellKind.HELD, row.start, row.end, 1)

    def column_of(self, appointment: Appointment) -> UUID | None:
        return appointment.practitioner_id if self.by == Columns.DOCTORS else appointment.room_id

    @cached_property
    def blocks_and_holds(self) -> dict[UUID, list[Any]]:
        kind = ResourceType.PRACTITIONER if self.by == Columns.DOCTORS else ResourceType.ROOM
        start, end = map(moment_of, self.span)
        found: dict[UUID, list[Any]] = defaultdict(list)
        rows = (
            Commitment.objects.overlapping(start, end)
            .live(self.now)
            .filter(resource_type=kind, kind__in=(CommitmentKind.BLOCK, CommitmentKind.HOLD))
            .select_related("block")
        )
        for row in rows:
            found[row.resource_id].append(row)
        return found


def row_minutes(spans: Iterable[Span]) -> int:
    """The coarsest row on which everything begins and ends; the finest one where nothing fits all."""
    common = gcd(*(edge for span in spans for edge in span))
    return next((minutes for minutes in ROW_MINUTES if common % minutes == 0), ROW_MINUTES[-1])


def is_late(appointment: Appointment, *, now: datetime) -> bool:
    """Whether the patient should have been here by now and has not checked in."""
    return appointment.status == AppointmentStatus.BOOKED and appointment.start <= now < appointment.end


def visits_with_names(appointments: Sequence[Appointment], *, access: Access, now: datetime) -> list[Visit]:
    """Opens the patients' names: one access event each."""
    patients = {row.patient_id: row.patient for row in appointments}
    opened = open_fields(access, patients.values(), ("family", "given", "patronymic"))
    names = {one.record.pk: short_name(one.family, one.given, one.patronymic) for one in opened}
    return [Visit(row, names[row.patient_id], is_late(row, now=now)) for row in appointments]


def short_name(family: str, given: str, patronymic: str) -> str:
    """Family name and initials, as a waiting room may hear them."""
    initials = "".join(f"{part[0]}." for part in (given, patronymic) if part)
    return f"{family} {initials}".strip()


def _fill(
    column: Column, occupied: Sequence[Cell], opened: Sequence[Span], first: int, last: int, step: int
) -> None:
    """Cut the column into cells from `first` to `last`, none overlapping, occupied ones in their place."""
    window = Window(first, last)
    is_open = window.mask(opened)
    at = first
    for cell in sorted(occupied, key=lambda cell: cell.start):
        begin = max(minute_of(cell.start) // step * step, at)
        finish = min(max(-(-minute_after(cell.end) // step) * step, begin + step), last)
        if begin >= last or finish <= begin:
            continue
        _fill_between(column, is_open, window, at, begin, step)
        column.cells[begin] = Cell(
            cell.kind, cell.start, cell.end, (finish - begin) // step, cell.visits, cell.reason, cell.block_id
        )
        at = finish
    _fill_between(column, is_open, window, at, last, step)


def _fill_between(column: Column, is_open: int, window: Window, start: int, end: int, step: int) -> None:
    """Free time by the half-hours of the clock; closed time in one piece."""
    at = start
    while at < end:
        if is_open >> (at - window.start) & 1:
            finish = at + step
            while finish < end and finish % FREE_MINUTES and is_open >> (finish - window.start) & 1:
                finish += step
            free = CellKind.FREE
            column.cells[at] = Cell(free, moment_of(at), moment_of(finish), (finish - at) // step)
            at = finish
            continue
        finish = at
        while finish < end and not is_open >> (finish - window.start) & 1:
            finish += step
        column.cells[at] = Cell(CellKind.OFF, moment_of(at), moment_of(finish), (finish - at) // step)
        at = finish


def _rows(
    columns: list[Column], first: int, last: int, step: int, zone: tzinfo, now: datetime
) -> Iterator[Row]:
    beside = LABEL_ROWS.get(step, 1)
    minutes = range(first, last, step)
    # The board opens an hour before now, so that who is late is still in sight.
    current = max(minute_of(now) - 60, first) // step * step if first <= minute_of(now) < last else None
    for number, minute in enumerate(minutes):
        start = moment_of(minute).astimezone(zone)
        yield Row(
            start,
            min(beside, len(minutes) - number) if number % beside == 0 else 0,
            start.minute == 0,
            minute == current,
            [(column, column.cells.get(minute)) for column in columns],
        )


def today(location: Location, *, now: datetime) -> date:
    return now.astimezone(location.zone).date()


def wall_moment(location: Location, day: date, at: time) -> datetime:
    """A time typed by staff, as UTC; the first of two where clocks go back."""
    return datetime.combine(day, at, tzinfo=location.zone).astimezone(UTC)
