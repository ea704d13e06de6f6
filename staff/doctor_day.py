"""A doctor's own day: the visits in order, over all branches."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from booking.models import Appointment, Practitioner
from people.access import Access
from staff.board import SHOWN_STATUSES, Visit, visits_with_names

#: A day of work may reach past midnight, and a doctor looks at tomorrow's first visits the evening before.
AHEAD = timedelta(hours=36)
BEHIND = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class DoctorDay:
    practitioner: Practitioner
    now: datetime
    visits: list[Visit]

    @property
    def upcoming(self) -> list[Visit]:
        return [visit for visit in self.visits if visit.appointment.end > self.now]

    @property
    def earlier(self) -> list[Visit]:
        return [visit for visit in self.visits if visit.appointment.end <= self.now]


def doctor_day(practitioner: Practitioner, *, access: Access, now: datetime) -> DoctorDay:
    """The doctor's visits around now; opens their patients' names."""
    rows = list(
        Appointment.objects.filter(
            practitioner=practitioner,
            status__in=SHOWN_STATUSES,
            start__gte=now - BEHIND,
            start__lt=now + AHEAD,
        )
        .with_names()
        .select_related("patient")
        .order_by("start")
    )
    return DoctorDay(practitioner, now, visits_with_names(rows, access=access, now=now))
