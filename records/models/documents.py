"""Documents of the patient's file. Their bytes never stand under a public address or in Wagtail's library."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.fields import EncryptedField, EncryptedTextField, SealedQuerySet
from people.models import Patient
from records.codes import DocumentReferenceStatus
from records.models.base import ClinicalRecord, code, code_system, moment, precision
from records.models.encounters import Encounter
from records.models.results import DiagnosticReport


class EncryptedBytesField(EncryptedField[bytes]):
    """The content of a small file."""

    meaning = "bytes/1"
    empty_strings_allowed = False

    def encode(self, value: bytes) -> bytes:
        if not isinstance(value, bytes):
            raise TypeError(f"{self.name} takes bytes, not {type(value).__name__}.")
        return value

    def decode(self, plaintext: bytes) -> bytes:
        return plaintext


class DocumentReference(ClinicalRecord):
    """FHIR DocumentReference: what the document is. LOINC types stay readable, titles may tell more."""

    encounter = models.ForeignKey(
        Encounter,
        models.PROTECT,
        related_name="documents",
        null=True,
        blank=True,
        verbose_name=_("encounter"),
    )
    report = models.ForeignKey(
        DiagnosticReport,
        models.PROTECT,
        related_name="documents",
        null=True,
        blank=True,
        verbose_name=_("report"),
    )
    status = models.CharField(_("status"), max_length=20, choices=DocumentReferenceStatus.choices)
    code_system = code_system()
    code = code()
    code_display = models.TextField(_("type"), blank=True, default="")
    title = EncryptedTextField(_("title"), null=True)
    description = EncryptedTextField(_("description"), null=True)
    date = moment(_("date"))
    date_precision = precision()
    author_name = models.CharField(_("author"), max_length=300, blank=True)
    content_type = models.CharField(_("media type"), max_length=100, blank=True)
    size = models.PositiveIntegerField(_("size, bytes"), null=True, blank=True)
    url = EncryptedTextField(_("address at the sender"), null=True)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-date"]
        indexes = [models.Index(fields=["patient", "-date"], name="records_document_patient")]


class DocumentContent(models.Model):
    """The bytes of a document, apart from it so that lists never load them."""

    sealed_for = "patient_id"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="+", verbose_name=_("patient"))
    document = models.OneToOneField(
        DocumentReference, models.PROTECT, related_name="stored", verbose_name=_("document")
    )
    content = EncryptedBytesField(_("content"))

    objects = SealedQuerySet.as_manager()

    class Meta:
        verbose_name = _("content of a document")
        verbose_name_plural = _("contents of documents")

    def __str__(self) -> str:
        return f"DocumentContent {self.pk}"
