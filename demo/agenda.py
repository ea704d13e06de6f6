"""Invented visits: who sees whom when and in which room. Plain values; nothing here knows a database.

A day depends on nothing but its date, the clinic and the crowd, so it can be planned again and comes out the same.
"""

import datetime as dt
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from demo.clinic import Branch, Clinic, Doctor, Nurse, Room, Service
from demo.crowd import Person, crowd
from demo.words import spans, weekdays

#: Share of the hours that is taken, today and two weeks from now: patients book the near days first.
BUSY_TODAY, BUSY_LATER, LATER = 0.4, 0.12, 14
#: One visit of so many is by video, where the doctor offers it.
VIDEO_SHARE = 0.12
REPEAT_SHARE = 0.35
#: Minutes between two starts that the crowd picks from.
STEP = 10

Span = tuple[dt.datetime, dt.datetime]


@dataclass(frozen=True)
class Visit:
    """`start` and `end` are UTC. `room` and `equipment` are codes, the room empty for a video visit."""

    branch: str
    doctor: str
    service: str
    patient: str
    start: dt.datetime
    end: dt.datetime
    room: str
    equipment: tuple[tuple[str, int], ...]
    video: bool
    repeat: bool

    @property
    def name(self) -> str:
        return f"{self.doctor}/{self.start:%Y%m%dT%H%M}"


@dataclass
class Taken:
    """What is occupied while a day is planned."""

    rows: dict[object, list[Span]] = field(default_factory=dict)

    def is_free(self, resource: object, span: Span) -> bool:
        start, end = span
        return all(
            end <= known_start or start >= known_end for known_start, known_end in self.rows.get(resource, ())
        )

    def take(self, resource: object, span: Span) -> None:
        self.rows.setdefault(resource, []).append(span)


def visits_of_day(clinic: Clinic, day: dt.date, *, anchor: dt.date, today: dt.date) -> list[Visit]:
    """`today` decides how full the day is, `anchor` where the exceptions to the opening hours fall."""
    distance = max(0, (day - today).days)
    share = BUSY_TODAY + (BUSY_LATER - BUSY_TODAY) * min(distance, LATER) / LATER
    taken, found = Taken(), []
    for branch in clinic.places.branches:
        for doctor in clinic.doctors:
            for span in hours_on(branch, doctor, day, anchor=anchor):
                found += _fill(clinic, branch, doctor, span, share, taken)
    return found


def visits_long_ago(clinic: Clinic, *, anchor: dt.date, per_doctor: int, days_back: int) -> list[Visit]:
    """Single visits spread over the past, `per_doctor` for each: the material of reviews and histories."""
    found: dict[str, Visit] = {}
    for doctor in clinic.doctors:
        chance = random.Random(f"long ago {doctor.code}")  # noqa: S311 - invented visits
        for offset in sorted(chance.sample(range(8, days_back), per_doctor), reverse=True):
            for visit in _single_visit(clinic, doctor, anchor - dt.timedelta(days=offset), chance):
                # Two days off in a row may lead to the same next day of work.
                found.setdefault(visit.name, visit)
    return list(found.values())


def hours_on(branch: Branch, doctor: Nurse, day: dt.date, *, anchor: dt.date) -> Iterator[Span]:
    """The doctor's spans of that day at the branch in UTC, with the branch's exceptions applied."""
    zone = ZoneInfo(branch.time_zone)
    if branch.code not in doctor.hours:
        return
    opens, closes = dt.time(0), dt.time(23, 59)
    for change in branch.exceptions:
        if day == anchor + dt.timedelta(days=change.after_days):
            if change.hours is None:
                return
            opens, closes = change.hours
    for weekday, start, end in spans(doctor.hours[branch.code]):
        start, end = max(start, opens), min(end, closes)
        if weekday == day.weekday() and start < end:
            yield _utc(day, start, zone), _utc(day, end, zone)


def is_open(branch: Branch, day: dt.date) -> bool:
    return any(day.weekday() in weekdays(days) for days in branch.hours)


def _fill(
    clinic: Clinic, branch: Branch, doctor: Doctor, span: Span, share: float, taken: Taken
) -> list[Visit]:
    start, end = span
    chance = random.Random(f"day {branch.code} {doctor.code} {start:%Y%m%d%H}")  # noqa: S311 - invented visits
    services = list(_usual_services(clinic, branch, doctor))
    found = []
    while services and start < end:
        service = _chosen(services, chance)
        visit = None
        if chance.random() < share:
            visit = _visit(clinic, branch, doctor, service, start, chance, taken)
        if visit is None or visit.end > end:
            start += dt.timedelta(minutes=max(STEP, service.minutes[1]))
            continue
        _occupy(visit, clinic, taken)
        found.append(visit)
        start = visit.end + dt.timedelta(minutes=_cleaning(service))
    return found


def _single_visit(clinic: Clinic, doctor: Doctor, day: dt.date, chance: random.Random) -> list[Visit]:
    """The first day from `day` on which the doctor works somewhere, one visit of it."""
    for step in range(7):
        for branch in clinic.places.branches:
            for start, end in hours_on(branch, doctor, day + dt.timedelta(days=step), anchor=dt.date.min):
                service = _chosen(list(_usual_services(clinic, branch, doctor)), chance)
                slots = int((end - start).total_seconds() // 60 // STEP) - 6
                begin = start + dt.timedelta(minutes=STEP * chance.randrange(max(1, slots)))
                visit = _visit(clinic, branch, doctor, service, begin, chance, Taken())
                if visit is not None and visit.end <= end:
                    return [visit]
    return []


def _usual_services(clinic: Clinic, branch: Branch, doctor: Doctor) -> Iterator[Service]:
    """What the crowd books: no referrals, no groups, nothing that asks for an empty stomach in the evening."""
    for code in doctor.services:
        service = clinic.services[code]
        if clinic.can_be_given(service, branch) and not service.referral and service.seats == 1:
            yield service


def _chosen(services: list[Service], chance: random.Random) -> Service:
    """The doctor's main service more often than the others."""
    return services[0] if chance.random() < 0.6 else chance.choice(services)


def _visit(
    clinic: Clinic,
    branch: Branch,
    doctor: Doctor,
    service: Service,
    start: dt.datetime,
    chance: random.Random,
    taken: Taken,
) -> Visit | None:
    repeat = chance.random() < REPEAT_SHARE
    end = start + dt.timedelta(minutes=service.minutes[1 if repeat else 0])
    if service.fasting and start.astimezone(ZoneInfo(branch.time_zone)).time() >= dt.time(11):
        return None
    video = service.modality == "online" or (
        service.modality == "both" and doctor.online and chance.random() < VIDEO_SHARE
    )
    room = None if video or service.room is None else _room(branch, service, (start, end), taken)
    if room is None and not video:
        return None
    equipment = () if video else _equipment(branch, service, (start, end), taken)
    patient = _patient(service, start, end, chance, taken)
    if equipment is None or patient is None:
        return None
    return Visit(
        branch=branch.code,
        doctor=doctor.code,
        service=service.code,
        patient=patient.code,
        start=start,
        end=end,
        room=room.code if room else "",
        equipment=equipment,
        video=video,
        repeat=repeat,
    )


def _room(branch: Branch, service: Service, span: Span, taken: Taken) -> Room | None:
    wanted = (span[0], span[1] + dt.timedelta(minutes=_cleaning(service)))
    rooms = (room for room in branch.rooms if room.kind == service.room)
    return next((room for room in rooms if taken.is_free(("room", room.code), wanted)), None)


def _equipment(
    branch: Branch, service: Service, span: Span, taken: Taken
) -> tuple[tuple[str, int], ...] | None:
    """One apparatus of each kind, named by its room and number; None when one is missing."""
    found = []
    for kind in service.equipment:
        pieces = [(f"{room.code}/{kind}", 1) for room in branch.rooms if kind in room.equipment]
        free = [piece for piece in pieces if taken.is_free(piece, span)]
        if not free:
            return None
        found.append(free[0])
    return tuple(found)


def _patient(
    service: Service, start: dt.datetime, end: dt.datetime, chance: random.Random, taken: Taken
) -> Person | None:
    day = start.date()
    for _ in range(12):
        person = chance.choice(crowd())
        age = person.age_on(day)
        old_enough = service.min_age is None or age >= service.min_age
        young_enough = service.max_age is None or age <= service.max_age
        # Nobody of the crowd is seen twice a day.
        around = (start - dt.timedelta(hours=14), end + dt.timedelta(hours=14))
        if old_enough and young_enough and taken.is_free(("patient", person.code), around):
            return person
    return None


def _occupy(visit: Visit, clinic: Clinic, taken: Taken) -> None:
    cleaned = visit.end + dt.timedelta(minutes=_cleaning(clinic.services[visit.service]))
    taken.take(("patient", visit.patient), (visit.start, visit.end))
    if visit.room:
        taken.take(("room", visit.room), (visit.start, cleaned))
    for piece in visit.equipment:
        taken.take(piece, (visit.start, visit.end))


#: Minutes a room is cleaned and aired after a visit, by kind of room.
CLEANING = {"ultrasound": 5, "dental": 10, "endoscopy": 15, "procedure": 5}


def _cleaning(service: Service) -> int:
    return CLEANING.get(service.room or "", 0)


def _utc(day: dt.date, at: dt.time, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day, at, zone).astimezone(dt.UTC)


def by_branch(visits: Iterable[Visit], branch: str) -> list[Visit]:
    return [visit for visit in visits if visit.branch == branch]
