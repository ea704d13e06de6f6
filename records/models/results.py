"""Results: a sheet (DiagnosticReport) and the measurements on it (Observation)."""

from typing import Any, ClassVar, Self
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from booking.models import Practitioner
from people.fields import EncryptedTextField
from records.codes import DataAbsentReason, DiagnosticReportStatus, ObservationStatus
from records.models.base import ClinicalRecord, RecordQuerySet, code, code_system, moment, precision
from records.models.encounters import Encounter


class ObservationQuerySet(RecordQuerySet):
    def whole(self) -> Self:
        """Measurements as they were sent; the two numbers of a blood pressure are parts of one."""
        return self.filter(component_of=None)

    def valued(self) -> Self:
        """Those that say something: a blood pressure itself does not, its two numbers do."""
        return self.filter(Q(value__isnull=False) | Q(value_text__isnull=False))


class Observation(ClinicalRecord):
    """FHIR Observation: one measurement, or one component of it.

    Code, time, unit and range stay readable for sorting and drawing; what was found is sealed. Range, unit
    and method stand with each measurement, because they differ from one laboratory and year to another.
    """

    encounter = models.ForeignKey(
        Encounter,
        models.PROTECT,
        related_name="observations",
        null=True,
        blank=True,
        verbose_name=_("encounter"),
    )
    component_of = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="components",
        null=True,
        blank=True,
        verbose_name=_("component of"),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    status = models.CharField(_("status"), max_length=20, choices=ObservationStatus.choices)
    category = models.CharField(_("category"), max_length=64, blank=True, default="")
    code_system = code_system()
    code = code()
    code_display = models.TextField(_("name"), blank=True, default="")
    value = EncryptedTextField(
        _("value"), null=True, help_text=_("Decimal digits after an optional comparator")
    )
    value_text = EncryptedTextField(_("value in words"), null=True)
    interpretation = EncryptedTextField(_("interpretation"), null=True)
    comment = EncryptedTextField(_("comment"), null=True)
    absent_reason = models.CharField(
        _("why there is no value"), max_length=20, choices=DataAbsentReason.choices, blank=True, default=""
    )
    unit = models.CharField(_("unit as sent"), max_length=255, blank=True, default="")
    unit_code = models.CharField(_("UCUM unit"), max_length=255, blank=True, default="")
    # Digits as sent: a decimal column would round 0.00001 and forget that 3.10 was meant to two places.
    reference_low = models.CharField(_("range from"), max_length=64, blank=True, default="")
    reference_high = models.CharField(_("range to"), max_length=64, blank=True, default="")
    reference_text = models.TextField(_("range in words"), blank=True, default="")
    effective = moment(_("taken"))
    effective_precision = precision()
    effective_end = moment(_("taken until"))
    effective_end_precision = precision()
    issued = models.DateTimeField(_("issued"), null=True, blank=True)
    method = models.TextField(_("method"), blank=True, default="")
    performer_name = models.CharField(_("performed by"), max_length=300, blank=True, default="")

    objects: ClassVar[models.Manager[Any]] = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        ordering = ["-effective", "position"]
        indexes = [
            models.Index(
                fields=["patient", "code_system", "code", "-effective"], name="records_observation_trend"
            ),
            models.Index(
                fields=["component_of"],
                condition=Q(component_of__isnull=False),
                name="records_observation_part",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(component_of=None) | ~Q(component_of=F("id")),
                name="records_observation_not_its_own_part",
            )
        ]


class DiagnosticReport(ClinicalRecord):
    """FHIR DiagnosticReport: the sheet that a laboratory or a doctor issued."""

    encounter = models.ForeignKey(
        Encounter, models.PROTECT, related_name="reports", null=True, blank=True, verbose_name=_("encounter")
    )
    status = models.CharField(_("status"), max_length=20, choices=DiagnosticReportStatus.choices)
    category = models.CharField(_("category"), max_length=64, blank=True, default="")
    code_system = code_system()
    code = code()
    code_display = models.TextField(_("name"), blank=True, default="")
    conclusion = EncryptedTextField(_("conclusion"), null=True)
    effective = moment(_("taken"))
    effective_precision = precision()
    effective_end = moment(_("taken until"))
    effective_end_precision = precision()
    issued = models.DateTimeField(_("issued"), null=True, blank=True)
    performer = models.ForeignKey(
        Practitioner,
        models.PROTECT,
        related_name="reports",
        null=True,
        blank=True,
        verbose_name=_("performed by"),
    )
    performer_name = models.CharField(_("performed by, as sent"), max_length=300, blank=True, default="")
    results = models.ManyToManyField(
        Observation, through="records.ReportResult", related_name="reports", verbose_name=_("measurements")
    )

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-effective", "-issued"]
        indexes = [models.Index(fields=["patient", "-effective"], name="records_report_patient")]


class ReportResult(models.Model):
    """A measurement's place on a sheet. The same one may stand on several."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    report = models.ForeignKey(
        DiagnosticReport, models.PROTECT, related_name="result_rows", verbose_name=_("report")
    )
    observation = models.ForeignKey(
        Observation, models.PROTECT, related_name="report_rows", verbose_name=_("measurement")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("line of a report")
        verbose_name_plural = _("lines of reports")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["report", "observation"], name="records_report_result_once")
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.position}"
