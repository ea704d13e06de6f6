"""A doctor refers a patient on: the referral is a ticket in the patient's cabinet, to be booked in two taps."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from booking import services
from booking.models import Appointment, HealthcareService, ServiceRequest, Speciality
from people.access import open_one
from staff.board import today
from staff.groups import doctors_only
from staff.patients import full_name
from staff.views.acting import access_of

#: A referral is usually good for so long.
USUAL_DAYS = 60


class ReferralForm(forms.Form):
    """To one service, or to whatever a speciality gives."""

    service = forms.ModelChoiceField(
        HealthcareService.objects.filter(active=True).order_by("name_ru"), label=_("Service"), required=False
    )
    speciality = forms.ModelChoiceField(
        Speciality.objects.order_by("name_ru"), label=_("Or a speciality"), required=False
    )
    visits_allowed = forms.IntegerField(label=_("How many visits?"), min_value=1, max_value=20, initial=1)
    valid_until = forms.DateField(
        label=_("Valid until"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=1000,
        help_text=_("Kept encrypted."),
        widget=forms.Textarea(attrs={"rows": "3"}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_valid_until(self) -> date:
        last: date = self.cleaned_data["valid_until"]
        if last < self.today:
            raise ValidationError(_("This day has passed."))
        return last

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if bool(told.get("service")) == bool(told.get("speciality")):
            self.add_error("service", gettext("Choose a service or a speciality, one of the two."))
        return told


@require_http_methods(["GET", "HEAD", "POST"])
@doctors_only
def refer(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    visit = _own_visit(request, appointment_id)
    on = today(visit.location, now=timezone.now())
    form = ReferralForm(
        request.POST or None, today=on, initial={"valid_until": on + timedelta(days=USUAL_DAYS)}
    )
    if request.method == "POST" and form.is_valid():
        services.issue_referral(
            access=access_of(request).for_patient(visit.patient),
            patient=visit.patient,
            requester=visit.practitioner,
            on=on,
            **form.cleaned_data,
        )
        messages.success(request, gettext("The referral is in the patient's cabinet."))
        return HttpResponseRedirect(reverse("staff:visit", args=[visit.pk]))
    person = open_one(access_of(request), visit.patient, "family", "given", "patronymic")
    name = full_name(person.family, person.given, person.patronymic)
    return render(request, "staff/refer.html", {"form": form, "visit": visit, "patient_name": name})


@require_POST
@doctors_only
def revoke(request: HttpRequest, appointment_id: UUID, referral_id: UUID) -> HttpResponse:
    """One of the doctor's own."""
    visit = _own_visit(request, appointment_id)
    issued = ServiceRequest.objects.filter(patient=visit.patient, requester=visit.practitioner)
    referral = get_object_or_404(issued, pk=referral_id)
    services.revoke_referral(access=access_of(request).for_patient(visit.patient), referral=referral)
    messages.success(request, gettext("The referral is withdrawn; what was booked on it stands."))
    return HttpResponseRedirect(reverse("staff:visit", args=[visit.pk]))


def _own_visit(request: HttpRequest, appointment_id: UUID) -> Appointment:
    own = Appointment.objects.with_names().select_related("patient")
    found: Appointment = get_object_or_404(own, pk=appointment_id, practitioner__user=request.user)
    return found
