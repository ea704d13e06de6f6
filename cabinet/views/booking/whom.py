"""For whom: oneself, a child, a relative. Asked only of those who may act for somebody, or who say so."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from booking import services
from booking.errors import BookingError, HoldExpired
from booking.models import Hold
from cabinet.forms.check import WhomForm
from cabinet.mount import patient_url
from cabinet.person import choose_person, current_person, family_of, full_names, signed_in
from cabinet.standing import key_of_hold
from cabinet.views.booking import check_page
from cabinet.visitor import own_hold, remember_choice, remembered_choice, visitor_mark
from people.models import Patient


@require_http_methods(["GET", "POST"])
@signed_in
def whom(request: HttpRequest, hold_id: UUID) -> HttpResponse:
    back = remembered_choice(request, hold_id)
    try:
        hold = own_hold(request, hold_id)
    except HoldExpired as error:
        return check_page.lost(request, error, back=back)
    family = family_of(request)
    names = full_names(request, family)
    person = current_person(request)
    form = WhomForm(
        request.POST if request.method == "POST" else None,
        people=[
            (
                str(one.pk),
                _("%(name)s (you)") % {"name": names[one.pk]} if one is family[0] else names[one.pk],
            )
            for one in family
        ],
        initial={"person": str(hold.patient_id or (person.pk if person else ""))},
    )
    if form.is_valid():
        patient = choose_person(request, form.cleaned_data["person"])
        return _given_to(request, hold, patient, back)
    return render(
        request,
        "booking/whom.html",
        {"form": form, "hold": hold, "check_url": patient_url(request, "booking:check", hold.pk)},
    )


def _given_to(request: HttpRequest, hold: Hold, patient: Patient, back: dict[str, str]) -> HttpResponse:
    """A hold that is a patient's stays theirs; for another one the time is kept anew, without a gap between."""
    if hold.patient_id in (None, patient.pk):
        return HttpResponseRedirect(patient_url(request, "booking:check", hold.pk))
    try:
        kept = services.hold(
            offer_token=key_of_hold(hold).signed(),
            now=timezone.now(),
            session_key=visitor_mark(request),
            patient=patient,
            replacing=hold,
        )
    except BookingError as error:
        return check_page.lost(request, error, back=back, hold=hold)
    remember_choice(request, kept.pk, back)
    return HttpResponseRedirect(patient_url(request, "booking:check", kept.pk))
