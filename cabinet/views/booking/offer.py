"""A link that names a time: from a doctor's page, a search engine, an aggregator.

A GET holds nothing, so here the confirmation holds and books at once: who is signed in needs one press more.
"""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from booking import services
from booking.errors import BookingError, OfferInvalid
from booking.offers import OfferKey
from cabinet.agreement import check_form
from cabinet.choice import Choice
from cabinet.mount import patient_url
from cabinet.old_links import tell_what_is_gone, with_usual_service
from cabinet.person import birth_date_of, current_person, sign_in_address
from cabinet.presenters.check import offered_visit
from cabinet.standing import standing_offer
from cabinet.views.booking import check_page
from cabinet.visitor import visitor_mark


@require_http_methods(["GET", "POST"])
def offer(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    if request.method == "POST":
        return _hold_and_book(request, now)
    choice = with_usual_service(Choice.of(request.GET.dict()))
    try:
        choice = choice.on_the_clock(request.GET.get("zone", ""))
    except BookingError as error:
        return check_page.lost(request, error, back=choice.query())
    tell_what_is_gone(request, choice)
    if choice.service is None or choice.start is None:
        return HttpResponseRedirect(patient_url(request, "booking:start", query=choice.query()))
    patient = current_person(request)
    query = choice.times_query(
        choice.start,
        choice.start,
        patient_id=patient.pk if patient else None,
        birth_date=birth_date_of(request, patient, [choice.service.pk]),
    )
    try:
        found = services.offer_at(query, now=now)
    except BookingError as error:
        return check_page.lost(request, error, back=choice.query())
    return check_page.show(request, found, patient, now=now, referral=str(choice.referral or ""))


def _hold_and_book(request: HttpRequest, now: datetime) -> HttpResponse:
    patient = current_person(request)
    if patient is None:
        return HttpResponseRedirect(sign_in_address(request))
    try:
        key = OfferKey.read(request.POST.get("offer", ""))
    except OfferInvalid as error:
        return check_page.lost(request, error, back={})
    if booked := check_page.booked_already(request, patient, key):
        return booked
    try:
        found = standing_offer(request, key, now=now, patient=patient)
        form = check_form(request, patient, [offered_visit(found).service], data=request.POST)
        if not form.is_valid():
            return check_page.show(request, found, patient, form=form, now=now)
        hold = services.hold(
            offer_token=key.signed(), now=now, session_key=visitor_mark(request), patient=patient
        )
    except BookingError as error:
        return check_page.lost(request, error, back=check_page.choice_of(key))
    return check_page.confirm(request, found, patient, form, hold=hold, now=now)
