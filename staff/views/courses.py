"""A course at the desk: the same visit on several days, looked at and booked as one."""

from datetime import datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from booking import services
from booking.codes import Audience, Channel
from booking.errors import BY_CODE, BookingError
from booking.forms import RhythmForm
from booking.models import Location
from booking.services import CoursePlan
from people.access import open_one
from people.codes import ConsentKind, ConsentMeans
from people.models import Patient
from people.services import current_consent_text
from staff.forms import BookingForm
from staff.groups import front_desk_only
from staff.patients import full_name
from staff.views.acting import access_of, branch_of, tell_refusal


class CourseForm(BookingForm, RhythmForm):
    """`day` is the first one."""

    time = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}))


@require_http_methods(["GET", "HEAD", "POST"])
@front_desk_only
def course(request: HttpRequest, branch: str, patient_id: UUID) -> HttpResponse:
    location = branch_of(branch)
    patient = get_object_or_404(Patient, pk=patient_id, active=True)
    now = timezone.now()
    asked = request.GET if "visits" in request.GET else None
    form = CourseForm(location, asked, initial={"visits": 10, **request.GET.dict()})
    plan = _plan(request, form, location, patient, now) if form.is_valid() else None
    if request.method == "POST" and plan is not None:
        if request.POST.get("plan") != plan.mark:
            messages.warning(
                request,
                gettext("Some of these times have changed meanwhile. Look at the days again, please."),
            )
        elif booked := _book(request, plan, patient, now):
            return booked
    person = open_one(access_of(request), patient, "family", "given", "patronymic", "birth_date")
    context = {
        "location": location,
        "patient_name": full_name(person.family, person.given, person.patronymic),
        "birth_date": person.birth_date,
        "form": form,
        "plan": plan,
        "skipped": [(day.date, str(BY_CODE[day.reason_code]())) for day in plan.skipped] if plan else [],
    }
    return render(request, "staff/course.html", context)


def _plan(
    request: HttpRequest, form: CourseForm, location: Location, patient: Patient, now: datetime
) -> CoursePlan | None:
    try:
        return services.plan_course(
            service=form.cleaned_data["service"],
            location=location,
            practitioner=form.cleaned_data["practitioner"],
            patient=patient,
            birth_date=services.birth_date_for(
                [form.cleaned_data["service"].pk], patient=patient, access=access_of(request)
            ),
            first_day=form.cleaned_data["day"],
            time=form.cleaned_data["time"],
            audience=Audience.STAFF,
            now=now,
            **form.wish,
        )
    except BookingError as error:
        tell_refusal(request, error)
        return None


def _book(request: HttpRequest, plan: CoursePlan, patient: Patient, now: datetime) -> HttpResponse | None:
    try:
        booked = services.book_course(
            access=access_of(request),
            plan=plan,
            patient=patient,
            now=now,
            channel=Channel.PHONE,
            consent=current_consent_text(ConsentKind.APPOINTMENT, patient.preferred_language),
            consent_how=ConsentMeans.VOICE,
            preparation_acknowledged=True,
        )
    except BookingError as error:
        tell_refusal(request, error)
        return None
    messages.success(request, gettext("All visits of the course are booked."))
    first = booked.appointments.order_by("start").first()
    return HttpResponseRedirect(reverse("staff:visit", args=[first.pk])) if first else None
