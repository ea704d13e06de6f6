"""A doctor's working hours at a branch as the desk reads them, and what a change of them left behind."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import Count, Q, QuerySet

from booking.codes import AppointmentStatus, HoursSource, OrphanAction
from booking.models import (
    HoursChange,
    HoursException,
    HoursRule,
    Location,
    OrphanedAppointment,
    Practitioner,
    PractitionerRole,
)
from people.access import Access
from staff.board import Visit, visits_with_names

#: Somebody still has to decide about these.
UNDECIDED = (OrphanAction.WAITING, OrphanAction.MOVE_OFFERED)


@dataclass(frozen=True, slots=True)
class Weekdays:
    """Rules of one span of validity, by day of the week."""

    valid_from: date
    valid_until: date | None
    rules: list[HoursRule]


@dataclass(frozen=True, slots=True)
class DoctorHours:
    practitioner: Practitioner
    location: Location
    #: An information system owns the weekly hours: here they can only be closed.
    is_mirrored: bool
    weeks: list[Weekdays]
    exceptions: list[HoursException]


def doctor_hours(practitioner: Practitioner, location: Location, *, on: date) -> DoctorHours:
    """Hours in force on a day or later."""
    rules = HoursRule.objects.filter(practitioner=practitioner, location=location)
    current = rules.filter(Q(valid_until=None) | Q(valid_until__gte=on)).select_related("room")
    ordered = current.prefetch_related("services").order_by(
        "valid_from", "valid_until", "weekday", "start_time"
    )
    weeks = [
        Weekdays(*validity, list(found))
        for validity, found in groupby(ordered, key=lambda rule: (rule.valid_from, rule.valid_until))
    ]
    exceptions = HoursException.objects.filter(
        Q(practitioner=practitioner) | Q(practitioner=None), Q(location=location) | Q(location=None)
    )
    posts = PractitionerRole.objects.filter(practitioner=practitioner, location=location)
    return DoctorHours(
        practitioner=practitioner,
        location=location,
        is_mirrored=posts.filter(hours_source=HoursSource.MIS).exists(),
        weeks=weeks,
        exceptions=list(exceptions.filter(end_date__gte=on).select_related("created_by", "location", "room")),
    )


def doctors_at(location: Location) -> QuerySet[Practitioner]:
    return Practitioner.objects.filter(active=True, roles__location=location, roles__active=True).distinct()


def recent_changes(location: Location) -> QuerySet[HoursChange]:
    """Changes that concern the branch, those with undecided visits first."""
    rows = HoursChange.objects.filter(
        Q(location=location) | Q(location=None, practitioner__roles__location=location)
    ).distinct()
    undecided = Count("orphans", filter=Q(orphans__action__in=UNDECIDED), distinct=True)
    left = Count("orphans", distinct=True)
    return (
        rows.annotate(undecided=undecided, left=left)
        .select_related("practitioner", "changed_by")
        .order_by("-undecided", "-changed_at")
    )


@dataclass(frozen=True, slots=True)
class Orphan:
    """A visit that a change of hours left without hours, and what was done with it."""

    row: OrphanedAppointment
    visit: Visit

    @property
    def is_undecided(self) -> bool:
        expected = self.visit.appointment.status in (AppointmentStatus.BOOKED, AppointmentStatus.PENDING)
        return self.row.action in UNDECIDED and expected


def orphans_of(change: HoursChange, *, access: Access, now: datetime) -> list[Orphan]:
    rows = list(
        change.orphans.select_related(
            "settled_by",
            "appointment__patient",
            "appointment__practitioner",
            "appointment__location",
            "appointment__service",
            "appointment__room",
        ).order_by("appointment__start")
    )
    visits = visits_with_names([row.appointment for row in rows], access=access, now=now)
    return [Orphan(row, visit) for row, visit in zip(rows, visits, strict=True)]
