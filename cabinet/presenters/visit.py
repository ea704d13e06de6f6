"""An appointment as its pages show it, on the clocks of its branch."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from booking.codes import AppointmentStatus, Modality
from booking.errors import BY_CODE, BookingError
from booking.models import Appointment, HealthcareService, PractitionerDelay
from booking.rules import PATIENT_LIMITS, change_notice_of
from cabinet import words
from cabinet.mount import patient_url
from cabinet.presenters.doctors import Price, price_of

TONES = {
    AppointmentStatus.PENDING: "info",
    AppointmentStatus.BOOKED: "good",
    AppointmentStatus.CHECKED_IN: "brand",
    AppointmentStatus.ARRIVED: "brand",
    AppointmentStatus.FULFILLED: "",
    AppointmentStatus.CANCELLED: "danger",
    AppointmentStatus.NOSHOW: "honey",
}


@dataclass(frozen=True, slots=True)
class VisitCard:
    """`visit` is an Appointment, or the visit of a hold that has no state yet."""

    visit: Any
    start: datetime
    service: str
    doctor: str
    branch: str
    address: str
    is_virtual: bool
    duration: str
    price: Price | None
    #: Empty for a hold.
    status: str = ""
    tone: str = ""
    url: str = ""

    @property
    def day(self) -> str:
        return words.day_with_year(self.start)

    @property
    def clock(self) -> str:
        return words.clock(self.start)

    @property
    def offset(self) -> str:
        """Said of video visits: patient and doctor may live by different clocks."""
        return words.utc_offset(self.start) if self.is_virtual else ""

    @property
    def when(self) -> str:
        """In one line, with the year: what people write into their own calendar."""
        return _("%(day)s, %(time)s") % {"day": self.day, "time": self.clock}


def card_of(visit: Any) -> VisitCard:
    start = words.local(visit.start, visit.location)
    card = VisitCard(
        visit=visit,
        start=start,
        service=visit.service.name,
        doctor=visit.practitioner.name,
        branch=visit.location.name,
        address=visit.location.address,
        is_virtual=visit.modality == Modality.VIRTUAL,
        duration=minutes_words(int((visit.end - visit.start).total_seconds() // 60)),
        price=price_of(visit),
    )
    return _with_state(card, visit) if isinstance(visit, Appointment) else card


def cards_of(visits: Iterable[Any]) -> list[VisitCard]:
    return [card_of(visit) for visit in visits]


def _with_state(card: VisitCard, appointment: Appointment) -> VisitCard:
    status = AppointmentStatus(appointment.status)
    label = (
        _("Not possible")
        if status == AppointmentStatus.CANCELLED and appointment.reject_code
        else str(status.label)
    )
    url = patient_url(None, "cabinet:visit", appointment.pk)
    return replace(card, status=label, tone=TONES.get(status, ""), url=url)


def minutes_words(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours})
    if rest or not hours:
        parts.append(ngettext("%(count)d minute", "%(count)d minutes", rest) % {"count": rest})
    return " ".join(parts)


def change_deadline(start: datetime, service: HealthcareService) -> datetime:
    """Until when a patient may move or cancel, in the zone of `start`."""
    return start - change_notice(service)


def change_notice(service: HealthcareService) -> timedelta:
    return change_notice_of(PATIENT_LIMITS, service.change_notice_minutes, for_patient=True)


def delay_minutes(appointment: Appointment, *, now: datetime) -> int:
    """How late the doctor runs, told on the day to those who still wait to be called."""
    today = words.local(now, appointment.location).date()
    waits = appointment.status in (AppointmentStatus.BOOKED, AppointmentStatus.CHECKED_IN)
    if not waits or words.local(appointment.start, appointment.location).date() != today:
        return 0
    noted = PractitionerDelay.objects.filter(
        practitioner=appointment.practitioner_id, location=appointment.location_id, date=today
    )
    return noted.values_list("minutes", flat=True).first() or 0


def refusal_words(appointment: Appointment) -> str:
    """Why the branch refused, in words of booking's own errors."""
    error: type[BookingError] = BY_CODE.get(appointment.reject_code, BookingError)
    return str(error())
