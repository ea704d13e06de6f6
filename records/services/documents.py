"""Documents of a patient: what there is, and the bytes of one."""

import mimetypes
from collections.abc import Iterable
from uuid import UUID

from django.db.models import F, QuerySet

from people.access import Access, Opened, open_fields, open_together
from people.codes import AccessAction
from people.models import Patient
from records.codes import ENTERED_IN_ERROR
from records.errors import NoSuchRecord
from records.models import DocumentContent, DocumentReference
from records.services.moments import taken
from records.shown import Document, File

DOCUMENT_FIELDS = ("title", "description")


def documents_of(patient: Patient) -> QuerySet[DocumentReference]:
    """The documents of a patient, the newest first; for paging. Opens nothing."""
    return (
        DocumentReference.objects.filter(patient=patient)
        .exclude(status=ENTERED_IN_ERROR)
        .select_related("encounter__location")
        .order_by(F("date").desc(nulls_last=True), "pk")
    )


def shown_documents(access: Access, documents: Iterable[DocumentReference]) -> list[Document]:
    return [shown_document(opened) for opened in open_fields(access, documents, DOCUMENT_FIELDS)]


def shown_document(opened: Opened) -> Document:
    row: DocumentReference = opened.record
    return Document(
        id=row.pk,
        title=opened.title or opened.description or row.code_display,
        kind=row.code_display,
        description=opened.description or "",
        status=row.status,
        date=taken(row, "date"),
        author=row.author_name,
        content_type=row.content_type,
        size=row.size,
    )


def document_file(access: Access, patient: Patient, document_id: UUID) -> File:
    """The bytes of a document; the access event says that they were taken out.

    :raises NoSuchRecord: the patient has no such document, it was withdrawn, or its bytes stayed with the
    sender.
    """
    stored = (
        DocumentContent.objects.filter(patient=patient, document=document_id)
        .exclude(document__status=ENTERED_IN_ERROR)
        .select_related("document__encounter__location")
        .first()
    )
    if stored is None:
        raise NoSuchRecord("The patient has no such document.")
    [content], [document] = open_together(
        access,
        ([stored], ["content"]),
        ([stored.document], DOCUMENT_FIELDS),
        action=AccessAction.EXPORT,
    )
    shown = shown_document(document)
    suffix = mimetypes.guess_extension(shown.content_type.partition(";")[0].strip()) or ""
    return File(
        name=f"{shown.title or shown.kind or shown.id}{suffix}",
        content_type=shown.content_type or "application/octet-stream",
        content=content.content,
    )
