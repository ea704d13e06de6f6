"""Changing working hours, and what becomes of the appointments that are left without them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from booking import snapshot
from booking.attempts import in_one_transaction
from booking.clock import days_of, local_day
from booking.codes import CancelReason, ExceptionKind, HoursSource, Modality, OrphanAction, ResourceType
from booking.errors import IllegalTransition, OverrideReasonRequired
from booking.locks import Resource, lock
from booking.models import (
    Appointment,
    HealthcareService,
    HoursChange,
    HoursException,
    HoursRule,
    Location,
    OrphanedAppointment,
    Practitioner,
    PractitionerRole,
    Room,
)
from booking.services.changing import OPEN_ORPHANS, cancel
from booking.timeline import Window, minute_after, minute_of
from outbox.services import publish
from people import audit
from people.access import Access

#: What the desk decides about an orphan; "moved" is what comes of moving it.
DECISIONS = (OrphanAction.KEPT, OrphanAction.MOVE_OFFERED, OrphanAction.CANCELLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyHours:
    """A weekly span of the branch's wall clock; `weekday` counts from Monday, 0."""

    weekday: int
    start_time: time
    end_time: time
    room: Room | None = None
    services: Sequence[HealthcareService] = ()
    modality: str = Modality.BOTH
    step_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class HoursPreview:
    """What a change would do: nothing has been written."""

    orphans: list[Appointment] = field(default_factory=list)


class _OnlyLooking(Exception):
    """Rolls a previewed change back."""


def preview(change: Callable[[], HoursChange]) -> HoursPreview:
    """Make a change, look at the appointments it would leave without hours, and undo it."""
    found: list[Appointment] = []
    try:
        with transaction.atomic():
            made = change()
            found = [
                orphan.appointment
                for orphan in made.orphans.select_related("appointment").order_by("appointment__start")
            ]
            raise _OnlyLooking
    except _OnlyLooking:
        return HoursPreview(found)


@in_one_transaction
def set_weekly_hours(
    *,
    access: Access,
    practitioner: Practitioner | None,
    location: Location,
    hours: Sequence[WeeklyHours],
    valid_from: date,
    reason: str,
    now: datetime,
) -> HoursChange:
    """From a day on, these are the doctor's weekly hours at the branch (without a doctor: the branch's own).

    Earlier rules end the day before. Appointments that lose their hours are listed in `HoursChange.orphans`.
    """
    with _Orphans(practitioner, location, now) as orphans:
        current = HoursRule.objects.filter(practitioner=practitioner, location=location)
        current.filter(valid_from__gte=valid_from).delete()
        current.exclude(valid_until__lt=valid_from).update(valid_until=valid_from - timedelta(days=1))
        for one in hours:
            rule = HoursRule.objects.create(
                practitioner=practitioner,
                location=location,
                weekday=one.weekday,
                start_time=one.start_time,
                end_time=one.end_time,
                valid_from=valid_from,
                room=one.room,
                modality=one.modality,
                step_minutes=one.step_minutes,
            )
            rule.services.set(one.services)
    return orphans.recorded(
        access, summary=_("Weekly hours from %(day)s") % {"day": _day(valid_from)}, reason=reason
    )


@in_one_transaction
def close_days(
    *,
    access: Access,
    practitioner: Practitioner | None = None,
    location: Location | None = None,
    start_date: date,
    end_date: date,
    start_time: time | None = None,
    end_time: time | None = None,
    reason_ru: str,
    reason_en: str = "",
    now: datetime,
) -> HoursChange:
    """Close a branch, take a doctor away from one, or from all. Without times whole days; both dates included."""
    with _Orphans(practitioner, location, now) as orphans:
        HoursException.objects.create(
            kind=ExceptionKind.CLOSED,
            practitioner=practitioner,
            location=location,
            start_date=start_date,
            end_date=end_date,
            start_time=start_time,
            end_time=end_time,
            reason_ru=_said(reason_ru),
            reason_en=reason_en,
            created_by=access.actor,
        )
    return orphans.recorded(
        access, summary=_("Closed: %(days)s") % {"days": _days(start_date, end_date)}, reason=reason_ru
    )


@in_one_transaction
def add_extra_hours(
    *,
    access: Access,
    practitioner: Practitioner,
    location: Location,
    start_date: date,
    end_date: date,
    hours: WeeklyHours,
    reason_ru: str,
    reason_en: str = "",
    now: datetime,
) -> HoursChange:
    """Hours beside the weekly ones, on every day between the dates; the weekday of `hours` is not looked at."""
    with _Orphans(practitioner, location, now) as orphans:
        extra = HoursException.objects.create(
            kind=ExceptionKind.EXTRA,
            practitioner=practitioner,
            location=location,
            start_date=start_date,
            end_date=end_date,
            start_time=hours.start_time,
            end_time=hours.end_time,
            room=hours.room,
            modality=hours.modality,
            step_minutes=hours.step_minutes,
            reason_ru=_said(reason_ru),
            reason_en=reason_en,
            created_by=access.actor,
        )
        extra.services.set(hours.services)
    return orphans.recorded(
        access, summary=_("Extra hours: %(days)s") % {"days": _days(start_date, end_date)}, reason=reason_ru
    )


@in_one_transaction
def remove_exception(*, access: Access, exception: HoursException, reason: str, now: datetime) -> HoursChange:
    """Take a closure or extra hours back."""
    withdrawn = _days(exception.start_date, exception.end_date)
    with _Orphans(exception.practitioner, exception.location, now) as orphans:
        exception.delete()
    return orphans.recorded(access, summary=_("Taken back: %(days)s") % {"days": withdrawn}, reason=reason)


@in_one_transaction
def settle_orphan(
    *, access: Access, orphan: OrphanedAppointment, action: str, now: datetime
) -> OrphanedAppointment:
    """Decide about an appointment without hours: keep it, offer the patient another time, or cancel with notice.

    Raises IllegalTransition when the appointment is over or moved already, ValueError for what is no decision: moving
    is done by `reschedule`.
    """
    action = OrphanAction(action)
    if action not in DECISIONS:
        raise ValueError(f"{action} is not a decision.")
    orphan = OrphanedAppointment.objects.select_for_update(of=("self",)).get(pk=orphan.pk)
    if orphan.action not in OPEN_ORPHANS:
        raise IllegalTransition
    if action == OrphanAction.CANCELLED:
        cancel(access=access, appointment=orphan.appointment, reason=CancelReason.PROVIDER, now=now)
    elif action == OrphanAction.MOVE_OFFERED:
        publish(
            "appointment.move-offered",
            subject=orphan.appointment_id,
            payload={"patient": str(orphan.appointment.patient_id)},
        )
    orphan.action, orphan.settled_by, orphan.settled_at = action, access.actor, now
    orphan.save(update_fields=["action", "settled_by", "settled_at"])
    audit.record(
        access,
        "schedule.orphan-settled",
        orphan,
        patient_id=orphan.appointment.patient_id,
        detail={"action": str(action)},
    )
    return orphan


def _day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def _days(first: date, last: date) -> str:
    return _day(first) if first == last else f"{_day(first)} – {_day(last)}"


def _said(reason: str) -> str:
    if not reason.strip():
        raise OverrideReasonRequired
    return reason.strip()


# --- Who loses their hours ----------------------------------------------------------------------------------


class _Orphans:
    """Appointments that were within hours when the block began and are not when it ends."""

    def __init__(self, practitioner: Practitioner | None, location: Location | None, now: datetime) -> None:
        self.practitioner, self.location, self.now = practitioner, location, now

    def __enter__(self) -> "_Orphans":
        # Whoever books waits, and finds the new hours; whoever has booked is listed.
        lock(Resource(ResourceType.PRACTITIONER, doctor) for doctor in self._doctors())
        self.before = within_hours(self._affected())
        return self

    def _doctors(self) -> Iterable[UUID]:
        if self.practitioner is not None:
            return [self.practitioner.pk]
        posts = PractitionerRole.objects.filter(location=self.location)
        return posts.values_list("practitioner_id", flat=True)

    def __exit__(self, *error: object) -> None:
        if error == (None, None, None):
            left = within_hours(self._affected())
            self.found = sorted(self.before - left)

    def _affected(self) -> list[Appointment]:
        rows = Appointment.objects.upcoming(self.now).filter(start__gte=self.now)
        if self.practitioner is not None:
            rows = rows.filter(practitioner=self.practitioner)
        if self.location is not None:
            rows = rows.filter(location=self.location)
        return list(rows)

    def recorded(self, access: Access, *, summary: str, reason: str) -> HoursChange:
        change = HoursChange.objects.create(
            practitioner=self.practitioner,
            location=self.location,
            summary=summary,
            reason=_said(reason),
            changed_by=access.actor,
            changed_at=self.now,
        )
        OrphanedAppointment.objects.bulk_create(
            OrphanedAppointment(change=change, appointment_id=key) for key in self.found
        )
        detail = {
            "practitioner": str(self.practitioner.pk) if self.practitioner else None,
            "location": str(self.location.pk) if self.location else None,
            "orphans": len(self.found),
        }
        audit.record(access, "schedule.changed", change, detail=detail)
        publish("schedule.changed", subject=change.pk, payload=detail)
        return change


def within_hours(appointments: Iterable[Appointment]) -> set[UUID]:
    """Keys of those that lie wholly within the portal's hours of their doctor.

    Where an information system owns the hours it answers for its own appointments, so they are never lost here,
    but by a closure that the portal made.
    """
    rows = list(appointments)
    tokens = snapshot.read_tokens()
    clinic = snapshot.clinic(tokens)
    hours = snapshot.hours((row.location_id for row in rows), clinic, tokens)
    mirrored = set(
        PractitionerRole.objects.filter(hours_source=HoursSource.MIS).values_list(
            "practitioner_id", "location_id"
        )
    )
    found = set()
    for row in rows:
        branch = hours.get(row.location_id)
        if branch is None:
            continue
        span = (minute_of(row.start), minute_after(row.end))
        window = Window(*span)
        days = [local_day(branch.zone, span[0]) - timedelta(days=1), *days_of(branch.zone, span)]
        if (row.practitioner_id, row.location_id) in mirrored:
            closed = window.mask(one for day in days for _, one in branch.closures(row.practitioner_id, day))
            is_within = not closed
        else:
            working = window.mask(one.span for day in days for one in branch.on(row.practitioner_id, day))
            is_within = working == window.everything
        if is_within:
            found.add(row.pk)
    return found
