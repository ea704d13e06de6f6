"""Where records came from, and what they said before."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.fields import EncryptedJSONField, SealedQuerySet
from people.models import Patient


class ExternalRecord(models.Model):
    """What another system calls one of our records, and a fingerprint of what it last said of it.

    The fingerprint is keyed (`records.services.fingerprint`): it shows that a repeated message says nothing
    new without opening a value, and without a key it cannot be tried against guesses.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="+", verbose_name=_("patient"))
    resource_type = models.CharField(_("resource"), max_length=40)
    system = models.CharField(_("system"), max_length=255)
    value = models.CharField(_("identifier there"), max_length=255)
    object_id = models.UUIDField(_("our record"))
    fingerprint = models.BinaryField(max_length=32)
    source_updated_at = models.DateTimeField(_("changed there"), null=True, blank=True)
    received_at = models.DateTimeField(_("last received"))

    class Meta:
        verbose_name = _("record of another system")
        verbose_name_plural = _("records of other systems")
        ordering = ["resource_type", "system", "value"]
        constraints = [
            models.UniqueConstraint(fields=["resource_type", "system", "value"], name="records_external_once")
        ]
        indexes = [
            models.Index(fields=["object_id"], name="records_external_object"),
            models.Index(fields=["patient"], name="records_external_patient"),
        ]

    def __str__(self) -> str:
        return f"{self.resource_type} {self.system}|{self.value}"


class PreviousVersion(models.Model):
    """A record as it stood before it was corrected, sealed as a whole."""

    sealed_for = "patient_id"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="+", verbose_name=_("patient"))
    resource_type = models.CharField(_("resource"), max_length=40)
    object_id = models.UUIDField(_("our record"))
    content = EncryptedJSONField(_("content"))
    replaced_at = models.DateTimeField(_("replaced"))

    objects = SealedQuerySet.as_manager()

    class Meta:
        verbose_name = _("earlier version")
        verbose_name_plural = _("earlier versions")
        ordering = ["-replaced_at"]
        indexes = [models.Index(fields=["object_id", "-replaced_at"], name="records_version_object")]

    def __str__(self) -> str:
        return f"{self.resource_type} {self.object_id} until {self.replaced_at:%Y-%m-%d %H:%M}"
