"""Visits to come and past, and one of them with all that can be done about it."""

from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from booking.codes import AppointmentStatus, Modality
from booking.errors import BookingError
from booking.models import Appointment, Review
from booking.services import check_change_window
from cabinet.mount import patient_url
from cabinet.navigation import cabinet_page
from cabinet.own import own_appointment
from cabinet.person import shown_person, signed_in
from cabinet.presenters.check import cancel_rule
from cabinet.presenters.visit import card_of, cards_of, delay_minutes, refusal_words
from notifications.calendar import visit_calendar

PAST_PER_PAGE = 20


@signed_in
def visits(request: HttpRequest) -> HttpResponse:
    person = shown_person(request)
    now = timezone.now()
    past = Paginator(person.appointments.past(now).with_names(), PAST_PER_PAGE).get_page(
        request.GET.get("page")
    )
    return cabinet_page(
        request,
        "cabinet/visits.html",
        section="visits",
        upcoming=cards_of(person.appointments.upcoming(now).with_names()),
        past=cards_of(past.object_list),
        page_obj=past,
    )


@signed_in
def visit(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    appointment = own_appointment(request, appointment_id)
    refused = appointment.status == AppointmentStatus.CANCELLED and bool(appointment.reject_code)
    changeable, why_not = _changeable(appointment)
    return cabinet_page(
        request,
        "cabinet/visit.html",
        section="visits",
        appointment=appointment,
        card=card_of(appointment),
        is_pending=appointment.status == AppointmentStatus.PENDING,
        is_expected=appointment.status in (AppointmentStatus.PENDING, AppointmentStatus.BOOKED),
        refusal=refusal_words(appointment) if appointment.reject_code else "",
        is_refused=refused,
        is_changeable=changeable,
        why_not=why_not,
        cancel_rule=cancel_rule(appointment),
        late_minutes=delay_minutes(appointment, now=timezone.now()),
        review=Review.objects.filter(appointment=appointment).first(),
        room=appointment.room if appointment.modality == Modality.IN_PERSON else None,
        again_url=patient_url(
            request,
            "booking:times",
            query={"service": appointment.service.code, "practitioner": appointment.practitioner_id},
        ),
    )


@signed_in
def calendar(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """The visit as a file for the patient's own calendar."""
    appointment = own_appointment(request, appointment_id)
    content = visit_calendar(
        appointment,
        language=get_language() or settings.LANGUAGE_CODE,
        url=request.build_absolute_uri(patient_url(request, "cabinet:visit", appointment.pk)),
        doctor=appointment.practitioner.name,
    )
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="visit.ics"'
    return response


def _changeable(appointment: Appointment) -> tuple[bool, str]:
    """Whether the patient may move or cancel it now, and if it is only too late, the sentence that says so."""
    if appointment.status != AppointmentStatus.BOOKED or appointment.program_booking_id:
        # The visits of a program stand or fall together, so they are changed where the whole of it is shown.
        return False, ""
    try:
        check_change_window(appointment, audience="patient", now=timezone.now())
    except BookingError as error:
        return False, str(error)
    return True, ""
