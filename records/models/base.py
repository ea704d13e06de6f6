"""What every record of a patient's file has."""

from typing import Any, ClassVar, Self
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.fields import SealedQuerySet
from people.models import Patient
from records.codes import ENTERED_IN_ERROR, Precision


class RecordQuerySet(SealedQuerySet):
    def standing(self) -> Self:
        """Without what its author withdrew: such a record is kept for the trail and shown to nobody."""
        return self.exclude(status=ENTERED_IN_ERROR)


class ClinicalRecord(models.Model):
    """One record of one patient. Never deleted: what was wrong becomes `entered-in-error`."""

    sealed_for = "patient_id"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="%(class)ss", verbose_name=_("patient"))
    created_at = models.DateTimeField(_("received"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects: ClassVar[models.Manager[Any]] = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.pk}"


def moment(label: Any) -> "models.DateTimeField[Any, Any]":
    """An instant in UTC, or the first instant of a day, month or year; a column of `precision()` says
    which.
    """
    return models.DateTimeField(label, null=True, blank=True)


def precision() -> "models.CharField[Any, Any]":
    return models.CharField(
        _("how exactly it is known"), max_length=8, choices=Precision.choices, blank=True, default=""
    )


def code_system() -> "models.CharField[Any, Any]":
    return models.CharField(_("code system"), max_length=255, blank=True, default="")


def code() -> "models.CharField[Any, Any]":
    return models.CharField(_("code"), max_length=255, blank=True, default="")
