"""Programs (checkups). Their legs, gaps and price come from `booking.Program`."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from cms.blocks.streams import BodyBlocks
from cms.editor.panels import RecordPanel
from cms.fields import ContentField
from cms.models.base import ContentPage, MedicallyReviewed
from cms.models.images import ClinicImage


class ProgramIndexPage(ContentPage):
    """All programs."""

    introduction = models.TextField(_("introduction"), blank=True)
    body = ContentField(BodyBlocks(), verbose_name=_("content below the list"), blank=True)

    template = "pages/program_index.html"
    presenter = "programs.program_index"
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = ["cms.ProgramPage"]
    max_count_per_parent = 1
    content_panels: ClassVar[list[Any]] = [
        *ContentPage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("list of programs")
        verbose_name_plural = _("lists of programs")


class ProgramPage(MedicallyReviewed, ContentPage):
    """One program: for whom, which visits, how the day goes, what it costs."""

    program = models.ForeignKey(
        "booking.Program",
        verbose_name=_("program"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="program_pages",
    )
    introduction = models.TextField(_("in brief"), blank=True, max_length=400)
    image = models.ForeignKey(
        "cms.ClinicImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    for_whom = models.TextField(_("for whom"), blank=True)
    body = ContentField(BodyBlocks(), verbose_name=_("more about the program"), blank=True)

    is_medical = True
    template = "pages/program.html"
    presenter = "programs.program_page"
    route_select_related = ("social_image", "image", "program", "author", "medical_reviewer")
    parent_page_types: ClassVar[list[str]] = ["cms.ProgramIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    search_fields = [
        *ContentPage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("for_whom"),
        index.SearchField("body"),
        index.FilterField("program"),
    ]
    content_panels: ClassVar[list[Any]] = [
        *ContentPage.content_panels,
        FieldPanel("program"),
        RecordPanel("program", heading=_("What the schedule says")),
        MultiFieldPanel([FieldPanel("introduction"), FieldPanel("image")], heading=_("At a glance")),
        FieldPanel("for_whom"),
        FieldPanel("body"),
        *MedicallyReviewed.review_panels,
    ]

    class Meta:
        verbose_name = _("program")
        verbose_name_plural = _("programs")

    @property
    def is_indexable(self) -> bool:
        return super().is_indexable and self.program is not None and self.program.active

    @property
    def main_image(self) -> ClinicImage | None:
        return self.social_image or self.image
