"""What patients say after a visit that took place."""

from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from booking.codes import ReviewStatus
from booking.models.base import Occurrence
from booking.models.catalogue import HealthcareService
from booking.models.places import Location
from booking.models.practitioners import Practitioner
from booking.models.visits import Appointment
from people.models import Patient


class ReviewQuerySet(models.QuerySet["Review"]):
    def published(self) -> Self:
        return self.filter(status=ReviewStatus.PUBLISHED).order_by("-published_at")

    def waiting(self) -> Self:
        return self.filter(status=ReviewStatus.SUBMITTED).order_by("submitted_at")


class Review(Occurrence):
    """One per appointment. The patient's words are published as written, or not at all."""

    appointment = models.OneToOneField(
        Appointment, models.PROTECT, related_name="review", verbose_name=_("appointment")
    )
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="reviews", verbose_name=_("patient"))
    practitioner = models.ForeignKey(
        Practitioner, models.PROTECT, related_name="reviews", verbose_name=_("doctor")
    )
    service = models.ForeignKey(
        HealthcareService, models.PROTECT, related_name="reviews", verbose_name=_("service")
    )
    location = models.ForeignKey(Location, models.PROTECT, related_name="reviews", verbose_name=_("branch"))
    status = models.CharField(
        _("status"), max_length=10, choices=ReviewStatus.choices, default=ReviewStatus.ASKED
    )
    rating = models.PositiveSmallIntegerField(
        _("rating"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    text = models.TextField(_("text"), blank=True)
    language = models.CharField(_("language"), max_length=5, blank=True)
    author_name = models.CharField(
        _("signed"),
        max_length=60,
        blank=True,
        help_text=_("As the patient wishes to be named; empty: a patient"),
    )
    asked_at = models.DateTimeField(_("asked"))
    submitted_at = models.DateTimeField(_("written"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    moderated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("moderated by"),
    )
    reject_reason = models.CharField(_("why rejected"), max_length=300, blank=True)
    reply = models.TextField(_("the clinic's answer"), blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("answered by"),
    )
    replied_at = models.DateTimeField(_("answered"), null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-submitted_at"]
        indexes = [
            models.Index(fields=["practitioner", "status", "published_at"], name="booking_review_doctor"),
            models.Index(fields=["service", "status", "published_at"], name="booking_review_service"),
            models.Index(fields=["location", "status", "published_at"], name="booking_review_branch"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(rating__range=(1, 5)) | Q(rating=None, status=ReviewStatus.ASKED),
                name="booking_review_rating",
            )
        ]

    def __str__(self) -> str:
        return f"{self.rating or '–'} {self.appointment_id}"
