"""What the clinic offers: specialities, services, and on which terms."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from booking.codes import Modality, RepeatScope, ResourceType, VisitType
from booking.localized import Localized
from booking.models.base import Entity
from booking.models.places import Location, ResourceKind
from booking.models.watched import Watched


class Speciality(Watched):
    code = models.SlugField(_("code"), unique=True)
    name_ru = models.CharField(_("name in Russian"), max_length=100, help_text=_("The field: cardiology"))
    name_en = models.CharField(_("name in English"), max_length=100, blank=True)
    title_ru = models.CharField(
        _("doctor's title in Russian"), max_length=100, help_text=_("The person: cardiologist")
    )
    title_en = models.CharField(_("doctor's title in English"), max_length=100, blank=True)
    schema_org_value = models.CharField(
        _("schema.org value"),
        max_length=60,
        blank=True,
        help_text=_("A member of MedicalSpecialty, such as Cardiovascular"),
    )
    repeat_interval_days = models.PositiveSmallIntegerField(
        _("a visit is a repeat one within, days"), null=True, blank=True
    )
    consultation = models.ForeignKey(
        "booking.HealthcareService",
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("usual visit"),
        help_text=_("What is booked when a patient chooses the speciality and no service"),
    )

    name = Localized()
    title = Localized()

    class Meta:
        verbose_name = _("speciality")
        verbose_name_plural = _("specialities")
        ordering = ["name_ru"]

    def __str__(self) -> str:
        return self.name


class ServiceCategory(Entity):
    code = models.SlugField(_("code"), unique=True)
    name_ru = models.CharField(_("name in Russian"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100, blank=True)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    name = Localized()

    class Meta:
        verbose_name = _("service category")
        verbose_name_plural = _("service categories")
        ordering = ["sort_order", "name_ru"]

    def __str__(self) -> str:
        return self.name


class HealthcareService(Watched):
    """What can be booked. Empty limits mean the clinic's general ones (`booking.rules.Limits`)."""

    code = models.SlugField(_("code"), unique=True)
    name_ru = models.CharField(_("name in Russian"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    summary_ru = models.TextField(_("summary in Russian"), blank=True)
    summary_en = models.TextField(_("summary in English"), blank=True)
    category = models.ForeignKey(
        ServiceCategory, models.PROTECT, related_name="services", verbose_name=_("category")
    )
    speciality = models.ForeignKey(
        Speciality,
        models.PROTECT,
        related_name="services",
        null=True,
        blank=True,
        verbose_name=_("speciality"),
    )
    duration_minutes = models.PositiveSmallIntegerField(
        _("duration, minutes"), validators=[MinValueValidator(5)]
    )
    modality = models.CharField(
        _("how it is given"), max_length=10, choices=Modality.choices, default=Modality.IN_PERSON
    )
    repeat_interval_days = models.PositiveSmallIntegerField(
        _("a visit is a repeat one within, days"), null=True, blank=True
    )
    repeat_scope = models.CharField(
        _("a repeat visit is one to"),
        max_length=12,
        choices=RepeatScope.choices,
        default=RepeatScope.SPECIALITY,
    )
    step_minutes = models.PositiveSmallIntegerField(
        _("starts every, minutes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(5)],
        help_text=_("Empty: as long as the visit takes"),
    )
    buffer_before_minutes = models.PositiveSmallIntegerField(_("doctor's time before, minutes"), default=0)
    buffer_after_minutes = models.PositiveSmallIntegerField(_("doctor's time after, minutes"), default=0)
    room_buffer_before_minutes = models.PositiveSmallIntegerField(
        _("room is prepared for, minutes"), default=0
    )
    room_buffer_after_minutes = models.PositiveSmallIntegerField(_("room is cleaned for, minutes"), default=0)
    room_kind = models.ForeignKey(
        ResourceKind,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        limit_choices_to={"resource_type": ResourceType.ROOM},
        verbose_name=_("room needed"),
    )
    equipment_kinds = models.ManyToManyField(
        ResourceKind,
        related_name="+",
        blank=True,
        limit_choices_to={"resource_type": ResourceType.EQUIPMENT},
        verbose_name=_("equipment needed"),
    )
    seats = models.PositiveSmallIntegerField(
        _("seats"),
        default=1,
        validators=[MinValueValidator(1)],
        help_text=_("More than one makes it a group visit"),
    )
    preparation_ru = models.TextField(
        _("preparation in Russian"),
        blank=True,
        help_text=_("Paragraphs apart by an empty line; '- ' starts a list item"),
    )
    preparation_en = models.TextField(_("preparation in English"), blank=True)
    fasting = models.BooleanField(_("on an empty stomach"), default=False)
    earliest_start = models.TimeField(_("starts no earlier than"), null=True, blank=True)
    latest_start = models.TimeField(
        _("starts no later than"),
        null=True,
        blank=True,
        help_text=_("Empty with fasting: 11:00 at the branch"),
    )
    referral_required = models.BooleanField(_("a referral is required"), default=False)
    min_age = models.PositiveSmallIntegerField(_("from the age of, years"), null=True, blank=True)
    max_age = models.PositiveSmallIntegerField(_("up to the age of, years"), null=True, blank=True)
    online_booking = models.BooleanField(_("patients book it themselves"), default=True)
    notice_minutes = models.PositiveIntegerField(_("booked at least, minutes ahead"), null=True, blank=True)
    horizon_days = models.PositiveSmallIntegerField(_("booked at most, days ahead"), null=True, blank=True)
    change_notice_minutes = models.PositiveIntegerField(
        _("moved or cancelled at least, minutes ahead"), null=True, blank=True
    )
    active = models.BooleanField(_("active"), default=True)

    name = Localized()
    summary = Localized()
    preparation = Localized()

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["category", "name_ru"]
        constraints = [
            models.CheckConstraint(condition=Q(duration_minutes__gte=5), name="booking_service_lasts"),
            models.CheckConstraint(condition=Q(seats__gte=1), name="booking_service_has_a_seat"),
            models.CheckConstraint(
                condition=Q(min_age=None) | Q(max_age=None) | Q(min_age__lte=F("max_age")),
                name="booking_service_ages",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ServiceTerms(Watched):
    """Price, duration and room of a service; a row that names doctor or branch overrides a general one.

    Of the rows valid on the day of the visit the most specific that has a value gives it: doctor before
    branch before visit type, so a row may change the price and leave the duration.
    """

    service = models.ForeignKey(
        HealthcareService, models.CASCADE, related_name="terms", verbose_name=_("service")
    )
    location = models.ForeignKey(
        Location, models.CASCADE, related_name="terms", null=True, blank=True, verbose_name=_("branch")
    )
    practitioner = models.ForeignKey(
        "booking.Practitioner",
        models.CASCADE,
        related_name="terms",
        null=True,
        blank=True,
        verbose_name=_("doctor"),
    )
    visit_type = models.CharField(_("visit type"), max_length=10, choices=VisitType.choices, blank=True)
    price = models.DecimalField(
        _("price"), max_digits=10, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(_("currency"), max_length=3, default="RUB", help_text=_("ISO 4217"))
    duration_minutes = models.PositiveSmallIntegerField(
        _("duration, minutes"), null=True, blank=True, validators=[MinValueValidator(5)]
    )
    room_kind = models.ForeignKey(
        ResourceKind, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("room needed")
    )
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True, help_text=_("The last day"))

    class Meta:
        verbose_name = _("price and duration")
        verbose_name_plural = _("prices and durations")
        ordering = ["service", "valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="booking_terms_validity",
            ),
            models.CheckConstraint(condition=Q(price=None) | Q(price__gte=0), name="booking_terms_price"),
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.valid_from:%Y-%m-%d}"
