"""A booked course: its visits and the days without one."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from booking.models import Course
from cabinet.navigation import cabinet_page
from cabinet.person import family_of, signed_in
from cabinet.presenters.course import left_out
from cabinet.presenters.visit import cards_of


@signed_in
def visit_course(request: HttpRequest, course_id: UUID) -> HttpResponse:
    found = (
        Course.objects.filter(pk=course_id, patient__in=family_of(request))
        .select_related("service", "practitioner", "location")
        .first()
    )
    if found is None:
        raise Http404
    return cabinet_page(
        request,
        "cabinet/visit_course.html",
        section="visits",
        course=found,
        cards=cards_of(found.appointments.with_names().order_by("start")),
        left_out=left_out(found.skips.all()),
    )
