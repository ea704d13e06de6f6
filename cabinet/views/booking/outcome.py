"""What has become of a booking: Processing until the branch has answered, then Confirmed, or why not."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from booking.codes import AppointmentStatus
from cabinet.mount import patient_url
from cabinet.own import own_appointment
from cabinet.person import signed_in
from cabinet.presenters.check import alternatives, cancel_rule
from cabinet.presenters.visit import card_of, refusal_words
from cabinet.standing import offers_instead_of


@signed_in
def outcome(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    appointment = own_appointment(request, appointment_id)
    refused = appointment.status == AppointmentStatus.CANCELLED and bool(appointment.reject_code)
    return render(
        request,
        "booking/outcome.html",
        {
            "appointment": appointment,
            "card": card_of(appointment),
            "is_pending": appointment.status == AppointmentStatus.PENDING,
            "is_refused": refused,
            "refusal": refusal_words(appointment) if refused else "",
            "alternatives": alternatives(offers_instead_of(appointment, now=timezone.now()))
            if refused
            else [],
            "action": patient_url(request, "booking:hold"),
            "cancel_rule": cancel_rule(appointment),
        },
    )


@signed_in
def state(request: HttpRequest, appointment_id: UUID) -> JsonResponse:
    """For the waiting page: has the answer come? The version only ever grows."""
    appointment = own_appointment(request, appointment_id)
    settled = appointment.status != AppointmentStatus.PENDING
    return JsonResponse({"version": appointment.version, "status": appointment.status, "settled": settled})
