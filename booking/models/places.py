"""The clinic, its branches, and what they have."""

from datetime import tzinfo
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from booking.codes import HoursSource, ResourceType
from booking.localized import Localized
from booking.models.base import Entity
from booking.models.watched import Watched


def validate_time_zone(value: str) -> None:
    if value not in available_timezones():
        raise ValidationError(_("%(zone)s is not a time zone of the IANA database."), params={"zone": value})


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def of_the_portal(self) -> "Organization | None":
        """The legal person that runs the portal. An import may add others, which have no licence here."""
        return self.filter(active=True).order_by("-licence", "name_ru").first()


class Organization(Entity):
    """The legal person that runs the clinic."""

    code = models.SlugField(_("code"), unique=True)
    name_ru = models.CharField(_("name in Russian"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    legal_name_ru = models.CharField(_("legal name in Russian"), max_length=300, blank=True)
    legal_name_en = models.CharField(_("legal name in English"), max_length=300, blank=True)
    licence = models.CharField(_("medical licence"), max_length=100, blank=True)
    active = models.BooleanField(_("active"), default=True)

    name = Localized()
    legal_name = Localized()

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ["name_ru"]

    def __str__(self) -> str:
        return self.name


class Location(Watched):
    """A branch. `mis_system` names the connection of its medical information system, empty for none."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="locations", verbose_name=_("organization")
    )
    code = models.SlugField(_("code"), unique=True)
    name_ru = models.CharField(_("name in Russian"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    country = models.CharField(
        _("country"), max_length=2, default="RU", help_text=_("ISO 3166-1, two letters")
    )
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    region_ru = models.CharField(_("region in Russian"), max_length=100, blank=True)
    region_en = models.CharField(_("region in English"), max_length=100, blank=True)
    city_ru = models.CharField(_("city in Russian"), max_length=100, blank=True)
    city_en = models.CharField(_("city in English"), max_length=100, blank=True)
    street_ru = models.CharField(_("street and house in Russian"), max_length=200, blank=True)
    street_en = models.CharField(_("street and house in English"), max_length=200, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    phone = models.CharField(_("phone"), max_length=32, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="Europe/Moscow", validators=[validate_time_zone]
    )
    hours_source = models.CharField(
        _("whose working hours"), max_length=10, choices=HoursSource.choices, default=HoursSource.PORTAL
    )
    mis_system = models.CharField(_("medical information system"), max_length=50, blank=True)
    active = models.BooleanField(_("active"), default=True)

    name = Localized()
    region = Localized()
    city = Localized()
    street = Localized()

    class Meta:
        verbose_name = _("branch")
        verbose_name_plural = _("branches")
        ordering = ["name_ru"]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> tzinfo:
        return ZoneInfo(self.time_zone)

    @property
    def address(self) -> str:
        """One line in the active language."""
        return ", ".join(part for part in (self.city, self.street) if part)

    @property
    def confirms_itself(self) -> bool:
        """Whether an appointment here needs nobody else's word to stand."""
        return not self.mis_system


class ResourceKind(Entity):
    """A kind of room or equipment: a visit needs "any ultrasound room", rarely a certain one."""

    resource_type = models.CharField(
        _("what it is"),
        max_length=12,
        choices=[(kind.value, kind.label) for kind in (ResourceType.ROOM, ResourceType.EQUIPMENT)],
    )
    code = models.SlugField(_("code"), unique=True)
    name_ru = models.CharField(_("name in Russian"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100, blank=True)

    name = Localized()

    class Meta:
        verbose_name = _("kind of room or equipment")
        verbose_name_plural = _("kinds of rooms and equipment")
        ordering = ["resource_type", "name_ru"]

    def __str__(self) -> str:
        return self.name


class Room(Watched):
    location = models.ForeignKey(Location, models.PROTECT, related_name="rooms", verbose_name=_("branch"))
    kind = models.ForeignKey(ResourceKind, models.PROTECT, related_name="rooms", verbose_name=_("kind"))
    number = models.CharField(_("number"), max_length=20)
    floor = models.CharField(_("floor"), max_length=20, blank=True)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["location", "number"]
        constraints = [
            models.UniqueConstraint(fields=["location", "number"], name="booking_room_number_unique")
        ]

    def __str__(self) -> str:
        return self.number


class Equipment(Watched):
    """One movable apparatus of a branch."""

    location = models.ForeignKey(Location, models.PROTECT, related_name="equipment", verbose_name=_("branch"))
    kind = models.ForeignKey(ResourceKind, models.PROTECT, related_name="equipment", verbose_name=_("kind"))
    name_ru = models.CharField(_("name in Russian"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100, blank=True)
    serial_number = models.CharField(_("serial number"), max_length=100, blank=True)
    active = models.BooleanField(_("active"), default=True)

    name = Localized()

    class Meta:
        verbose_name = _("equipment")
        verbose_name_plural = _("equipment")
        ordering = ["location", "name_ru"]

    def __str__(self) -> str:
        return self.name
