"""Last decision: the held time, everything about it on one page, and yes."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from booking.errors import BookingError, HoldExpired
from booking.models import Appointment, Hold, WaitlistOffer
from cabinet.agreement import check_form
from cabinet.mount import patient_url
from cabinet.person import account_of, current_person, family_of, member, person_address, sign_in_address
from cabinet.presenters.check import offered_visit
from cabinet.standing import key_of_hold, standing_offer
from cabinet.views.booking import check_page
from cabinet.visitor import own_hold, remembered_choice
from people.models import Patient


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, hold_id: UUID) -> HttpResponse:
    back = remembered_choice(request, hold_id)
    try:
        hold = own_hold(request, hold_id)
    except HoldExpired as error:
        return _booked_from(request, hold_id) or check_page.lost(request, error, back=back)
    if "program" in back:
        return HttpResponseRedirect(patient_url(request, "booking:program_check", back["program"], hold.pk))
    if account_of(request) is None:
        return HttpResponseRedirect(sign_in_address(request))
    patient = _patient_of(request, hold)
    if patient is None:
        return HttpResponseRedirect(person_address(request.get_full_path()))
    if (offered := WaitlistOffer.objects.filter(hold=hold).first()) is not None:
        # There the patient sees what they waited for, and that an earlier visit moves.
        return HttpResponseRedirect(patient_url(request, "cabinet:offered", offered.pk))
    now = timezone.now()
    try:
        offer = standing_offer(request, key_of_hold(hold), now=now, patient=patient, hold=hold)
    except BookingError as error:
        return check_page.lost(request, error, back=back, hold=hold)
    if request.method == "POST":
        form = check_form(request, patient, [offered_visit(offer).service], data=request.POST)
        if form.is_valid():
            return check_page.confirm(request, offer, patient, form, hold=hold, now=now)
        return check_page.show(request, offer, patient, form=form, hold=hold, now=now)
    return check_page.show(request, offer, patient, hold=hold, now=now, referral=back.get("referral", ""))


def _patient_of(request: HttpRequest, hold: Hold) -> Patient | None:
    return member(request, hold.patient_id) if hold.patient_id else current_person(request)


def _booked_from(request: HttpRequest, hold_id: UUID) -> HttpResponse | None:
    """The hold is gone because it became a visit: the form was sent twice."""
    visit = Appointment.objects.filter(hold_key=hold_id, patient__in=family_of(request)).first()
    return HttpResponseRedirect(patient_url(request, "booking:outcome", visit.pk)) if visit else None
