"""Objects of the people whom the account may act for. Somebody else's is not found, the same as one that never was."""

from uuid import UUID

from django.db import models
from django.http import Http404, HttpRequest

from booking.models import Appointment, Course, ProgramBooking
from cabinet.person import family_of


def own_appointment(request: HttpRequest, appointment_id: UUID) -> Appointment:
    visits: models.QuerySet[Appointment] = Appointment.objects.filter(
        patient__in=family_of(request)
    ).with_names()
    found = visits.filter(pk=appointment_id).first()
    if found is None:
        raise Http404
    return found


def own_program(request: HttpRequest, booking_id: UUID) -> ProgramBooking:
    programs = ProgramBooking.objects.filter(patient__in=family_of(request)).select_related(
        "program", "location"
    )
    found = programs.filter(pk=booking_id).first()
    if found is None:
        raise Http404
    return found


def own_course(request: HttpRequest, course_id: UUID) -> Course:
    courses = Course.objects.filter(patient__in=family_of(request)).select_related(
        "service", "practitioner", "location", "patient"
    )
    found = courses.filter(pk=course_id).first()
    if found is None:
        raise Http404
    return found
