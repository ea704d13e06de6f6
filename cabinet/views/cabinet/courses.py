"""A booked course: its visits and the days without one, and cancelling what is left of it."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from booking import services
from cabinet import words
from cabinet.forms.change import CancelForm
from cabinet.mount import patient_url
from cabinet.navigation import cabinet_page
from cabinet.own import own_course
from cabinet.person import access_for, signed_in
from cabinet.presenters.course import left_out
from cabinet.presenters.visit import cards_of
from people.codes import Purpose


@signed_in
def visit_course(request: HttpRequest, course_id: UUID) -> HttpResponse:
    found = own_course(request, course_id)
    return cabinet_page(
        request,
        "cabinet/visit_course.html",
        section="visits",
        course=found,
        cards=cards_of(found.appointments.with_names().order_by("start")),
        left_out=left_out(found.skips.all()),
        is_open=found.appointments.upcoming(timezone.now()).exists(),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def course_cancel(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """All visits to come at once; what is too late to cancel stays, and is told."""
    found = own_course(request, course_id)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return cabinet_page(
            request,
            "cabinet/course_cancel.html",
            section="visits",
            status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK,
            course=found,
            cards=cards_of(found.appointments.upcoming(timezone.now()).with_names()),
            form=form,
        )
    end = services.cancel_course(
        access=access_for(request, found.patient, purpose=Purpose.BOOKING),
        course=found,
        reason=form.cleaned_data["reason"],
        now=timezone.now(),
    )
    for visit, why in end.kept:
        messages.warning(request, f"{words.moment_words(words.local(visit.start, found.location))}: {why}")
    if count := len(end.cancelled):
        told = ngettext("%(count)d visit is cancelled.", "%(count)d visits are cancelled.", count)
        messages.success(request, told % {"count": count})
    return HttpResponseRedirect(patient_url(request, "cabinet:visit_course", found.pk))
