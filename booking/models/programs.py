"""Programs (checkups): several visits of one day, found, held and confirmed as one."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from booking.codes import ProgramBookingStatus
from booking.localized import Localized
from booking.models.base import Entity, Occurrence
from booking.models.catalogue import HealthcareService
from booking.models.places import Location
from people.models import Patient


class Program(Entity):
    code = models.SlugField(_("code"), unique=True)
    name_ru = models.CharField(_("name in Russian"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    summary_ru = models.TextField(_("summary in Russian"), blank=True)
    summary_en = models.TextField(_("summary in English"), blank=True)
    locations = models.ManyToManyField(Location, related_name="programs", verbose_name=_("branches"))
    price = models.DecimalField(
        _("price"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Empty: the sum of its visits"),
    )
    currency = models.CharField(_("currency"), max_length=3, default="RUB", help_text=_("ISO 4217"))
    longest_day_minutes = models.PositiveSmallIntegerField(
        _("takes at most, minutes"), default=480, help_text=_("From the first visit to the end of the last")
    )
    min_age = models.PositiveSmallIntegerField(_("from the age of, years"), null=True, blank=True)
    max_age = models.PositiveSmallIntegerField(_("up to the age of, years"), null=True, blank=True)
    online_booking = models.BooleanField(_("patients book it themselves"), default=True)
    active = models.BooleanField(_("active"), default=True)

    name = Localized()
    summary = Localized()

    class Meta:
        verbose_name = _("program")
        verbose_name_plural = _("programs")
        ordering = ["name_ru"]

    def __str__(self) -> str:
        return self.name

    @property
    def has_age_limits(self) -> bool:
        return (self.min_age, self.max_age) != (None, None)


class ProgramLeg(Entity):
    """One visit of a program.

    Legs of one stage may come in any order; a lower stage comes wholly before a higher.
    """

    program = models.ForeignKey(Program, models.CASCADE, related_name="legs", verbose_name=_("program"))
    number = models.PositiveSmallIntegerField(_("number"))
    stage = models.PositiveSmallIntegerField(_("stage"), default=0)
    service = models.ForeignKey(
        HealthcareService, models.PROTECT, related_name="+", verbose_name=_("service")
    )
    fasting = models.BooleanField(
        _("on an empty stomach"), default=False, help_text=_("Comes before every visit that is not")
    )
    gap_after = models.ForeignKey(
        "self",
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("the gap is counted from"),
    )
    gap_min_minutes = models.PositiveSmallIntegerField(_("at least, minutes after"), default=0)
    gap_max_minutes = models.PositiveSmallIntegerField(_("at most, minutes after"), null=True, blank=True)

    class Meta:
        verbose_name = _("visit of a program")
        verbose_name_plural = _("visits of a program")
        ordering = ["program", "number"]
        constraints = [
            models.UniqueConstraint(fields=["program", "number"], name="booking_program_leg_number"),
            models.CheckConstraint(
                condition=Q(gap_max_minutes=None) | Q(gap_max_minutes__gte=F("gap_min_minutes")),
                name="booking_program_leg_gap",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.service}"


class ProgramBooking(Occurrence):
    """A patient's program: its visits are ordinary appointments that stand or fall together."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="bookings", verbose_name=_("program"))
    patient = models.ForeignKey(
        Patient, models.PROTECT, related_name="program_bookings", verbose_name=_("patient")
    )
    location = models.ForeignKey(Location, models.PROTECT, related_name="+", verbose_name=_("branch"))
    date = models.DateField(_("day"))
    status = models.CharField(_("status"), max_length=12, choices=ProgramBookingStatus.choices)
    price = models.DecimalField(_("price"), max_digits=10, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="RUB")
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("booked by"),
    )
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("booked program")
        verbose_name_plural = _("booked programs")
        ordering = ["-date"]

    def __str__(self) -> str:
        return f"{self.program} {self.date:%Y-%m-%d}"
