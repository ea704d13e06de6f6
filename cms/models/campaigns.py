"""Pages of a campaign: landing pages and promotions with a beginning and an end."""

import datetime as dt
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from cms.blocks.streams import BodyBlocks, HomeBlocks
from cms.fields import ContentField
from cms.models.base import ContentPage
from cms.models.images import ClinicImage


class LandingPage(ContentPage):
    """A free page: about the clinic, for companies, for a campaign."""

    introduction = models.TextField(_("introduction"), blank=True)
    image = models.ForeignKey(
        "cms.ClinicImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = ContentField(HomeBlocks(), verbose_name=_("content"), blank=True)

    template = "pages/landing.html"
    presenter = "campaigns.landing_page"
    route_select_related = ("social_image", "image")
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage", "cms.LandingPage"]
    subpage_types: ClassVar[list[str]] = [
        "cms.LandingPage",
        "cms.FAQPage",
        "cms.LegalTextPage",
        "cms.PromotionPage",
        "cms.EnquiryPage",
    ]
    search_fields = [*ContentPage.search_fields, index.SearchField("introduction"), index.SearchField("body")]
    content_panels: ClassVar[list[Any]] = [
        *ContentPage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("image"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("landing page")
        verbose_name_plural = _("landing pages")

    @property
    def main_image(self) -> ClinicImage | None:
        return self.social_image or self.image


class PromotionPage(ContentPage):
    """An offer with its dates and terms; after the last day it says so and leaves the search engines."""

    introduction = models.TextField(_("in brief"), max_length=400)
    image = models.ForeignKey(
        "cms.ClinicImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    service = models.ForeignKey(
        "booking.HealthcareService",
        verbose_name=_("service"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    program = models.ForeignKey(
        "booking.Program",
        verbose_name=_("program"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = ContentField(BodyBlocks(), verbose_name=_("text"), blank=True)
    terms = models.TextField(
        _("terms"), help_text=_("Who may use the offer, where, and what it does not include.")
    )

    template = "pages/promotion.html"
    presenter = "campaigns.promotion_page"
    route_select_related = ("social_image", "image", "service", "program")
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage", "cms.LandingPage"]
    subpage_types: ClassVar[list[str]] = []
    search_fields = [*ContentPage.search_fields, index.SearchField("introduction"), index.SearchField("body")]
    content_panels: ClassVar[list[Any]] = [
        *ContentPage.content_panels,
        MultiFieldPanel([FieldPanel("introduction"), FieldPanel("image")], heading=_("At a glance")),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")], heading=_("Valid")),
        MultiFieldPanel([FieldPanel("service"), FieldPanel("program")], heading=_("What it is for")),
        FieldPanel("body"),
        FieldPanel("terms"),
    ]

    class Meta:
        verbose_name = _("promotion")
        verbose_name_plural = _("promotions")

    def clean(self) -> None:
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The last day is before the first.")})

    def is_over(self, today: dt.date) -> bool:
        return self.ends_on < today

    @property
    def is_indexable(self) -> bool:
        return super().is_indexable and not self.is_over(timezone.localdate())

    @property
    def main_image(self) -> ClinicImage | None:
        return self.social_image or self.image
