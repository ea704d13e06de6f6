"""A referral on paper or from elsewhere: its number is asked of the branch's information system."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from booking import services
from booking.errors import BookingError
from booking.models import HealthcareService, Location
from booking.ports import SystemUnavailable
from cabinet.choice import Choice
from cabinet.mount import patient_url
from cabinet.person import access_for, shown_person, signed_in
from people.codes import Purpose


class NumberForm(forms.Form):
    number = forms.CharField(
        label=gettext_lazy("Number of the referral"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    location = forms.ModelChoiceField(
        Location.objects.none(), label=gettext_lazy("Branch where you want to be seen"), empty_label=None
    )

    def __init__(self, *args: Any, branches: QuerySet[Location], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["location"].queryset = branches  # type: ignore[attr-defined]  # Field, though a ModelChoiceField


def branches_that_know_referrals(service: HealthcareService) -> QuerySet[Location]:
    giving = Location.objects.filter(active=True, roles__services=service, roles__active=True)
    return giving.exclude(mis_system="").distinct()


@require_http_methods(["GET", "POST"])
@signed_in
def referral(request: HttpRequest) -> HttpResponse:
    choice = Choice.of(request.GET.dict())
    if choice.service is None:
        return HttpResponseRedirect(patient_url(request, "booking:start"))
    form = NumberForm(
        request.POST if request.method == "POST" else None,
        branches=branches_that_know_referrals(choice.service),
        initial={"location": choice.location},
    )
    if form.is_valid() and (address := _added(request, choice, choice.service, form)):
        return HttpResponseRedirect(address)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "booking/referral.html", {"choice": choice, "form": form}, status=status)


def _added(request: HttpRequest, choice: Choice, service: HealthcareService, form: NumberForm) -> str:
    """Where to choose a time on the referral; nothing where it cannot be used, with the reason in the form."""
    patient, branch = shown_person(request), form.cleaned_data["location"]
    try:
        added = services.add_referral(
            access=access_for(request, patient, purpose=Purpose.BOOKING),
            patient=patient,
            number=form.cleaned_data["number"].strip(),
            location=branch,
            service=service,
            now=timezone.now(),
        )
    except BookingError as error:
        form.add_error("number", str(error))
        return ""
    except SystemUnavailable:
        form.add_error(
            None, _("The branch's system does not answer. Please try again later, or call the clinic.")
        )
        return ""
    return patient_url(request, "booking:times", query=choice.query(location=branch.code, referral=added.pk))
