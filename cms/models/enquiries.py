"""A form that editors build: vacancies, partners, the press. Never about health.

What is sent lies in the CMS, can be exported by editors and is not encrypted, so a field that asks about health is
refused when the page is saved, and the form carries a sentence that says where such questions belong.
"""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.contrib.forms.models import AbstractFormField, FormMixin
from wagtail.contrib.forms.panels import FormSubmissionsPanel
from wagtail.models import TranslatableMixin

from cms.health_words import asks_about_health
from cms.models.base import ContentPage


class EnquiryField(TranslatableMixin, AbstractFormField):
    """One question of the form."""

    page = ParentalKey("cms.EnquiryPage", on_delete=models.CASCADE, related_name="form_fields")

    class Meta(TranslatableMixin.Meta, AbstractFormField.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def clean(self) -> None:
        super().clean()
        if asks_about_health(f"{self.label} {self.help_text} {self.choices}"):
            raise ValidationError(
                {
                    "label": _(
                        "This form is not protected like a medical record: it must not ask about health."
                    )
                }
            )


class EnquiryPage(FormMixin, ContentPage):
    """A form for anything but health."""

    introduction = models.TextField(_("introduction"), blank=True)
    thank_you_text = models.TextField(_("text after sending"), blank=True)

    template = "pages/enquiry.html"
    landing_page_template = "pages/enquiry_sent.html"
    parent_page_types: ClassVar[list[str]] = ["cms.ContactsPage", "cms.LandingPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Any]] = [
        FormSubmissionsPanel(),
        *ContentPage.content_panels,
        FieldPanel("introduction"),
        InlinePanel("form_fields", label=_("question")),
        FieldPanel("thank_you_text"),
    ]

    class Meta:
        verbose_name = _("enquiry form")
        verbose_name_plural = _("enquiry forms")

    def get_form_fields(self) -> Any:
        return self.form_fields.all()
