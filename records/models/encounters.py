from django.db import models
from django.utils.translation import gettext_lazy as _

from booking.models import Appointment, Location, Practitioner
from people.fields import EncryptedTextField
from records.codes import EncounterStatus
from records.models.base import ClinicalRecord, moment, precision


class Encounter(ClinicalRecord):
    """FHIR Encounter: a visit that took place. What it was for is sealed, as a diagnosis is."""

    status = models.CharField(_("status"), max_length=20, choices=EncounterStatus.choices)
    kind = models.CharField(_("kind"), max_length=20, help_text=_("HL7 v3 ActCode: AMB, EMER, IMP, VR"))
    title = EncryptedTextField(_("what was done"), null=True)
    reason = EncryptedTextField(_("reason"), null=True)
    start = moment(_("start"))
    start_precision = precision()
    end = moment(_("end"))
    end_precision = precision()
    practitioner = models.ForeignKey(
        Practitioner,
        models.PROTECT,
        related_name="encounters",
        null=True,
        blank=True,
        verbose_name=_("doctor"),
    )
    practitioner_name = models.CharField(_("doctor's name as sent"), max_length=300, blank=True)
    location = models.ForeignKey(
        Location, models.PROTECT, related_name="encounters", null=True, blank=True, verbose_name=_("branch")
    )
    location_name = models.CharField(_("place as sent"), max_length=300, blank=True)
    appointment = models.OneToOneField(
        Appointment,
        models.PROTECT,
        related_name="encounter",
        null=True,
        blank=True,
        verbose_name=_("appointment"),
    )

    class Meta:
        verbose_name = _("encounter")
        verbose_name_plural = _("encounters")
        ordering = ["-start"]
        indexes = [models.Index(fields=["patient", "-start"], name="records_encounter_patient")]
