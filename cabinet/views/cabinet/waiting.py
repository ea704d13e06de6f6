"""The waiting list: what the person waits for, and times that have become free for them."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from booking.codes import WaitlistOfferStatus
from booking.errors import BookingError
from booking.models import Appointment, WaitlistEntry, WaitlistOffer
from booking.services.waiting import ACTIVE, accept_offer, decline_offer, join_waitlist, leave_waitlist
from cabinet import words
from cabinet.agreement import check_form
from cabinet.choice import Choice
from cabinet.forms.check import CheckForm
from cabinet.forms.waiting import WaitForm, default_latest
from cabinet.mount import patient_url
from cabinet.navigation import cabinet_page
from cabinet.own import own_appointment
from cabinet.person import access_for, family_of, shown_person, signed_in
from cabinet.presenters.check import cancel_rule
from cabinet.presenters.visit import card_of
from people.codes import Purpose


@signed_in
def waiting(request: HttpRequest) -> HttpResponse:
    entries = shown_person(request).waitlist_entries.filter(status__in=ACTIVE)
    found = entries.select_related("service", "appointment__location").prefetch_related(
        "practitioners", "locations", "offers__location", "offers__practitioner"
    )
    return cabinet_page(
        request, "cabinet/waiting.html", section="visits", entries=[_shown(one) for one in found]
    )


@require_http_methods(["GET", "POST"])
@signed_in
def join(request: HttpRequest) -> HttpResponse:
    """Wait for a time of a service, or with `visit` for an earlier time of that visit."""
    choice = Choice.of(request.GET.dict())
    visit = _visit_named(request)
    service = visit.service if visit else choice.service
    if service is None:
        raise Http404
    doctor = visit.practitioner if visit else choice.practitioner
    form = WaitForm(
        request.POST if request.method == "POST" else None,
        doctor_name=doctor.name if doctor else "",
        initial={"latest": default_latest()},
        latest_possible=visit.start.astimezone(visit.location.zone).date() if visit else None,
    )
    if not form.is_valid():
        return cabinet_page(
            request,
            "cabinet/waiting_join.html",
            section="visits",
            status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK,
            form=form,
            service=service,
            card=card_of(visit) if visit else None,
        )
    patient = visit.patient if visit else shown_person(request)
    same_doctor = doctor if form.cleaned_data.get("doctor") == "same" else None
    join_waitlist(
        access=access_for(request, patient, purpose=Purpose.BOOKING),
        patient=patient,
        service=service,
        practitioners=[same_doctor] if same_doctor else [],
        locations=[choice.location] if choice.location else [],
        appointment=visit,
        now=timezone.now(),
        **form.wish(),
    )
    messages.success(
        request, _("You are on the waiting list. We will write to you when a time becomes free.")
    )
    return HttpResponseRedirect(patient_url(request, "cabinet:waiting"))


@require_POST
@signed_in
def leave(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    entry = (
        WaitlistEntry.objects.filter(pk=entry_id, patient__in=family_of(request))
        .select_related("patient")
        .first()
    )
    if entry is None:
        raise Http404
    leave_waitlist(
        access=access_for(request, entry.patient, purpose=Purpose.BOOKING), entry=entry, now=timezone.now()
    )
    messages.success(request, _("You no longer wait for this."))
    return HttpResponseRedirect(patient_url(request, "cabinet:waiting"))


@require_http_methods(["GET", "POST"])
@signed_in
def offered(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """A time that has become free, kept for this person alone for a short while: take it or leave it."""
    offer = _own_offer(request, offer_id)
    entry, now = offer.entry, timezone.now()
    if offer.status != WaitlistOfferStatus.OFFERED or offer.hold is None or offer.expires_at <= now:
        messages.info(request, _("This time is no longer kept for you. You stay on the waiting list."))
        return HttpResponseRedirect(patient_url(request, "cabinet:waiting"))
    if "decline" in request.POST:
        decline_offer(
            access=access_for(request, entry.patient, purpose=Purpose.BOOKING), offer=offer, now=now
        )
        messages.success(request, _("The time goes to somebody else. You stay on the waiting list."))
        return HttpResponseRedirect(patient_url(request, "cabinet:waiting"))
    leg = offer.hold.legs.select_related("practitioner", "service", "location", "room").get()
    data = request.POST if request.method == "POST" else None
    form = check_form(request, entry.patient, [entry.service], data=data, key=offer.pk)
    if form.is_valid():
        return _accepted(request, offer, form)
    return cabinet_page(
        request,
        "cabinet/waiting_offer.html",
        section="visits",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK,
        form=form,
        card=card_of(leg),
        cancel_rule=cancel_rule(leg),
        instead_of=card_of(entry.appointment) if entry.appointment else None,
        service=entry.service,
        seconds_left=int((offer.expires_at - now) / timedelta(seconds=1)),
    )


def _accepted(request: HttpRequest, offer: WaitlistOffer, form: CheckForm) -> HttpResponse:
    try:
        visit = accept_offer(
            access=access_for(request, offer.entry.patient, purpose=Purpose.BOOKING),
            offer=offer,
            now=timezone.now(),
            consent=form.consent_text,
            preparation_acknowledged=form.is_prepared,
        )
    except BookingError as error:
        messages.warning(request, str(error))
        return HttpResponseRedirect(patient_url(request, "cabinet:waiting"))
    return HttpResponseRedirect(patient_url(request, "booking:outcome", visit.pk))


def _visit_named(request: HttpRequest) -> Appointment | None:
    key = request.GET.get("visit")
    if not key:
        return None
    try:
        return own_appointment(request, UUID(key))
    except ValueError as error:
        raise Http404 from error


def _own_offer(request: HttpRequest, offer_id: UUID) -> WaitlistOffer:
    offers = WaitlistOffer.objects.filter(entry__patient__in=family_of(request))
    found = (
        offers.select_related(
            "hold",
            "entry__patient",
            "entry__service",
            "entry__appointment__location",
            "entry__appointment__service",
            "entry__appointment__practitioner",
        )
        .filter(pk=offer_id)
        .first()
    )
    if found is None:
        raise Http404
    return found


def _shown(entry: WaitlistEntry) -> dict[str, Any]:
    """An entry with the time that is offered for it now, if there is one."""
    offer = next((one for one in entry.offers.all() if one.status == WaitlistOfferStatus.OFFERED), None)
    return {
        "entry": entry,
        "doctors": ", ".join(doctor.name for doctor in entry.practitioners.all()),
        "offer": offer,
        "offered": words.moment_words(words.local(offer.start, offer.location)) if offer else "",
    }
