"""Branches and contacts. Address, telephone and opening hours come from `booking.Location`."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from cms.blocks.branches import AmenityStream, DepartmentStream
from cms.blocks.streams import BodyBlocks
from cms.editor.panels import RecordPanel
from cms.fields import ContentField
from cms.models.base import ContentPage
from cms.models.images import ClinicImage


class BranchIndexPage(ContentPage):
    """All branches."""

    introduction = models.TextField(_("introduction"), blank=True)
    body = ContentField(BodyBlocks(), verbose_name=_("content below the list"), blank=True)

    template = "pages/branch_index.html"
    presenter = "branches.branch_index"
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = ["cms.BranchPage"]
    max_count_per_parent = 1
    content_panels: ClassVar[list[Any]] = [
        *ContentPage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("list of branches")
        verbose_name_plural = _("lists of branches")


class BranchPage(ContentPage):
    """One branch: where it is, when it is open, how to get there, who works in it."""

    location = models.ForeignKey(
        "booking.Location",
        verbose_name=_("branch"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="branch_pages",
    )
    image = models.ForeignKey(
        "cms.ClinicImage",
        verbose_name=_("picture of the building or entrance"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    introduction = models.TextField(_("in brief"), blank=True, max_length=400)
    directions = models.TextField(
        _("how to get there"), blank=True, help_text=_("From the nearest stop, and by car: where to park.")
    )
    amenities = ContentField(AmenityStream(), verbose_name=_("access and comfort"), blank=True)
    departments = ContentField(
        DepartmentStream(),
        verbose_name=_("departments"),
        blank=True,
        help_text=_("Only those with hours or a telephone of their own."),
    )
    body = ContentField(BodyBlocks(), verbose_name=_("more about the branch"), blank=True)

    template = "pages/branch.html"
    presenter = "branches.branch_page"
    route_select_related = ("social_image", "image", "location__organization")
    parent_page_types: ClassVar[list[str]] = ["cms.BranchIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    search_fields = [
        *ContentPage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("directions"),
        index.SearchField("departments"),
        index.SearchField("body"),
        index.FilterField("location"),
    ]
    content_panels: ClassVar[list[Any]] = [
        *ContentPage.content_panels,
        FieldPanel("location"),
        RecordPanel("location", heading=_("What the schedule says")),
        MultiFieldPanel([FieldPanel("image"), FieldPanel("introduction")], heading=_("At a glance")),
        FieldPanel("directions"),
        FieldPanel("amenities"),
        FieldPanel("departments"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("branch")
        verbose_name_plural = _("branches")

    def clean(self) -> None:
        super().clean()
        if self.location_id is None:
            return
        same = BranchPage.objects.filter(location=self.location_id, locale=self.locale_id)
        if same.exclude(pk=self.pk).exists():
            raise ValidationError({"location": _("This branch already has a page in this language.")})

    @property
    def is_indexable(self) -> bool:
        return super().is_indexable and self.location is not None and self.location.active

    @property
    def main_image(self) -> ClinicImage | None:
        return self.social_image or self.image


class ContactsPage(ContentPage):
    """How to reach the clinic: every branch, its telephone and hours."""

    introduction = models.TextField(_("introduction"), blank=True)
    body = ContentField(BodyBlocks(), verbose_name=_("content"), blank=True)

    template = "pages/contacts.html"
    presenter = "branches.contacts_page"
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = ["cms.EnquiryPage"]
    search_fields = [*ContentPage.search_fields, index.SearchField("introduction"), index.SearchField("body")]
    content_panels: ClassVar[list[Any]] = [
        *ContentPage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("contacts")
        verbose_name_plural = _("contacts")
