from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from cms.blocks.streams import HomeBlocks
from cms.fields import ContentField
from cms.models.base import ContentPage
from cms.models.images import ClinicImage


class HomePage(ContentPage):
    """The front door of one language tree."""

    heading = models.CharField(
        _("heading"), max_length=120, help_text=_("What the clinic does, in one sentence.")
    )
    introduction = models.TextField(_("introduction"), blank=True)
    image = models.ForeignKey(
        "cms.ClinicImage",
        verbose_name=_("main picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = ContentField(HomeBlocks(), verbose_name=_("content"), blank=True)

    template = "pages/home.html"
    presenter = "home.home_page"
    route_select_related = ("social_image", "image")
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    search_fields = [*ContentPage.search_fields, index.SearchField("introduction"), index.SearchField("body")]

    content_panels: ClassVar[list[Any]] = [
        *ContentPage.content_panels,
        MultiFieldPanel(
            [FieldPanel("heading"), FieldPanel("introduction"), FieldPanel("image")],
            heading=_("First screen"),
        ),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    @property
    def main_image(self) -> ClinicImage | None:
        return self.social_image or self.image
