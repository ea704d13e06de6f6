"""Prescriptions, documents, the medical history and invoices."""

from http import HTTPStatus
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from cabinet.navigation import cabinet_page
from cabinet.person import access_for, shown_person, signed_in
from cabinet.presenters.file import (
    bill_words,
    diagnosis_words,
    document_words,
    prescription_words,
    vaccination_words,
    visit_words,
)
from records.errors import NoSuchRecord
from records.services import bills, document_file, documents_of, medical_history, shown_documents
from records.services import prescriptions as prescriptions_of

PER_PAGE = 20
#: What a browser may show of a stranger's file in a tab of ours: nothing that runs. Everything is downloaded.
_FILE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
}


@signed_in
def prescriptions(request: HttpRequest) -> HttpResponse:
    person = shown_person(request)
    found = prescriptions_of(access_for(request, person), person)
    words = [prescription_words(prescription) for prescription in found]
    return cabinet_page(
        request,
        "cabinet/records/prescriptions.html",
        section="prescriptions",
        current=[one for one in words if one.prescription.is_current],
        past=[one for one in words if not one.prescription.is_current],
    )


@signed_in
def documents(request: HttpRequest) -> HttpResponse:
    person = shown_person(request)
    page = Paginator(documents_of(person), PER_PAGE).get_page(request.GET.get("page"))
    found = shown_documents(access_for(request, person), list(page))
    return cabinet_page(
        request,
        "cabinet/records/documents.html",
        section="documents",
        documents=[document_words(document) for document in found],
        page_obj=page,
    )


@signed_in
def document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """The file itself, as a download."""
    person = shown_person(request)
    try:
        file = document_file(access_for(request, person), person, document_id)
    except NoSuchRecord as error:
        raise Http404 from error
    response = HttpResponse(
        file.content, content_type=file.content_type, status=HTTPStatus.OK, headers=_FILE_HEADERS
    )
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file.name)
    return response


@signed_in
def history(request: HttpRequest) -> HttpResponse:
    person = shown_person(request)
    diagnoses, vaccinations, visits = medical_history(access_for(request, person), person)
    return cabinet_page(
        request,
        "cabinet/records/history.html",
        section="history",
        diagnoses=[diagnosis_words(one) for one in diagnoses],
        vaccinations=[vaccination_words(one) for one in vaccinations],
        visits=[visit_words(one) for one in visits],
    )


@signed_in
def invoices(request: HttpRequest) -> HttpResponse:
    person = shown_person(request)
    found = bills(access_for(request, person), person)
    return cabinet_page(
        request,
        "cabinet/records/invoices.html",
        section="invoices",
        bills=[bill_words(bill) for bill in found],
    )
