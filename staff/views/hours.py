"""Working hours: the week, days that differ, and the visits that a change leaves without hours."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from booking import services
from booking.codes import OrphanAction
from booking.errors import BookingError
from booking.models import HoursChange, HoursException, Location, OrphanedAppointment, Practitioner
from staff.board import Visit, today, visits_with_names
from staff.groups import front_desk_only
from staff.hours import DoctorHours, doctor_hours, doctors_at, orphans_of, recent_changes
from staff.hours_forms import CloseForm, ExtraForm, HoursFrom, WithdrawForm, week_of
from staff.views.acting import access_of, branch_of, doctor_of, tell_refusal

CHANGES_SHOWN = 20
#: What the desk may decide about a visit without hours; a move is made on the visit's own page and noted by itself.
DECISIONS = (OrphanAction.KEPT, OrphanAction.MOVE_OFFERED, OrphanAction.CANCELLED)

Change = Callable[[], HoursChange]


@require_safe
@front_desk_only
def hours(request: HttpRequest, branch: str) -> HttpResponse:
    """Whose hours, and what earlier changes still ask to be decided."""
    location = branch_of(branch)
    context = {
        "location": location,
        "branches": Location.objects.filter(active=True),
        "doctors": doctors_at(location),
        "changes": recent_changes(location)[:CHANGES_SHOWN],
    }
    return render(request, "staff/hours.html", context)


@require_safe
@front_desk_only
def of_doctor(request: HttpRequest, branch: str, practitioner_id: UUID) -> HttpResponse:
    location, doctor = branch_of(branch), doctor_of(practitioner_id)
    shown = doctor_hours(doctor, location, on=today(location, now=timezone.now()))
    return render(request, "staff/hours_of_doctor.html", {"hours": shown, "withdraw": WithdrawForm()})


def _own_hours(doctor: Practitioner, location: Location, *, now: datetime) -> DoctorHours:
    """Raises Http404 for hours that an information system owns: they are not changed here."""
    shown = doctor_hours(doctor, location, on=today(location, now=now))
    if shown.is_mirrored:
        raise Http404
    return shown


@require_http_methods(["GET", "HEAD", "POST"])
@front_desk_only
def weekly(request: HttpRequest, branch: str, practitioner_id: UUID) -> HttpResponse:
    location, doctor, now = branch_of(branch), doctor_of(practitioner_id), timezone.now()
    shown = _own_hours(doctor, location, now=now)
    data = request.POST or None
    form = HoursFrom(data, today=today(location, now=now), initial={"valid_from": today(location, now=now)})
    lines = week_of(shown.weeks[0].rules if shown.weeks else [], doctor, location, data)

    def change() -> HoursChange:
        return services.set_weekly_hours(
            access=access_of(request),
            practitioner=doctor,
            location=location,
            hours=lines.hours(),
            valid_from=form.cleaned_data["valid_from"],
            reason=form.cleaned_data["reason"],
            now=now,
        )

    is_valid = request.method == "POST" and all([form.is_valid(), lines.is_valid()])
    context = {"hours": shown, "form": form, "lines": lines}
    return _look_or_save(request, "staff/hours_weekly.html", context, form, change if is_valid else None, now)


@require_http_methods(["GET", "HEAD", "POST"])
@front_desk_only
def close(request: HttpRequest, branch: str, practitioner_id: UUID) -> HttpResponse:
    location, doctor, now = branch_of(branch), doctor_of(practitioner_id), timezone.now()
    form = CloseForm(request.POST or None)

    def change() -> HoursChange:
        told = dict(form.cleaned_data)
        what = told.pop("what")
        return services.close_days(
            access=access_of(request),
            practitioner=None if what == CloseForm.BRANCH else doctor,
            location=None if what == CloseForm.DOCTOR else location,
            now=now,
            **told,
        )

    context = {"hours": doctor_hours(doctor, location, on=today(location, now=now)), "form": form}
    is_valid = request.method == "POST" and form.is_valid()
    return _look_or_save(request, "staff/hours_close.html", context, form, change if is_valid else None, now)


@require_http_methods(["GET", "HEAD", "POST"])
@front_desk_only
def extra(request: HttpRequest, branch: str, practitioner_id: UUID) -> HttpResponse:
    location, doctor, now = branch_of(branch), doctor_of(practitioner_id), timezone.now()
    shown = _own_hours(doctor, location, now=now)
    form = ExtraForm(request.POST or None, practitioner=doctor, location=location)

    def change() -> HoursChange:
        told = form.cleaned_data
        return services.add_extra_hours(
            access=access_of(request),
            practitioner=doctor,
            location=location,
            start_date=told["start_date"],
            end_date=told["end_date"],
            hours=form.weekly_hours(weekday=told["start_date"].weekday()),
            reason_ru=told["reason_ru"],
            reason_en=told["reason_en"],
            now=now,
        )

    is_valid = request.method == "POST" and form.is_valid()
    context = {"hours": shown, "form": form}
    return _look_or_save(request, "staff/hours_extra.html", context, form, change if is_valid else None, now)


@require_POST
@front_desk_only
def withdraw(request: HttpRequest, branch: str, practitioner_id: UUID, exception_id: UUID) -> HttpResponse:
    """Take a closure or extra hours back."""
    exception = get_object_or_404(HoursException, pk=exception_id)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Say why the exception is taken back."))
        return HttpResponseRedirect(reverse("staff:hours_of_doctor", args=[branch, practitioner_id]))
    made = services.remove_exception(
        access=access_of(request),
        exception=exception,
        reason=form.cleaned_data["reason"],
        now=timezone.now(),
    )
    return _changed(request, made)


@require_safe
@front_desk_only
def change(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """What a change left behind, and what was done with each visit."""
    made = get_object_or_404(
        HoursChange.objects.select_related("practitioner", "location", "changed_by"), pk=change_id
    )
    orphans = orphans_of(made, access=access_of(request), now=timezone.now())
    return render(request, "staff/hours_change.html", {"change": made, "orphans": orphans})


@require_POST
@front_desk_only
def decide(request: HttpRequest, orphan_id: UUID, action: str) -> HttpResponse:
    orphan = get_object_or_404(
        OrphanedAppointment.objects.select_related("appointment__patient"), pk=orphan_id
    )
    if action not in DECISIONS:
        raise Http404
    try:
        services.settle_orphan(access=access_of(request), orphan=orphan, action=action, now=timezone.now())
    except BookingError as error:
        tell_refusal(request, error)
    return HttpResponseRedirect(reverse("staff:hours_change", args=[orphan.change_id]))


def _look_or_save(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    form: forms.Form,
    change: Change | None,
    now: datetime,
) -> HttpResponse:
    """Show what a change would leave without hours; make it once that has been seen."""
    orphans: list[Visit] | None = None
    if change is not None:
        try:
            if "save" in request.POST:
                return _changed(request, change())
            left = services.preview(change).orphans
        except BookingError as error:
            form.add_error(None, str(error))
        else:
            orphans = visits_with_names(left, access=access_of(request), now=now)
    return render(request, template, {**context, "orphans": orphans})


def _changed(request: HttpRequest, made: HoursChange) -> HttpResponse:
    messages.success(request, gettext("The hours are changed."))
    return HttpResponseRedirect(reverse("staff:hours_change", args=[made.pk]))
