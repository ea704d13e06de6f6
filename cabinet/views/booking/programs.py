"""Programs: several visits of one day, chosen, kept and confirmed as one."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from booking.codes import ProgramBookingStatus
from booking.errors import BookingError, HoldExpired, TimeRefused
from booking.models import Hold, Location, Program, ProgramBooking
from booking.rules import PATIENT_LIMITS
from booking.services.planning import ProgramDay, find_program_plans
from booking.services.programs import book_program, hold_program
from cabinet import words
from cabinet.agreement import check_form
from cabinet.choice import Choice
from cabinet.forms.check import CheckForm
from cabinet.mount import patient_url
from cabinet.own import own_program
from cabinet.person import (
    access_for,
    account_of,
    birth_date_of,
    current_person,
    family_of,
    full_names,
    member,
    person_address,
    sign_in_address,
    signed_in,
)
from cabinet.presenters.program import TOKENS_APART, day_choices, preparations, price_of_visits, steps_of
from cabinet.visitor import own_hold, remember_choice, visitor_mark
from people.codes import Purpose
from people.models import Patient

DAYS_SHOWN = 14


@require_http_methods(["GET", "POST"])
def program(request: HttpRequest, code: str) -> HttpResponse:
    """The next days on which the whole program fits; of the others, which visit does not."""
    found = Program.objects.filter(code=code, active=True, online_booking=True).first()
    if found is None:
        raise Http404
    if request.method == "POST":
        return _keep(request, found)
    choice = Choice.of(request.GET.dict())
    branches = sorted(found.locations.filter(active=True), key=lambda branch: branch.name)
    branch = choice.location if choice.location in branches else None
    return _days(request, found, branches, branch, first=choice.day)


@require_http_methods(["GET", "POST"])
def program_check(request: HttpRequest, code: str, hold_id: UUID) -> HttpResponse:
    try:
        hold = own_hold(request, hold_id)
    except HoldExpired as error:
        return _booked_from(request, hold_id) or _refused(request, code, error)
    if account_of(request) is None:
        return HttpResponseRedirect(sign_in_address(request))
    patient = member(request, hold.patient_id) if hold.patient_id else current_person(request)
    if patient is None:
        return HttpResponseRedirect(person_address(request.get_full_path()))
    chosen = Program.objects.get(code=code)
    visits = list(hold.legs.select_related("practitioner", "service", "location", "room").order_by("start"))
    data = request.POST if request.method == "POST" else None
    form = check_form(request, patient, [visit.service for visit in visits], data=data)
    if form.is_valid():
        return _confirm(request, chosen, hold, patient, form)
    return render(
        request,
        "booking/program_check.html",
        {
            "program": chosen,
            "steps": steps_of(visits),
            "day": words.local(visits[0].start, visits[0].location),
            "branch": visits[0].location,
            "price": price_of_visits(chosen, visits),
            "preparations": preparations(visits),
            "patient_name": full_names(request, [patient])[patient.pk],
            "form": form,
            "hold": hold,
            "seconds_left": int((hold.expires_at - timezone.now()).total_seconds()),
        },
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK,
    )


@signed_in
def program_outcome(request: HttpRequest, booking_id: UUID) -> HttpResponse:
    booked = own_program(request, booking_id)
    visits = list(booked.appointments.with_names().order_by("start"))
    return render(
        request,
        "booking/program_outcome.html",
        {
            "booked": booked,
            "steps": steps_of(visits),
            "day": words.local(visits[0].start, visits[0].location),
            "is_pending": booked.status == ProgramBookingStatus.PENDING,
            "is_cancelled": booked.status == ProgramBookingStatus.CANCELLED,
            "preparations": preparations(visits),
            "version": sum(visit.version for visit in visits),
        },
    )


@signed_in
def program_state(request: HttpRequest, booking_id: UUID) -> JsonResponse:
    """For the waiting page. Versions of visits only grow, and so does their sum."""
    booked = own_program(request, booking_id)
    version = sum(booked.appointments.values_list("version", flat=True))
    settled = booked.status != ProgramBookingStatus.PENDING
    return JsonResponse({"version": version, "status": booked.status, "settled": settled})


def _days(
    request: HttpRequest,
    chosen: Program,
    branches: Sequence[Location],
    branch: Location | None,
    *,
    first: date | None,
) -> HttpResponse:
    now = timezone.now()
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    last = (now + PATIENT_LIMITS.horizon).date()
    start = min(max(first or tomorrow, tomorrow), last)
    dates = [start + timedelta(days=n) for n in range(DAYS_SHOWN) if start + timedelta(days=n) <= last]
    patient = current_person(request)
    found = find_program_plans(
        program=chosen,
        locations=[branch] if branch else branches,
        dates=dates,
        now=now,
        patient=patient,
        birth_date=birth_date_of(
            request, patient, chosen.legs.values_list("service", flat=True), is_limited=chosen.has_age_limits
        ),
    )
    branch = branch or _soonest(found) or next(iter(branches), None)

    def link(day: date) -> str:
        query = {"location": branch.code if branch else None, "day": day.isoformat()}
        return patient_url(request, "booking:program", chosen.code, query=query)

    return render(
        request,
        "booking/program.html",
        {
            "program": chosen,
            "branches": branches,
            "branch": branch,
            "days": (days := day_choices(day for day in found if day.location == branch)),
            "has_plan": any(day.tokens for day in days),
            "earlier_url": link(start - timedelta(days=DAYS_SHOWN)) if start > tomorrow else "",
            "later_url": link(start + timedelta(days=DAYS_SHOWN)) if dates and dates[-1] < last else "",
        },
    )


def _soonest(days: Sequence[ProgramDay]) -> Location | None:
    """The branch where the program fits first, for those who do not mind where."""
    planned = [day for day in days if day.plan]
    return min(planned, key=lambda day: day.date).location if planned else None


def _keep(request: HttpRequest, chosen: Program) -> HttpResponse:
    try:
        hold = hold_program(
            program=chosen,
            offer_tokens=request.POST.get("plan", "").split(TOKENS_APART),
            now=timezone.now(),
            session_key=visitor_mark(request),
            patient=current_person(request),
        )
    except BookingError as error:
        return _refused(request, chosen.code, error)
    remember_choice(request, hold.pk, {"program": chosen.code})
    if account_of(request) is None:
        messages.info(request, _("These times are kept for you. Sign in by phone to finish."))
    return HttpResponseRedirect(patient_url(request, "booking:program_check", chosen.code, hold.pk))


def _confirm(
    request: HttpRequest, chosen: Program, hold: Hold, patient: Patient, form: CheckForm
) -> HttpResponse:
    now: datetime = timezone.now()
    try:
        booked = book_program(
            access=access_for(request, patient, purpose=Purpose.BOOKING),
            program=chosen,
            hold=hold,
            patient=patient,
            now=now,
            session_key=visitor_mark(request),
            comment=form.cleaned_data["comment"],
            consent=form.consent_text,
            preparation_acknowledged=form.is_prepared,
            idempotency_key=str(form.cleaned_data["key"]),
        )
    except BookingError as error:
        return _refused(request, chosen.code, error)
    return HttpResponseRedirect(patient_url(request, "booking:program_outcome", booked.pk))


def _refused(request: HttpRequest, code: str, error: BookingError) -> HttpResponse:
    """No single other time helps here: the whole day is chosen again."""
    return render(
        request,
        "booking/lost.html",
        {"error": error, "alternatives": [], "times_url": patient_url(request, "booking:program", code)},
        status=HTTPStatus.CONFLICT if isinstance(error, TimeRefused) else HTTPStatus.UNPROCESSABLE_ENTITY,
    )


def _booked_from(request: HttpRequest, hold_id: UUID) -> HttpResponse | None:
    booked = ProgramBooking.objects.filter(
        appointments__hold_key=hold_id, patient__in=family_of(request)
    ).first()
    return (
        HttpResponseRedirect(patient_url(request, "booking:program_outcome", booked.pk)) if booked else None
    )
