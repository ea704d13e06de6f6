"""Moving and cancelling a visit."""

from datetime import date
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from booking import services
from booking.codes import AppointmentStatus, CancelReason
from booking.errors import BookingError
from booking.models import Appointment
from booking.search import TimeQuery
from booking.services.programs import cancel_program
from cabinet.choice import Choice
from cabinet.forms.change import CancelForm
from cabinet.mount import patient_url
from cabinet.navigation import cabinet_page
from cabinet.own import own_appointment, own_program
from cabinet.person import access_for, birth_date_of, signed_in
from cabinet.presenters.check import alternatives
from cabinet.presenters.visit import card_of
from cabinet.weeks import find_week
from people.codes import Purpose

ANY = "any"
NOT_PREPARED = "not-prepared"


@require_http_methods(["GET", "POST"])
@signed_in
def cancel(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    appointment = own_appointment(request, appointment_id)
    reason = request.GET.get("reason", "")
    form = CancelForm(request.POST if request.method == "POST" else None, initial={"reason": reason})
    if not form.is_valid():
        return cabinet_page(
            request,
            "cabinet/cancel.html",
            section="visits",
            status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK,
            card=card_of(appointment),
            form=form,
        )
    if form.cleaned_data["reason"] == CancelReason.NOT_PREPARED != reason:
        # Who is not prepared wants the visit, only later. Cancelling stays one press away.
        address = patient_url(request, "cabinet:move", appointment.pk, query={"because": NOT_PREPARED})
        return HttpResponseRedirect(address)
    try:
        services.cancel(
            access=access_for(request, appointment.patient, purpose=Purpose.BOOKING),
            appointment=appointment,
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        )
    except BookingError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("The visit is cancelled."))
    return HttpResponseRedirect(patient_url(request, "cabinet:visit", appointment.pk))


@require_http_methods(["GET", "POST"])
@signed_in
def program_cancel(request: HttpRequest, booking_id: UUID) -> HttpResponse:
    """The visits of a program stand or fall together."""
    booked = own_program(request, booking_id)
    form = CancelForm(request.POST if request.method == "POST" else None)
    back = patient_url(request, "booking:program_outcome", booked.pk)
    if not form.is_valid():
        return cabinet_page(
            request,
            "cabinet/program_cancel.html",
            section="visits",
            status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK,
            booked=booked,
            form=form,
            back=back,
        )
    try:
        cancel_program(
            access=access_for(request, booked.patient, purpose=Purpose.BOOKING),
            booking=booked,
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        )
    except BookingError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("The program is cancelled."))
    return HttpResponseRedirect(back)


@require_http_methods(["GET", "POST"])
@signed_in
def move(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Choose another time of the same service; the earlier one stays until the new one does."""
    appointment = own_appointment(request, appointment_id)
    if request.method == "POST":
        return _moved(request, appointment)
    now = timezone.now()
    doctor = ANY if request.GET.get("doctor") == ANY else ""
    because = NOT_PREPARED if request.GET.get("because") == NOT_PREPARED else ""

    def link(day: date) -> str:
        return patient_url(
            request,
            "cabinet:move",
            appointment.pk,
            query={"doctor": doctor, "because": because, "day": day.isoformat()},
        )

    query = TimeQuery(
        start=now,
        end=now,
        service_id=appointment.service_id,
        practitioner_ids=frozenset() if doctor == ANY else frozenset([appointment.practitioner_id]),
        modality=appointment.modality,
        patient_id=appointment.patient_id,
        birth_date=birth_date_of(request, appointment.patient, [appointment.service_id]),
        ignore_appointment_id=appointment.pk,
    )
    found = find_week(query, appointment.service, day=Choice.of(request.GET.dict()).day, link=link, now=now)
    return cabinet_page(
        request,
        "cabinet/move.html",
        section="visits",
        card=card_of(appointment),
        week=found.week,
        refusal=found.refusal,
        is_last_week=found.is_last,
        any_doctor=doctor == ANY,
        is_not_prepared=bool(because),
        cancel_url=patient_url(
            request, "cabinet:cancel", appointment.pk, query={"reason": CancelReason.NOT_PREPARED.value}
        ),
        any_doctor_url=patient_url(
            request, "cabinet:move", appointment.pk, query={"doctor": ANY, "because": because}
        ),
        same_doctor_url=patient_url(request, "cabinet:move", appointment.pk, query={"because": because}),
        action=patient_url(request, "cabinet:move", appointment.pk),
        action_label=_("Move the visit"),
    )


def _moved(request: HttpRequest, appointment: Appointment) -> HttpResponse:
    try:
        moved = services.reschedule(
            access=access_for(request, appointment.patient, purpose=Purpose.BOOKING),
            appointment=appointment,
            offer_token=request.POST.get("offer", ""),
            now=timezone.now(),
        )
    except BookingError as error:
        return cabinet_page(
            request,
            "cabinet/move_refused.html",
            section="visits",
            status=HTTPStatus.CONFLICT,
            card=card_of(appointment),
            error=error,
            alternatives=alternatives(error.alternatives),
            action=patient_url(request, "cabinet:move", appointment.pk),
        )
    if moved.status == AppointmentStatus.PENDING:
        messages.info(
            request, _("The branch has been asked. Until it answers, the earlier time is kept as well.")
        )
    else:
        messages.success(request, _("The visit is moved."))
    return HttpResponseRedirect(patient_url(request, "cabinet:visit", appointment.pk))
