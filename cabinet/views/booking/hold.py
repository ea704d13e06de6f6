"""Keeping a chosen time, keeping it longer, giving it back."""

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from booking import services
from booking.errors import BookingError, HoldExpired, OfferInvalid
from booking.models import Hold
from booking.offers import OfferKey
from cabinet import words
from cabinet.mount import patient_url
from cabinet.person import account_of, current_person
from cabinet.standing import key_of_hold, standing_offer
from cabinet.views.booking import check_page
from cabinet.visitor import own_hold, remember_choice, remembered_choice, visitor_mark
from people.models import Patient


@require_POST
def hold(request: HttpRequest) -> HttpResponse:
    """Keep the time of a signed offer for this browser, and for the patient when they are known."""
    try:
        key = OfferKey.read(request.POST.get("offer", ""))
    except OfferInvalid as error:
        return check_page.lost(request, error, back={})
    back = check_page.choice_of(key)
    if request.POST.get("referral"):
        back["referral"] = request.POST["referral"]
    try:
        kept = services.hold(
            offer_token=key.signed(),
            now=timezone.now(),
            session_key=visitor_mark(request),
            patient=current_person(request),
            replacing=_replaced(request),
        )
    except BookingError as error:
        return check_page.lost(request, error, back=back)
    remember_choice(request, kept.pk, back)
    patient = current_person(request)
    if patient is not None and request.POST.get("comment"):
        return _shown_at_once(request, kept, patient, back)
    if account_of(request) is None:
        messages.info(request, _kept_words(kept))
    return HttpResponseRedirect(patient_url(request, "booking:check", kept.pk))


@require_POST
def extend(request: HttpRequest, hold_id: UUID) -> HttpResponse:
    back = remembered_choice(request, hold_id)
    try:
        services.extend_hold(hold=own_hold(request, hold_id), now=timezone.now())
    except HoldExpired as error:
        return check_page.lost(request, error, back=back)
    except BookingError as error:
        messages.warning(request, str(error))
    if "program" in back:
        return HttpResponseRedirect(patient_url(request, "booking:program_check", back["program"], hold_id))
    return HttpResponseRedirect(patient_url(request, "booking:check", hold_id))


@require_POST
def release(request: HttpRequest, hold_id: UUID) -> HttpResponse:
    """Give the time back and choose again. Giving back what is gone already is no error."""
    back = remembered_choice(request, hold_id)
    address = patient_url(request, "booking:times" if "service" in back else "booking:start", query=back)
    with suppress(HoldExpired):
        kept = own_hold(request, hold_id)
        if "course" in request.POST and "service" in back:
            address = check_page.course_address(request, key_of_hold(kept))
        services.release_hold(hold=kept)
    return HttpResponseRedirect(address)


def _replaced(request: HttpRequest) -> Hold | None:
    """The time that this one is chosen instead of, where the page says so and it is still kept."""
    try:
        return own_hold(request, UUID(request.POST["replacing"])) if request.POST.get("replacing") else None
    except (HoldExpired, ValueError):
        return None


def _shown_at_once(request: HttpRequest, kept: Hold, patient: Patient, back: dict[str, str]) -> HttpResponse:
    """The page of the new time with what was typed for the lost one, which must not be kept anywhere in between."""
    now = timezone.now()
    try:
        offer = standing_offer(request, key_of_hold(kept), now=now, patient=patient, hold=kept)
    except BookingError as error:
        return check_page.lost(request, error, back=back, hold=kept)
    return check_page.show(
        request,
        offer,
        patient,
        hold=kept,
        now=now,
        referral=back.get("referral", ""),
        comment=request.POST["comment"],
    )


def _kept_words(kept: Hold) -> str:
    """For how long, not until when: the branch's clocks need not be the reader's."""
    visit = kept.legs.select_related("location").get()
    minutes = round((kept.expires_at - timezone.now()).total_seconds() / 60)
    return ngettext(
        "%(when)s is kept for you for %(minutes)d minute. Sign in by phone to finish.",
        "%(when)s is kept for you for %(minutes)d minutes. Sign in by phone to finish.",
        minutes,
    ) % {"when": words.moment_words(words.local(visit.start, visit.location)), "minutes": minutes}
