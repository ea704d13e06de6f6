"""What was prescribed, given and diagnosed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from booking.models import Practitioner
from people.fields import EncryptedJSONField, EncryptedTextField
from records.codes import (
    ConditionClinicalStatus,
    ConditionVerificationStatus,
    ImmunizationStatus,
    MedicationRequestIntent,
    MedicationRequestStatus,
)
from records.models.base import ClinicalRecord, moment, precision
from records.models.encounters import Encounter


class MedicationRequest(ClinicalRecord):
    """FHIR MedicationRequest: a prescription."""

    encounter = models.ForeignKey(
        Encounter,
        models.PROTECT,
        related_name="prescriptions",
        null=True,
        blank=True,
        verbose_name=_("encounter"),
    )
    status = models.CharField(_("status"), max_length=20, choices=MedicationRequestStatus.choices)
    intent = models.CharField(_("intent"), max_length=20, choices=MedicationRequestIntent.choices)
    medication = EncryptedTextField(_("medicine"))
    medication_code = EncryptedTextField(_("code of the medicine"), null=True, help_text="system|code")
    dosage = EncryptedJSONField(_("how to take it"), null=True, help_text="records.received.Dosage, a list")
    reason = EncryptedTextField(_("reason"), null=True)
    note = EncryptedTextField(_("note"), null=True)
    quantity = EncryptedTextField(_("quantity"), null=True)
    repeats = models.PositiveSmallIntegerField(_("repeats allowed"), null=True, blank=True)
    authored = moment(_("written"))
    authored_precision = precision()
    valid_from = moment(_("valid from"))
    valid_from_precision = precision()
    valid_until = moment(_("valid until"))
    valid_until_precision = precision()
    practitioner = models.ForeignKey(
        Practitioner,
        models.PROTECT,
        related_name="prescriptions",
        null=True,
        blank=True,
        verbose_name=_("doctor"),
    )
    practitioner_name = models.CharField(_("doctor's name as sent"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("prescription")
        verbose_name_plural = _("prescriptions")
        ordering = ["-authored"]
        indexes = [models.Index(fields=["patient", "-authored"], name="records_prescription_patient")]


class Condition(ClinicalRecord):
    """FHIR Condition: a diagnosis or a complaint. Its code is the diagnosis, so it is sealed too.

    FHIR keeps `entered-in-error` in the verification status here; `status` repeats it for one rule over all
    records.
    """

    encounter = models.ForeignKey(
        Encounter,
        models.PROTECT,
        related_name="conditions",
        null=True,
        blank=True,
        verbose_name=_("encounter"),
    )
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=[
            *ConditionClinicalStatus.choices,
            (
                ConditionVerificationStatus.ENTERED_IN_ERROR.value,
                ConditionVerificationStatus.ENTERED_IN_ERROR.label,
            ),
        ],
        blank=True,
    )
    verification = models.CharField(
        _("certainty"), max_length=20, choices=ConditionVerificationStatus.choices, blank=True
    )
    title = EncryptedTextField(_("diagnosis"))
    code = EncryptedTextField(_("code"), null=True, help_text="system|code")
    note = EncryptedTextField(_("note"), null=True)
    onset = moment(_("began"))
    onset_precision = precision()
    onset_text = EncryptedTextField(_("began, in words"), null=True)
    abated = moment(_("ended"))
    abated_precision = precision()
    abated_text = EncryptedTextField(_("ended, in words"), null=True)
    recorded = moment(_("recorded"))
    recorded_precision = precision()

    class Meta:
        verbose_name = _("diagnosis")
        verbose_name_plural = _("diagnoses")
        ordering = ["-onset"]
        indexes = [models.Index(fields=["patient", "-onset"], name="records_condition_patient")]


class Immunization(ClinicalRecord):
    """FHIR Immunization: a vaccination."""

    encounter = models.ForeignKey(
        Encounter,
        models.PROTECT,
        related_name="immunizations",
        null=True,
        blank=True,
        verbose_name=_("encounter"),
    )
    status = models.CharField(_("status"), max_length=20, choices=ImmunizationStatus.choices)
    vaccine = EncryptedTextField(_("vaccine"))
    vaccine_code = EncryptedTextField(_("code of the vaccine"), null=True, help_text="system|code")
    occurred = moment(_("given"))
    occurred_precision = precision()
    occurred_text = EncryptedTextField(_("given, in words"), null=True)
    lot = EncryptedTextField(_("lot"), null=True)
    dose = EncryptedTextField(_("dose"), null=True)
    performer_name = models.CharField(_("given by"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("vaccination")
        verbose_name_plural = _("vaccinations")
        ordering = ["-occurred"]
        indexes = [models.Index(fields=["patient", "-occurred"], name="records_immunization_patient")]
