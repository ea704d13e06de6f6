from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from patient_api.pages import described_page
from patient_api.persons import access_for
from patient_api.serializers.records import (
    DocumentSerializer,
    LatestSerializer,
    PrescriptionSerializer,
    ReportLineSerializer,
    SheetSerializer,
    TrendSerializer,
)
from patient_api.views.base import PAGE, PATIENT, PatientView
from records.services import (
    document_file,
    documents_of,
    latest_results,
    prescriptions,
    report_lines,
    report_sheet,
    reports_of,
    shown_documents,
    trend,
)

_FILE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
}


class Reports(PatientView):
    @extend_schema(
        operation_id="results", parameters=[PATIENT, *PAGE], responses=described_page(ReportLineSerializer)
    )
    def get(self, request: Request) -> Response:
        """Reports, the newest first."""
        patient = self.person()
        page = self.page(reports_of(patient))
        lines = report_lines(access_for(request, patient), page.rows)
        return page.answer(ReportLineSerializer(lines, many=True).data)


class LatestResults(PatientView):
    @extend_schema(operation_id="latest_results", parameters=[PATIENT], responses=LatestSerializer(many=True))
    def get(self, request: Request) -> Response:
        """The newest value of every analyte and how it moved since the one before."""
        patient = self.person()
        found = latest_results(access_for(request, patient), patient)
        return Response(LatestSerializer(found, many=True).data)


class Report(PatientView):
    @extend_schema(operation_id="result", parameters=[PATIENT], responses=SheetSerializer)
    def get(self, request: Request, report_id: UUID) -> Response:
        """A report with its values, conclusion and documents."""
        patient = self.person()
        return Response(SheetSerializer(report_sheet(access_for(request, patient), patient, report_id)).data)


class Course(PatientView):
    @extend_schema(operation_id="course", parameters=[PATIENT], responses=TrendSerializer)
    def get(self, request: Request, observation_id: UUID) -> Response:
        """All measurements of what this one measured, the oldest first."""
        patient = self.person()
        return Response(TrendSerializer(trend(access_for(request, patient), patient, observation_id)).data)


class Prescriptions(PatientView):
    @extend_schema(
        operation_id="prescriptions", parameters=[PATIENT], responses=PrescriptionSerializer(many=True)
    )
    def get(self, request: Request) -> Response:
        """Prescriptions, the newest first."""
        patient = self.person()
        found = prescriptions(access_for(request, patient), patient)
        return Response(PrescriptionSerializer(found, many=True).data)


class Documents(PatientView):
    @extend_schema(
        operation_id="documents", parameters=[PATIENT, *PAGE], responses=described_page(DocumentSerializer)
    )
    def get(self, request: Request) -> Response:
        """Documents, the newest first."""
        patient = self.person()
        page = self.page(documents_of(patient))
        found = shown_documents(access_for(request, patient), page.rows)
        return page.answer(DocumentSerializer(found, many=True).data)


class DocumentContent(PatientView):
    @extend_schema(
        operation_id="document_content",
        parameters=[PATIENT],
        responses={
            (200, "*/*"): OpenApiResponse(OpenApiTypes.BINARY, description="The file, as a download.")
        },
    )
    def get(self, request: Request, document_id: UUID) -> Any:
        """The file itself."""
        patient = self.person()
        file = document_file(access_for(request, patient), patient, document_id)
        response = HttpResponse(file.content, content_type=file.content_type, headers=_FILE_HEADERS)
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file.name)
        return response
