"""A course: the same visit at the same time of day, several times, chosen and confirmed as one."""

from datetime import date, datetime
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from booking import services
from booking.errors import BookingError
from booking.forms import RhythmForm
from booking.models import HealthcareService, Location
from booking.services import CoursePlan
from cabinet import words
from cabinet.agreement import check_form
from cabinet.choice import Choice
from cabinet.mount import patient_url
from cabinet.person import access_for, birth_date_of, current_person, full_names, sign_in_address
from cabinet.presenters.course import days_of, left_out
from people.codes import Purpose
from people.models import Patient


@require_http_methods(["GET", "POST"])
def course(request: HttpRequest) -> HttpResponse:
    """The address says service, branch, doctor and first time; the form how many visits, and how often."""
    choice = Choice.of(request.GET.dict())
    if choice.service is None or choice.location is None or choice.start is None:
        return HttpResponseRedirect(patient_url(request, "booking:start", query=choice.query()))
    rhythm = RhythmForm(request.GET if "visits" in request.GET else None, initial={"every_days": 1})
    plan, refusal, now = None, None, timezone.now()
    if rhythm.is_valid():
        try:
            plan = _plan(request, rhythm, choice, choice.service, choice.location, choice.start, now)
        except BookingError as error:
            refusal = error
    if request.method == "POST" and plan is not None:
        return _confirm(request, choice, rhythm, plan, now)
    return _show(request, choice, rhythm, plan, refusal=refusal)


def is_given_as_course(service: HealthcareService, patient: Patient | None, *, on: date) -> bool:
    """Procedures come in courses; a consultation is one visit, and so are a group's and a referral's only one."""
    is_consultation = service.speciality is not None and service.speciality.consultation_id == service.pk
    if is_consultation or service.seats > 1:
        return False
    if not service.referral_required:
        return True
    if patient is None:
        return False
    usable = services.usable_referrals(
        patient, service_id=service.pk, speciality_id=service.speciality_id, on=on
    )
    return any(referral.visits_left > 1 for referral in usable)


def _plan(
    request: HttpRequest,
    rhythm: RhythmForm,
    choice: Choice,
    service: HealthcareService,
    location: Location,
    start: datetime,
    now: datetime,
) -> CoursePlan:
    first, patient = words.local(start, location), current_person(request)
    return services.plan_course(
        service=service,
        location=location,
        practitioner=choice.practitioner,
        patient=patient,
        birth_date=birth_date_of(request, patient, [service.pk]),
        first_day=first.date(),
        time=first.time(),
        now=now,
        **rhythm.wish,
    )


def _show(
    request: HttpRequest,
    choice: Choice,
    rhythm: RhythmForm,
    plan: CoursePlan | None,
    *,
    form: object = None,
    refusal: BookingError | str | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    patient = current_person(request)
    if plan is not None and patient is not None and form is None:
        form = check_form(request, patient, [plan.service])
    context = {
        "choice": choice,
        "rhythm": rhythm,
        "hidden": choice.query(start=choice.start.isoformat() if choice.start else None),
        "first": words.local(choice.start, choice.location) if choice.start and choice.location else None,
        "plan": plan,
        "days": days_of(plan) if plan else [],
        "left_out": left_out(plan.skipped) if plan else [],
        "form": form,
        "patient_name": full_names(request, [patient])[patient.pk] if patient else "",
        "refusal": str(refusal) if refusal else "",
        "times_url": patient_url(request, "booking:times", query=choice.query()),
        "sign_in_url": sign_in_address(request),
    }
    return render(request, "booking/course.html", context, status=status)


def _confirm(
    request: HttpRequest, choice: Choice, rhythm: RhythmForm, plan: CoursePlan, now: datetime
) -> HttpResponse:
    patient = current_person(request)
    if patient is None:
        return HttpResponseRedirect(sign_in_address(request))
    form = check_form(request, patient, [plan.service], data=request.POST)
    if not form.is_valid():
        return _show(request, choice, rhythm, plan, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if request.POST.get("plan") != plan.mark:
        changed = _("Some of these times have changed meanwhile. Look at the days again, please.")
        return _show(request, choice, rhythm, plan, form=form, refusal=changed, status=HTTPStatus.CONFLICT)
    try:
        booked = services.book_course(
            access=access_for(request, patient, purpose=Purpose.BOOKING),
            plan=plan,
            patient=patient,
            now=now,
            comment=form.cleaned_data["comment"],
            consent=form.consent_text,
            preparation_acknowledged=form.is_prepared,
        )
    except BookingError as error:
        return _show(request, choice, rhythm, plan, form=form, refusal=error, status=HTTPStatus.CONFLICT)
    return HttpResponseRedirect(patient_url(request, "cabinet:visit_course", booked.pk))
