"""Recurring courses: ten visits of physiotherapy."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from booking.models.base import Occurrence
from booking.models.catalogue import HealthcareService
from booking.models.places import Location
from booking.models.practitioners import Practitioner
from people.models import Patient


class Course(Occurrence):
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="courses", verbose_name=_("patient"))
    service = models.ForeignKey(
        HealthcareService, models.PROTECT, related_name="+", verbose_name=_("service")
    )
    practitioner = models.ForeignKey(
        Practitioner, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("doctor")
    )
    location = models.ForeignKey(Location, models.PROTECT, related_name="+", verbose_name=_("branch"))
    visits = models.PositiveSmallIntegerField(_("visits"))
    every_days = models.PositiveSmallIntegerField(_("a visit every, days"), default=1)
    first_day = models.DateField(_("first day"))
    time = models.TimeField(_("time of day"), help_text=_("At the branch"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, verbose_name=_("author")
    )
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.service} × {self.visits}"


class CourseSkip(Occurrence):
    """A day of the course without a visit, and why."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="skips", verbose_name=_("course"))
    date = models.DateField(_("day"))
    reason_code = models.CharField(_("reason"), max_length=50)

    class Meta:
        verbose_name = _("skipped day")
        verbose_name_plural = _("skipped days")
        ordering = ["date"]
        constraints = [models.UniqueConstraint(fields=["course", "date"], name="booking_course_skip_unique")]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.reason_code}"
