"""One visit: what is known of it, and what the desk or its doctor does with it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from booking import services
from booking.codes import AppointmentStatus
from booking.errors import BookingError
from booking.models import Appointment, Location, Practitioner, PractitionerRole, ServiceRequest
from people.access import open_one
from staff.forms import ACTS, CancelForm, ErrorForm
from staff.groups import clinical_staff_only, front_desk_only, is_front_desk
from staff.offers import MoveChoice, nearest_offers, offers_for_move
from staff.patients import full_name
from staff.templatetags.staff_words import wall_date
from staff.views.acting import access_of, back, tell_refusal, why_address

_SERVICES: dict[str, Callable[..., Any]] = {
    "check-in": services.check_in,
    "start": services.start_visit,
    "complete": services.complete,
    "no-show": services.mark_noshow,
}


@require_safe
@clinical_staff_only
def visit(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    appointment = _appointment(request, appointment_id)
    access = access_of(request)
    person = open_one(access, appointment.patient, "family", "given", "patronymic", "birth_date", "phone")
    return render(
        request,
        "staff/visit.html",
        {
            "appointment": appointment,
            "patient_name": full_name(person.family, person.given, person.patronymic),
            "birth_date": person.birth_date,
            "phone": person.phone,
            "comment": open_one(access, appointment, "comment").comment,
            "acts": [act for act, states in ACTS.items() if appointment.status in states],
            "can_be_error": appointment.status != AppointmentStatus.ENTERED_IN_ERROR,
            "is_front_desk": is_front_desk(request.user),  # type: ignore[arg-type]
            "referrals": _issued(request, appointment),
            "is_own": appointment.practitioner.user_id == request.user.pk,
            "moves": appointment.moves.select_related("previous_practitioner", "previous_location"),
        },
    )


@require_POST
@clinical_staff_only
def act(request: HttpRequest, appointment_id: UUID, act: str) -> HttpResponse:
    appointment = _appointment(request, appointment_id)
    if act not in _SERVICES:
        raise Http404
    try:
        _SERVICES[act](access=access_of(request), appointment=appointment, now=timezone.now())
    except BookingError as error:
        tell_refusal(request, error)
    return back(request, reverse("staff:visit", args=[appointment.pk]))


@require_http_methods(["GET", "HEAD", "POST"])
@front_desk_only
def move(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    appointment = _appointment(request, appointment_id)
    now = timezone.now()
    choice = MoveChoice.of_request(request.GET if request.method != "POST" else request.POST, appointment)
    if request.method == "POST":
        try:
            services.reschedule(
                access=access_of(request),
                appointment=appointment,
                offer_token=request.POST.get("offer", ""),
                override_reason=choice.override_reason,
                now=now,
            )
        except BookingError as error:
            tell_refusal(request, error)
        else:
            messages.success(request, gettext("The visit is moved."))
            return HttpResponseRedirect(reverse("staff:visit", args=[appointment.pk]))
    found = offers_for_move(appointment, choice, now=now)
    if "day" not in request.GET:
        found = nearest_offers(
            found, lambda day: offers_for_move(appointment, replace(choice, day=day), now=now)
        )
        choice = replace(choice, day=found.day)
    giving = PractitionerRole.objects.filter(services=appointment.service, active=True)
    context = {
        "appointment": appointment,
        "choice": choice,
        "found": found,
        "branches": Location.objects.filter(active=True, roles__in=giving).distinct(),
        "doctors": Practitioner.objects.filter(active=True, roles__in=giving).distinct(),
        "why_url": why_address(choice.location, appointment.service_id, choice.practitioner_id, choice.day),
    }
    return render(request, "staff/move.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@front_desk_only
def cancel(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    appointment = _appointment(request, appointment_id)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.cancel(
                access=access_of(request),
                appointment=appointment,
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
            )
        except BookingError as error:
            tell_refusal(request, error)
        else:
            messages.success(request, gettext("The visit is cancelled, the patient is told."))
            return HttpResponseRedirect(reverse("staff:visit", args=[appointment.pk]))
    context = {
        "appointment": appointment,
        "form": form,
        "course_visits": appointment.course and appointment.course.appointments.open().count(),
    }
    return render(request, "staff/cancel.html", context)


@require_POST
@front_desk_only
def cancel_course(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """The visit with all others of its course that are still to come."""
    appointment = _appointment(request, appointment_id)
    form = CancelForm(request.POST)
    if appointment.course is None or not form.is_valid():
        raise Http404
    end = services.cancel_course(
        access=access_of(request),
        course=appointment.course,
        reason=form.cleaned_data["reason"],
        now=timezone.now(),
    )
    for kept, why in end.kept:
        messages.error(request, f"{wall_date(kept.start, appointment.location)}: {why}")
    if count := len(end.cancelled):
        told = ngettext("%(count)d visit is cancelled.", "%(count)d visits are cancelled.", count)
        messages.success(request, told % {"count": count})
    return HttpResponseRedirect(reverse("staff:visit", args=[appointment.pk]))


@require_http_methods(["GET", "HEAD", "POST"])
@front_desk_only
def entered_in_error(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """The visit should never have been written down: its record stays, and says so."""
    appointment = _appointment(request, appointment_id)
    form = ErrorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.enter_in_error(
                access=access_of(request),
                appointment=appointment,
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
            )
        except BookingError as error:
            tell_refusal(request, error)
        else:
            messages.success(request, gettext("The visit is marked as entered in error."))
            return HttpResponseRedirect(reverse("staff:visit", args=[appointment.pk]))
    return render(request, "staff/entered_in_error.html", {"appointment": appointment, "form": form})


def _issued(request: HttpRequest, appointment: Appointment) -> QuerySet[ServiceRequest]:
    """What the doctor who looks has referred this patient to."""
    issued = ServiceRequest.objects.filter(patient=appointment.patient, requester__user=request.user.pk)
    return issued.select_related("service", "speciality")


def _appointment(request: HttpRequest, appointment_id: UUID) -> Appointment:
    """The desk sees every visit, a doctor their own."""
    visible = Appointment.objects.with_names().select_related("patient")
    if not is_front_desk(request.user):  # type: ignore[arg-type]
        visible = visible.filter(practitioner__user=request.user)
    return get_object_or_404(visible, pk=appointment_id)
