"""Reviews of visits that took place: asked for by the clinic, written once."""

from uuid import UUID

from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from booking.models import Review
from booking.services.reviewing import write_review
from patient_api.idempotency import once
from patient_api.pages import described_page
from patient_api.persons import access_for, family_of
from patient_api.serializers.booking import ReviewRequestSerializer, ReviewSerializer
from patient_api.views.base import PAGE, PATIENT, PatientView, valid


class Reviews(PatientView):
    @extend_schema(
        operation_id="reviews", parameters=[PATIENT, *PAGE], responses=described_page(ReviewSerializer)
    )
    def get(self, request: Request) -> Response:
        """What the patient was asked about and has written, the latest first."""
        rows = Review.objects.filter(patient=self.person()).select_related("practitioner", "service")
        page = self.page(rows.order_by("-asked_at", "pk"))
        return page.answer(ReviewSerializer(page.rows, many=True).data)


class OneReview(PatientView):
    @extend_schema(operation_id="write_review", request=ReviewRequestSerializer, responses=ReviewSerializer)
    @once
    def post(self, request: Request, review_id: UUID) -> Response:
        """Write the review that was asked for, once. It appears on the site when a moderator has read it."""
        asked = valid(ReviewRequestSerializer(data=request.data))
        rows = Review.objects.filter(patient__in=family_of(request)).select_related("patient")
        found = rows.filter(pk=review_id).first()
        if found is None:
            raise Http404
        write_review(
            access=access_for(request, found.patient),
            review=found,
            now=timezone.now(),
            language=get_language() or "",
            **asked,
        )
        return Response(ReviewSerializer(rows.get(pk=review_id)).data)
