"""Doctors: the list, one list per speciality, and a page for each doctor.

Name, posts, services, prices, hours and free times come from `booking`; the editor owns the photo, the story and what
proves the doctor's competence.
"""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from cms.blocks.credentials import CertificateStream, EducationStream, ProfileStream
from cms.blocks.streams import BodyBlocks
from cms.editor.panels import RecordPanel
from cms.fields import ContentField
from cms.models.base import ContentPage
from cms.models.images import ClinicImage


class DoctorIndexPage(ContentPage):
    """All doctors, with filters that work without script."""

    introduction = models.TextField(_("introduction"), blank=True)
    body = ContentField(BodyBlocks(), verbose_name=_("content below the list"), blank=True)

    template = "pages/doctor_index.html"
    presenter = "doctor_lists.doctor_index"
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = ["cms.DoctorPage", "cms.SpecialityPage"]
    max_count_per_parent = 1
    content_panels: ClassVar[list[Any]] = [
        *ContentPage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("list of doctors")
        verbose_name_plural = _("lists of doctors")


class SpecialityPage(ContentPage):
    """The doctors of one speciality: a page of its own, because people search for it by name."""

    speciality = models.ForeignKey(
        "booking.Speciality",
        verbose_name=_("speciality"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    introduction = models.TextField(_("introduction"), blank=True)
    body = ContentField(BodyBlocks(), verbose_name=_("content below the list"), blank=True)

    template = "pages/doctor_index.html"
    presenter = "doctor_lists.speciality_page"
    route_select_related = ("social_image", "speciality")
    parent_page_types: ClassVar[list[str]] = ["cms.DoctorIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    search_fields = [*ContentPage.search_fields, index.SearchField("introduction"), index.SearchField("body")]
    content_panels: ClassVar[list[Any]] = [
        *ContentPage.content_panels,
        FieldPanel("speciality"),
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("speciality")
        verbose_name_plural = _("specialities")


class DoctorPage(ContentPage):
    """One doctor in one language.

    A page outlives the doctor's employment: without an active practitioner it answers 410 and names colleagues.
    """

    practitioner = models.ForeignKey(
        "booking.Practitioner",
        verbose_name=_("doctor"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="doctor_pages",
    )
    photo = models.ForeignKey(
        "cms.ClinicImage",
        verbose_name=_("photo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("A portrait, at least 800 pixels wide, face in the upper half."),
    )
    job_title = models.CharField(
        _("position"),
        max_length=150,
        blank=True,
        help_text=_("As it follows the name: cardiologist, head of department."),
    )
    degree = models.CharField(
        _("degree and titles"), max_length=150, blank=True, help_text=_("PhD, professor.")
    )
    introduction = models.TextField(
        _("in brief"),
        blank=True,
        max_length=400,
        help_text=_("Two sentences: whom the doctor helps, and with what."),
    )
    story = ContentField(BodyBlocks(), verbose_name=_("story"), blank=True)
    education = ContentField(EducationStream(), verbose_name=_("education"), blank=True)
    certificates = ContentField(
        CertificateStream(), verbose_name=_("certificates, licences, awards"), blank=True
    )
    profiles = ContentField(
        ProfileStream(),
        verbose_name=_("pages elsewhere"),
        blank=True,
        help_text=_(
            "Register of doctors, ORCID, university: search engines use them to recognise the person."
        ),
    )

    template = "pages/doctor.html"
    presenter = "doctors.doctor_page"
    route_select_related = ("social_image", "photo", "practitioner")
    parent_page_types: ClassVar[list[str]] = ["cms.DoctorIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    search_fields = [
        *ContentPage.search_fields,
        index.SearchField("job_title", boost=1.5),
        index.AutocompleteField("job_title"),
        index.SearchField("introduction"),
        index.SearchField("story"),
        index.FilterField("practitioner"),
    ]
    content_panels: ClassVar[list[Any]] = [
        *ContentPage.content_panels,
        FieldPanel("practitioner"),
        RecordPanel("practitioner", heading=_("What the schedule says")),
        MultiFieldPanel(
            [FieldPanel("photo"), FieldPanel("job_title"), FieldPanel("degree"), FieldPanel("introduction")],
            heading=_("At a glance"),
        ),
        FieldPanel("story"),
        FieldPanel("education"),
        FieldPanel("certificates"),
        FieldPanel("profiles"),
    ]

    class Meta:
        verbose_name = _("doctor")
        verbose_name_plural = _("doctors")

    def clean(self) -> None:
        super().clean()
        if self.practitioner_id is None:
            return
        same = DoctorPage.objects.filter(practitioner=self.practitioner_id, locale=self.locale_id)
        if same.exclude(pk=self.pk).exists():
            raise ValidationError({"practitioner": _("This doctor already has a page in this language.")})

    @property
    def is_indexable(self) -> bool:
        return super().is_indexable and self.practitioner is not None and self.practitioner.active

    @property
    def main_image(self) -> ClinicImage | None:
        return self.social_image or self.photo
