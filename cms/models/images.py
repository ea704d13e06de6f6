"""Pictures: one file, described in both languages, with the rights that a clinic must be able to show."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, Image

from cms.fields import WebAddressField


class ClinicImage(AbstractImage):
    """A picture and what a reader who cannot see it should be told.

    The alternative text here is the default; a block may give another where the picture means something else.
    """

    alt_ru = models.CharField(
        _("alternative text, Russian"),
        max_length=255,
        blank=True,
        help_text=_("What the picture shows, for readers who cannot see it."),
    )
    alt_en = models.CharField(_("alternative text, English"), max_length=255, blank=True)
    credit = models.CharField(_("author and source"), max_length=255, blank=True)
    licence_url = WebAddressField(_("address of the licence"), blank=True)
    shows_patient = models.BooleanField(
        _("shows a patient"),
        default=False,
        help_text=_("A picture of a patient may be published only with their written consent."),
    )
    consent_reference = models.CharField(
        _("number of the written consent"),
        max_length=100,
        blank=True,
        help_text=_("Required if a patient is shown."),
    )

    admin_form_fields = (
        *(field for field in Image.admin_form_fields if field != "description"),
        "alt_ru",
        "alt_en",
        "credit",
        "licence_url",
        "shows_patient",
        "consent_reference",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints = [
            models.CheckConstraint(
                name="patient_shown_only_with_consent",
                condition=models.Q(shows_patient=False) | ~models.Q(consent_reference=""),
                violation_error_message=_("Give the number of the consent of the patient who is shown."),
            )
        ]

    def create_rendition(self, filter: Filter) -> "ClinicRendition":  # noqa: A002 - Wagtail's name
        """As Wagtail does it, but the temporary file is closed, and a race lost costs nothing but the work."""
        with self.generate_rendition_file(filter) as file:
            rendition, _created = self.renditions.get_or_create(
                filter_spec=filter.spec, focal_point_key=filter.get_cache_key(self), defaults={"file": file}
            )
        return rendition

    def create_renditions(self, *filters: Filter) -> dict[Filter, "ClinicRendition"]:
        return {spec: self.create_rendition(spec) for spec in filters}

    @property
    def default_alt_text(self) -> str:
        """The alternative text in the active language, else in the other one; empty when nobody has written any."""
        if get_language() == "en":
            return self.alt_en or self.alt_ru
        return self.alt_ru or self.alt_en


class ClinicRendition(AbstractRendition):
    image = models.ForeignKey(ClinicImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="one_rendition_per_image_and_filter"
            )
        ]
