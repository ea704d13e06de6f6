"""Referrals, programs and the waiting list."""

from django.db.models import Prefetch
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from booking.models import Program, ProgramLeg, ServiceRequest, WaitlistEntry
from patient_api.pages import described_page
from patient_api.serializers.booking import ProgramSerializer, ReferralSerializer, WaitlistEntrySerializer
from patient_api.views.base import PAGE, PATIENT, PatientView


class Referrals(PatientView):
    @extend_schema(
        operation_id="referrals", parameters=[PATIENT, *PAGE], responses=described_page(ReferralSerializer)
    )
    def get(self, request: Request) -> Response:
        """The patient's referrals, the newest first."""
        rows = ServiceRequest.objects.filter(patient=self.person())
        page = self.page(
            rows.select_related("service", "speciality", "requester").order_by("-authored_on", "pk")
        )
        return page.answer(ReferralSerializer(page.rows, many=True).data)


class Programs(PatientView):
    permission_classes = [AllowAny]

    @extend_schema(operation_id="programs", parameters=PAGE, responses=described_page(ProgramSerializer))
    def get(self, request: Request) -> Response:
        """Checkups of several visits in one day."""
        legs = ProgramLeg.objects.select_related("service").order_by("number")
        rows = Program.objects.filter(active=True, online_booking=True).order_by("code")
        page = self.page(rows.prefetch_related("locations", Prefetch("legs", queryset=legs)))
        return page.answer(ProgramSerializer(page.rows, many=True).data)


class Waitlist(PatientView):
    @extend_schema(
        operation_id="waitlist",
        parameters=[PATIENT, *PAGE],
        responses=described_page(WaitlistEntrySerializer),
    )
    def get(self, request: Request) -> Response:
        """What the patient waits for, the latest first."""
        rows = WaitlistEntry.objects.filter(patient=self.person()).order_by("-created_at", "pk")
        page = self.page(rows.select_related("service").prefetch_related("practitioners", "locations"))
        return page.answer(WaitlistEntrySerializer(page.rows, many=True).data)
