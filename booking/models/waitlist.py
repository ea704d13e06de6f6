"""Waiting for a time, and the freed times that are offered one patient after another."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from booking.codes import Modality, WaitlistOfferStatus, WaitlistStatus
from booking.models.base import Occurrence
from booking.models.catalogue import HealthcareService
from booking.models.places import Location
from booking.models.practitioners import Practitioner
from booking.models.visits import Appointment, Hold
from people.models import Patient


class WaitlistEntry(Occurrence):
    """What a patient waits for. With an appointment: the visit to be moved to an earlier time."""

    patient = models.ForeignKey(
        Patient, models.PROTECT, related_name="waitlist_entries", verbose_name=_("patient")
    )
    service = models.ForeignKey(
        HealthcareService, models.PROTECT, related_name="waitlist", verbose_name=_("service")
    )
    practitioners = models.ManyToManyField(
        Practitioner, related_name="+", blank=True, verbose_name=_("doctors"), help_text=_("None: any")
    )
    locations = models.ManyToManyField(
        Location, related_name="+", blank=True, verbose_name=_("branches"), help_text=_("None: any")
    )
    modality = models.CharField(
        _("how patient and doctor meet"), max_length=10, choices=Modality.choices, default=Modality.BOTH
    )
    appointment = models.ForeignKey(
        Appointment,
        models.CASCADE,
        related_name="waitlist_entries",
        null=True,
        blank=True,
        verbose_name=_("instead of"),
    )
    earliest_date = models.DateField(_("not before"))
    latest_date = models.DateField(_("not after"))
    earliest_time = models.TimeField(_("from the time of day"), null=True, blank=True)
    latest_time = models.TimeField(_("until the time of day"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=WaitlistStatus.choices, default=WaitlistStatus.WAITING
    )
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("entry of the waiting list")
        verbose_name_plural = _("waiting list")
        ordering = ["created_at"]
        indexes = [models.Index(fields=["service", "status", "created_at"], name="booking_waitlist_queue")]
        constraints = [
            models.CheckConstraint(
                condition=Q(latest_date__gte=F("earliest_date")), name="booking_waitlist_dates"
            )
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.earliest_date:%Y-%m-%d}–{self.latest_date:%Y-%m-%d}"


class WaitlistOffer(Occurrence):
    """A freed time offered to one entry, alone, for a short while."""

    entry = models.ForeignKey(WaitlistEntry, models.CASCADE, related_name="offers", verbose_name=_("entry"))
    hold = models.OneToOneField(Hold, models.SET_NULL, related_name="waitlist_offer", null=True, blank=True)
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, related_name="+", verbose_name=_("doctor"))
    location = models.ForeignKey(Location, models.PROTECT, related_name="+", verbose_name=_("branch"))
    start = models.DateTimeField(_("start"))
    end = models.DateTimeField(_("end"))
    status = models.CharField(
        _("status"), max_length=10, choices=WaitlistOfferStatus.choices, default=WaitlistOfferStatus.OFFERED
    )
    offered_at = models.DateTimeField(_("offered"))
    expires_at = models.DateTimeField(_("expires"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("offered time")
        verbose_name_plural = _("offered times")
        ordering = ["-offered_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry"],
                condition=Q(status=WaitlistOfferStatus.OFFERED),
                name="booking_one_offer_at_a_time",
            ),
            models.UniqueConstraint(fields=["entry", "practitioner", "start"], name="booking_offered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.start:%Y-%m-%d %H:%M}"
