"""Courses: the same visit on several days, planned and booked as one."""

from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from booking import services
from booking.codes import Channel
from booking.models import Appointment, Course, HealthcareService, Location, Practitioner
from booking.services import CoursePlan
from patient_api.idempotency import once
from patient_api.pages import described_page
from patient_api.persons import access_for, birth_date_of, family_of, person_of
from patient_api.problems import PlanOutdated
from patient_api.serializers.booking import (
    CancelRequestSerializer,
    CourseCancelledSerializer,
    CoursePlanSerializer,
    CourseRequestSerializer,
    CourseSerializer,
    CourseWishSerializer,
)
from patient_api.views.base import PAGE, PATIENT, PatientView, valid
from patient_api.views.own import agreed_text
from people.codes import Purpose
from people.models import Patient


class CoursePlans(PatientView):
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="course_plan", parameters=[CourseWishSerializer], responses=CoursePlanSerializer
    )
    def get(self, request: Request) -> Response:
        """The days of a course. Nothing is kept: booking takes all of them or none."""
        asked = valid(CourseWishSerializer(data=request.query_params.dict()))
        patient = person_of(request, asked.pop("patient")) if asked.get("patient") else None
        return Response(CoursePlanSerializer(_plan(request, asked, patient)).data)


class Courses(PatientView):
    @extend_schema(
        operation_id="courses", parameters=[PATIENT, *PAGE], responses=described_page(CourseSerializer)
    )
    def get(self, request: Request) -> Response:
        """Booked courses, the latest first."""
        page = self.page(_with_visits(Course.objects.filter(patient=self.person())))
        return page.answer(CourseSerializer(page.rows, many=True).data)

    @extend_schema(
        operation_id="book_course", request=CourseRequestSerializer, responses={201: CourseSerializer}
    )
    @once
    def post(self, request: Request) -> Response:
        """Book every visit of the plan that was looked at, or none."""
        asked = valid(CourseRequestSerializer(data=request.data))
        patient = person_of(request, asked.pop("patient", None))
        seen, consent = asked.pop("plan"), agreed_text(asked.pop("consent"))
        comment, acknowledged = asked.pop("comment"), asked.pop("preparation_acknowledged")
        plan = _plan(request, asked, patient)
        if plan.mark != seen:
            raise PlanOutdated
        course = services.book_course(
            access=access_for(request, patient, purpose=Purpose.BOOKING),
            plan=plan,
            patient=patient,
            now=timezone.now(),
            channel=Channel.API,
            comment=comment,
            consent=consent,
            preparation_acknowledged=acknowledged,
        )
        shown = _with_visits(Course.objects.filter(pk=course.pk)).get()
        return Response(CourseSerializer(shown).data, status=status.HTTP_201_CREATED)


class CancelCourse(PatientView):
    @extend_schema(
        operation_id="cancel_course", request=CancelRequestSerializer, responses=CourseCancelledSerializer
    )
    @once
    def post(self, request: Request, course_id: UUID) -> Response:
        """Cancel the visits to come. One that is too late to cancel stays, and is told with why."""
        asked = valid(CancelRequestSerializer(data=request.data))
        course = Course.objects.filter(pk=course_id, patient__in=family_of(request)).first()
        if course is None:
            raise Http404
        end = services.cancel_course(
            access=access_for(request, course.patient, purpose=Purpose.BOOKING),
            course=course,
            reason=asked["reason"],
            now=timezone.now(),
        )
        kept = [{"id": visit.pk, "code": why.code, "detail": str(why)} for visit, why in end.kept]
        shown = _with_visits(Course.objects.filter(pk=course.pk)).get()
        return Response(CourseCancelledSerializer({"course": shown, "kept": kept}).data)


def _plan(request: Request, asked: dict[str, Any], patient: Patient | None) -> CoursePlan:
    service = HealthcareService.objects.filter(pk=asked["service"], active=True).first()
    location = Location.objects.filter(pk=asked["location"], active=True).first()
    doctor = None
    if asked.get("practitioner"):
        doctor = Practitioner.objects.filter(pk=asked["practitioner"], active=True).first()
    if service is None or location is None or (asked.get("practitioner") and doctor is None):
        raise Http404
    return services.plan_course(
        service=service,
        location=location,
        practitioner=doctor,
        patient=patient,
        birth_date=birth_date_of(request, patient, [service.pk]),
        now=timezone.now(),
        **{name: asked[name] for name in ("visits", "every_days", "first_day", "time")},
    )


def _with_visits(courses: QuerySet[Course]) -> QuerySet[Course]:
    visits = Appointment.objects.with_names().order_by("start")
    rows = courses.select_related("service", "practitioner", "location").order_by("-created_at", "pk")
    return rows.prefetch_related("skips", Prefetch("appointments", queryset=visits))
