"""Working hours: the portal's rules and exceptions, and the mirror of a medical information system."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from booking.codes import ExceptionKind, Modality, OrphanAction, Weekday
from booking.localized import Localized
from booking.models.base import Occurrence
from booking.models.catalogue import HealthcareService
from booking.models.places import Location, Room
from booking.models.practitioners import Practitioner
from booking.models.watched import WatchedHours


class HoursRule(WatchedHours):
    """A weekly span of wall-clock time at the branch. Without a doctor: when the branch itself is open.

    `end_time` at or before `start_time` means the next day, so 00:00 closes a day at midnight.
    """

    location = models.ForeignKey(
        Location, models.CASCADE, related_name="hours_rules", verbose_name=_("branch")
    )
    practitioner = models.ForeignKey(
        Practitioner,
        models.CASCADE,
        related_name="hours_rules",
        null=True,
        blank=True,
        verbose_name=_("doctor"),
    )
    weekday = models.PositiveSmallIntegerField(_("day of the week"), choices=Weekday.choices)
    start_time = models.TimeField(_("from"))
    end_time = models.TimeField(_("until"))
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True, help_text=_("The last day"))
    room = models.ForeignKey(
        Room, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("room")
    )
    services = models.ManyToManyField(
        HealthcareService, related_name="+", blank=True, verbose_name=_("only for services")
    )
    modality = models.CharField(
        _("how patients are seen"), max_length=10, choices=Modality.choices, default=Modality.BOTH
    )
    step_minutes = models.PositiveSmallIntegerField(
        _("starts every, minutes"), null=True, blank=True, validators=[MinValueValidator(5)]
    )

    class Meta:
        verbose_name = _("working hours")
        verbose_name_plural = _("working hours")
        ordering = ["location", "practitioner", "weekday", "start_time"]
        indexes = [models.Index(fields=["location", "practitioner"], name="booking_hours_rule_whose")]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__range=(0, 6)), name="booking_hours_weekday"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="booking_hours_validity",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.start_time:%H:%M}–{self.end_time:%H:%M}"


class HoursException(WatchedHours):
    """Days that differ from the rules, with reason and author. Both dates are included.

    Without times it is whole days. Closed without a doctor closes the branch; closed without a branch closes
    the doctor everywhere. Extra hours always name both.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=ExceptionKind.choices)
    location = models.ForeignKey(
        Location,
        models.CASCADE,
        related_name="hours_exceptions",
        null=True,
        blank=True,
        verbose_name=_("branch"),
    )
    practitioner = models.ForeignKey(
        Practitioner,
        models.CASCADE,
        related_name="hours_exceptions",
        null=True,
        blank=True,
        verbose_name=_("doctor"),
    )
    start_date = models.DateField(_("first day"))
    end_date = models.DateField(_("last day"))
    start_time = models.TimeField(_("from"), null=True, blank=True)
    end_time = models.TimeField(_("until"), null=True, blank=True)
    room = models.ForeignKey(
        Room, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("room")
    )
    services = models.ManyToManyField(
        HealthcareService, related_name="+", blank=True, verbose_name=_("only for services")
    )
    modality = models.CharField(
        _("how patients are seen"), max_length=10, choices=Modality.choices, default=Modality.BOTH
    )
    step_minutes = models.PositiveSmallIntegerField(
        _("starts every, minutes"), null=True, blank=True, validators=[MinValueValidator(5)]
    )
    reason_ru = models.CharField(_("reason in Russian"), max_length=200)
    reason_en = models.CharField(_("reason in English"), max_length=200, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("author"),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    reason = Localized()

    class Meta:
        verbose_name = _("exception from working hours")
        verbose_name_plural = _("exceptions from working hours")
        ordering = ["start_date", "start_time"]
        indexes = [
            models.Index(fields=["location", "end_date"], name="booking_exception_location"),
            models.Index(fields=["practitioner", "end_date"], name="booking_exception_practitioner"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_date__gte=F("start_date")), name="booking_exception_dates"
            ),
            models.CheckConstraint(
                condition=Q(start_time=None, end_time=None)
                | Q(start_time__isnull=False, end_time__isnull=False),
                name="booking_exception_times",
            ),
            models.CheckConstraint(
                condition=(
                    Q(kind=ExceptionKind.CLOSED) & (Q(location__isnull=False) | Q(practitioner__isnull=False))
                )
                | Q(
                    kind=ExceptionKind.EXTRA,
                    location__isnull=False,
                    practitioner__isnull=False,
                    start_time__isnull=False,
                ),
                name="booking_exception_whose",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.start_date:%Y-%m-%d}–{self.end_date:%Y-%m-%d}"


class FreeSpan(models.Model):
    """Free time that a medical information system reported: a mirror, replaced window by window."""

    wagtail_reference_index_ignore = True

    location = models.ForeignKey(
        Location, models.CASCADE, related_name="free_spans", verbose_name=_("branch")
    )
    practitioner = models.ForeignKey(
        Practitioner, models.CASCADE, related_name="free_spans", verbose_name=_("doctor")
    )
    start = models.DateTimeField(_("start"))
    end = models.DateTimeField(_("end"))
    service = models.ForeignKey(
        HealthcareService,
        models.CASCADE,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("only for service"),
    )
    room = models.ForeignKey(
        Room, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("room")
    )
    modality = models.CharField(
        _("how patients are seen"), max_length=10, choices=Modality.choices, default=Modality.BOTH
    )
    booking_token = models.TextField(
        _("booking token"), blank=True, help_text=_("Opaque: what the system needs to book")
    )
    as_of = models.DateTimeField(_("as of"))

    class Meta:
        verbose_name = _("free time of the information system")
        verbose_name_plural = _("free times of the information system")
        ordering = ["practitioner", "start"]
        indexes = [models.Index(fields=["practitioner", "start"], name="booking_free_span_when")]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="booking_free_span_order")
        ]

    def __str__(self) -> str:
        return f"{self.start:%Y-%m-%d %H:%M}"


class PractitionerDelay(Occurrence):
    """The doctor is running late today: said to the patients who wait."""

    practitioner = models.ForeignKey(
        Practitioner, models.CASCADE, related_name="delays", verbose_name=_("doctor")
    )
    location = models.ForeignKey(Location, models.CASCADE, related_name="+", verbose_name=_("branch"))
    date = models.DateField(_("day"))
    minutes = models.PositiveSmallIntegerField(_("late by, minutes"))
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, verbose_name=_("noted by")
    )
    noted_at = models.DateTimeField(_("noted"))

    class Meta:
        verbose_name = _("delay")
        verbose_name_plural = _("delays")
        ordering = ["-date"]
        constraints = [
            models.UniqueConstraint(fields=["practitioner", "location", "date"], name="booking_delay_unique")
        ]

    def __str__(self) -> str:
        return f"{self.practitioner} +{self.minutes}"


class HoursChange(Occurrence):
    """One change of working hours, kept with the appointments that it left without hours."""

    location = models.ForeignKey(
        Location, models.CASCADE, related_name="+", null=True, blank=True, verbose_name=_("branch")
    )
    practitioner = models.ForeignKey(
        Practitioner, models.CASCADE, related_name="+", null=True, blank=True, verbose_name=_("doctor")
    )
    summary = models.CharField(_("what was changed"), max_length=300)
    reason = models.CharField(_("reason"), max_length=300)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, verbose_name=_("author")
    )
    changed_at = models.DateTimeField(_("changed"))

    class Meta:
        verbose_name = _("change of working hours")
        verbose_name_plural = _("changes of working hours")
        ordering = ["-changed_at"]

    def __str__(self) -> str:
        return self.summary


class OrphanedAppointment(Occurrence):
    change = models.ForeignKey(HoursChange, models.CASCADE, related_name="orphans", verbose_name=_("change"))
    appointment = models.ForeignKey(
        "booking.Appointment", models.CASCADE, related_name="orphaned_by", verbose_name=_("appointment")
    )
    action = models.CharField(
        _("what was done"), max_length=12, choices=OrphanAction.choices, default=OrphanAction.WAITING
    )
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("settled by"),
    )
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    class Meta:
        verbose_name = _("appointment without hours")
        verbose_name_plural = _("appointments without hours")
        constraints = [
            models.UniqueConstraint(fields=["change", "appointment"], name="booking_orphan_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.appointment_id}: {self.get_action_display()}"
