"""What the two roads to a confirmation share: the page, its form, and the page of a time that is lost."""

from datetime import datetime
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from booking import services
from booking.errors import BookingError, TimeRefused
from booking.models import Hold, ServiceRequest
from booking.offers import Offer, OfferKey
from booking.services.family import carer_conflicts
from cabinet import words
from cabinet.agreement import check_form
from cabinet.forms.check import CheckForm
from cabinet.mount import patient_url
from cabinet.person import access_for, account_of, family_of, full_names
from cabinet.presenters.check import OfferedVisit, alternatives, cancel_rule, offered_visit
from cabinet.presenters.visit import VisitCard, card_of, cards_of
from cabinet.views.booking.courses import is_given_as_course
from cabinet.visitor import visitor_mark
from people.codes import Purpose
from people.models import Patient


def show(
    request: HttpRequest,
    offer: Offer,
    patient: Patient | None,
    *,
    form: CheckForm | None = None,
    hold: Hold | None = None,
    now: datetime,
    referral: str = "",
    comment: str = "",
) -> HttpResponse:
    """The page before yes. Without a patient it ends in "continue", which keeps the time and asks to sign in."""
    visit = offered_visit(offer)
    if patient is not None and form is None:
        form = check_form(request, patient, [visit.service], comment=comment)
    family = family_of(request)
    return render(
        request,
        "booking/check.html",
        {
            "card": card_of(visit),
            "service": visit.service,
            "cancel_rule": cancel_rule(visit),
            "token": offer.token,
            "referral": referral,
            "patient": patient,
            "patient_name": full_names(request, [patient])[patient.pk] if patient else "",
            "is_own": bool(patient and family and patient.pk == family[0].pk),
            "form": form,
            "hold": hold,
            # Said even where the page is the answer to choosing another time.
            "form_action": patient_url(request, "booking:check", hold.pk) if hold else "",
            "at_the_same_time": _at_the_same_time(request, visit, patient, now),
            "seconds_left": int((hold.expires_at - now).total_seconds()) if hold else 0,
            "times_url": patient_url(request, "booking:times", query=choice_of(offer.key)),
            "course_url": _course_url(request, offer.key, visit, patient),
        },
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form is not None and form.errors else HTTPStatus.OK,
    )


def confirm(
    request: HttpRequest, offer: Offer, patient: Patient, form: CheckForm, *, hold: Hold, now: datetime
) -> HttpResponse:
    """Book the held time. `form` is valid."""
    referral = request.POST.get("referral", "")
    try:
        appointment = services.book(
            access=access_for(request, patient, purpose=Purpose.BOOKING),
            hold=hold,
            patient=patient,
            now=now,
            session_key=visitor_mark(request),
            comment=form.cleaned_data["comment"],
            referral=_referral_of(patient, referral),
            consent=form.consent_text,
            preparation_acknowledged=form.is_prepared,
            idempotency_key=str(form.cleaned_data["key"]),
        )
    except TimeRefused as error:
        return lost(request, error, back=choice_of(offer.key), hold=hold)
    except BookingError as error:
        form.add_error(None, str(error))
        return show(request, offer, patient, form=form, hold=hold, now=now, referral=referral)
    return HttpResponseRedirect(patient_url(request, "booking:outcome", appointment.pk))


def lost(
    request: HttpRequest, error: BookingError, *, back: dict[str, str], hold: Hold | None = None
) -> HttpResponse:
    """The time is not to be had: why, the nearest others, and the way back to all of them."""
    return render(
        request,
        "booking/lost.html",
        {
            "error": error,
            "alternatives": alternatives(error.alternatives),
            "times_url": patient_url(
                request, "booking:times" if "service" in back else "booking:start", query=back
            ),
            "action": patient_url(request, "booking:hold"),
            "replacing": hold,
            # What was typed goes along to the next time, in the page and nowhere else.
            "comment": request.POST.get("comment", ""),
        },
        status=HTTPStatus.CONFLICT if isinstance(error, TimeRefused) else HTTPStatus.UNPROCESSABLE_ENTITY,
    )


def _at_the_same_time(
    request: HttpRequest, visit: OfferedVisit, patient: Patient | None, now: datetime
) -> list[VisitCard]:
    """Visits of the rest of the family at this time: somebody may have to be in two places."""
    account = account_of(request)
    if account is None or patient is None:
        return []
    found = carer_conflicts(user=account, patient=patient, start=visit.start, end=visit.end, now=now)
    return cards_of(found)


def choice_of(key: OfferKey) -> dict[str, str]:
    """The way back to the times of the same doctor and service."""
    return {"service": str(key.service_id), "practitioner": str(key.practitioner_id)}


def _course_url(request: HttpRequest, key: OfferKey, visit: OfferedVisit, patient: Patient | None) -> str:
    day = words.local(visit.start, visit.location).date()
    return course_address(request, key) if is_given_as_course(visit.service, patient, on=day) else ""


def course_address(request: HttpRequest, key: OfferKey) -> str:
    """The same visit on several days, from this one on."""
    query = {**choice_of(key), "location": str(key.location_id), "start": key.start.isoformat()}
    return patient_url(request, "booking:course", query=query)


def booked_already(request: HttpRequest, patient: Patient, key: OfferKey) -> HttpResponse | None:
    """The patient has this very visit: the page was sent twice, or the link was opened again."""
    visit = (
        patient.appointments.open()
        .filter(start=key.start, practitioner=key.practitioner_id, service=key.service_id)
        .first()
    )
    return HttpResponseRedirect(patient_url(request, "booking:outcome", visit.pk)) if visit else None


def _referral_of(patient: Patient, key: str) -> ServiceRequest | None:
    """A ticket's own referral; without one booking takes the first that fits."""
    return (
        next((referral for referral in patient.referrals.all() if str(referral.pk) == key), None)
        if key
        else None
    )
