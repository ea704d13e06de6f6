"""Referrals: the right to a service that may not be booked without one."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from booking.codes import ReferralStatus
from booking.models.base import Occurrence
from booking.models.catalogue import HealthcareService, Speciality
from booking.models.practitioners import Practitioner
from people.fields import EncryptedTextField
from people.models import Patient


class ServiceRequestQuerySet(models.QuerySet["ServiceRequest"]):
    def usable(self, on: date) -> Self:
        """Active on that day, with visits left."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=on),
            Q(valid_until=None) | Q(valid_until__gte=on),
            status=ReferralStatus.ACTIVE,
            visits_used__lt=F("visits_allowed"),
        )


class ServiceRequest(Occurrence):
    """FHIR ServiceRequest. It covers one service, or every service of a speciality."""

    sealed_for = "patient_id"

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="referrals", verbose_name=_("patient"))
    service = models.ForeignKey(
        HealthcareService, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("service")
    )
    speciality = models.ForeignKey(
        Speciality, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("speciality")
    )
    requester = models.ForeignKey(
        Practitioner,
        models.PROTECT,
        related_name="issued_referrals",
        null=True,
        blank=True,
        verbose_name=_("issued by"),
    )
    system = models.CharField(_("issued in"), max_length=200, blank=True)
    number = models.CharField(_("number"), max_length=100, blank=True)
    status = models.CharField(
        _("status"), max_length=20, choices=ReferralStatus.choices, default=ReferralStatus.ACTIVE
    )
    reason = EncryptedTextField(_("reason"), blank=True, default="")
    authored_on = models.DateField(_("issued on"))
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True, help_text=_("The last day"))
    visits_allowed = models.PositiveSmallIntegerField(_("visits allowed"), default=1)
    visits_used = models.PositiveSmallIntegerField(_("visits used"), default=0)

    objects = ServiceRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        ordering = ["-authored_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(service__isnull=False) | Q(speciality__isnull=False),
                name="booking_referral_covers",
            ),
            # Two bookings racing for the last visit of a referral: the loser meets this.
            models.CheckConstraint(
                condition=Q(visits_used__lte=F("visits_allowed")), name="booking_referral_not_overdrawn"
            ),
            models.UniqueConstraint(
                fields=["system", "number"], condition=~Q(number=""), name="booking_referral_number_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(self.pk)

    @property
    def visits_left(self) -> int:
        return self.visits_allowed - self.visits_used
