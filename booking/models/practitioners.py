"""Doctors and their posts."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from booking.codes import Gender, HoursSource
from booking.localized import Localized, language_order
from booking.models.catalogue import HealthcareService, Speciality
from booking.models.places import Location
from booking.models.watched import Watched

#: Russian clinics write the family name first; in English that reads as a mistake.
NAME_ORDER = {"ru": ("family", "given", "patronymic"), "en": ("given", "patronymic", "family")}


class Practitioner(Watched):
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="practitioner",
        null=True,
        blank=True,
        verbose_name=_("account"),
    )
    family_ru = models.CharField(_("family name in Russian"), max_length=100)
    given_ru = models.CharField(_("given name in Russian"), max_length=100)
    patronymic_ru = models.CharField(_("patronymic in Russian"), max_length=100, blank=True)
    family_en = models.CharField(_("family name in English"), max_length=100, blank=True)
    given_en = models.CharField(_("given name in English"), max_length=100, blank=True)
    patronymic_en = models.CharField(_("patronymic in English"), max_length=100, blank=True)
    gender = models.CharField(_("gender"), max_length=10, choices=Gender.choices, default=Gender.UNKNOWN)
    languages = models.JSONField(
        _("languages"), default=list, blank=True, help_text=_("BCP 47 codes: ru, en")
    )
    practising_since = models.DateField(_("practising since"), null=True, blank=True)
    active = models.BooleanField(_("active"), default=True)

    family = Localized()
    given = Localized()
    patronymic = Localized()

    class Meta:
        verbose_name = _("doctor")
        verbose_name_plural = _("doctors")
        ordering = ["family_ru", "given_ru"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Wholly in one language, the active one where it has the name, and in the order of that language."""
        language = next((one for one in language_order() if getattr(self, f"family_{one}")), "ru")
        parts = (getattr(self, f"{part}_{language}") for part in NAME_ORDER[language])
        return " ".join(part for part in parts if part)


class PractitionerRole(Watched):
    """A doctor's post at one branch: what they do there and who owns their hours."""

    practitioner = models.ForeignKey(
        Practitioner, models.CASCADE, related_name="roles", verbose_name=_("doctor")
    )
    location = models.ForeignKey(Location, models.PROTECT, related_name="roles", verbose_name=_("branch"))
    specialities = models.ManyToManyField(
        Speciality, related_name="roles", blank=True, verbose_name=_("specialities")
    )
    services = models.ManyToManyField(
        HealthcareService, related_name="roles", blank=True, verbose_name=_("services")
    )
    hours_source = models.CharField(
        _("whose working hours"), max_length=10, choices=HoursSource.choices, default=HoursSource.PORTAL
    )
    min_age = models.PositiveSmallIntegerField(
        _("sees patients from the age of, years"), null=True, blank=True
    )
    max_age = models.PositiveSmallIntegerField(
        _("sees patients up to the age of, years"), null=True, blank=True
    )
    online_booking = models.BooleanField(_("patients book themselves"), default=True)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("doctor's post")
        verbose_name_plural = _("doctors' posts")
        ordering = ["practitioner", "location"]
        constraints = [
            models.UniqueConstraint(fields=["practitioner", "location"], name="booking_role_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.practitioner}, {self.location}"
