from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.fields import EncryptedTextField, SealedQuerySet
from people.models import Patient
from records.codes import InvoiceStatus
from records.models.base import ClinicalRecord, moment, precision


class Invoice(ClinicalRecord):
    """FHIR Invoice. Amounts are in `currency` (ISO 4217); what was done is sealed, line by line."""

    status = models.CharField(_("status"), max_length=20, choices=InvoiceStatus.choices)
    number = models.CharField(_("number"), max_length=255, blank=True)
    issued = moment(_("issued"))
    issued_precision = precision()
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    total_net = models.DecimalField(
        _("total before tax"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    total_gross = models.DecimalField(_("total"), max_digits=14, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        ordering = ["-issued"]
        indexes = [models.Index(fields=["patient", "-issued"], name="records_invoice_patient")]


class InvoiceLine(models.Model):
    sealed_for = "patient_id"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="+", verbose_name=_("patient"))
    # The lines are the invoice's own content, replaced as a whole with it.
    invoice = models.ForeignKey(Invoice, models.CASCADE, related_name="lines", verbose_name=_("invoice"))
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    title = EncryptedTextField(_("what was done"))
    quantity = models.DecimalField(_("quantity"), max_digits=10, decimal_places=2, null=True, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, null=True, blank=True)

    objects = SealedQuerySet.as_manager()

    class Meta:
        verbose_name = _("invoice line")
        verbose_name_plural = _("invoice lines")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["invoice", "position"], name="records_invoice_line_position")
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id} {self.position}"
