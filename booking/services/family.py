"""Booking for a child or a relative: what the person who brings them should know."""

from datetime import datetime

from booking.codes import OPEN_STATUSES
from booking.models import Appointment
from people.models import Patient, User
from people.services import patients_of


def carer_conflicts(
    *, user: User, patient: Patient, start: datetime, end: datetime, now: datetime
) -> list[Appointment]:
    """Visits of the same family at the same time: not refused, since somebody else may go along, but told."""
    others = patients_of(user, now=now).exclude(pk=patient.pk)
    rows = Appointment.objects.filter(
        patient__in=others, status__in=OPEN_STATUSES, start__lt=end, end__gt=start
    )
    return list(rows.with_names().order_by("start"))
