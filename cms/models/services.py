"""Services by category, and the price list. What a service costs and how long it takes comes from `booking`."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from cms.blocks.streams import BodyBlocks
from cms.editor.panels import RecordPanel
from cms.fields import ContentField
from cms.models.base import ContentPage, MedicallyReviewed
from cms.models.images import ClinicImage


class ServiceIndexPage(ContentPage):
    """All categories of services."""

    introduction = models.TextField(_("introduction"), blank=True)
    body = ContentField(BodyBlocks(), verbose_name=_("content below the list"), blank=True)

    template = "pages/service_index.html"
    presenter = "services.service_index"
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = ["cms.ServiceCategoryPage", "cms.ServicePage", "cms.PricesPage"]
    max_count_per_parent = 1
    content_panels: ClassVar[list[Any]] = [
        *ContentPage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("list of services")
        verbose_name_plural = _("lists of services")


class ServiceCategoryPage(ContentPage):
    """The services of one category."""

    category = models.ForeignKey(
        "booking.ServiceCategory",
        verbose_name=_("category"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    introduction = models.TextField(_("introduction"), blank=True)
    image = models.ForeignKey(
        "cms.ClinicImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = ContentField(BodyBlocks(), verbose_name=_("content below the list"), blank=True)

    template = "pages/service_category.html"
    presenter = "services.service_category"
    route_select_related = ("social_image", "image", "category")
    parent_page_types: ClassVar[list[str]] = ["cms.ServiceIndexPage"]
    subpage_types: ClassVar[list[str]] = ["cms.ServicePage"]
    search_fields = [*ContentPage.search_fields, index.SearchField("introduction"), index.SearchField("body")]
    content_panels: ClassVar[list[Any]] = [
        *ContentPage.content_panels,
        FieldPanel("category"),
        FieldPanel("introduction"),
        FieldPanel("image"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("category of services")
        verbose_name_plural = _("categories of services")

    @property
    def main_image(self) -> ClinicImage | None:
        return self.social_image or self.image


class ProcedureKind(models.TextChoices):
    """What the service is to a search engine: a schema.org 30.0 type, verbatim."""

    PROCEDURE = "MedicalProcedure", _("consultation or other service")
    DIAGNOSTIC = "DiagnosticProcedure", _("diagnostic procedure")
    THERAPEUTIC = "TherapeuticProcedure", _("treatment")
    PSYCHOLOGICAL = "PsychologicalTreatment", _("psychological treatment")
    SURGICAL = "SurgicalProcedure", _("operation")
    PALLIATIVE = "PalliativeProcedure", _("palliative care")
    EXAMINATION = "PhysicalExam", _("physical examination")
    TEST = "MedicalTest", _("test")
    BLOOD_TEST = "BloodTest", _("blood test")
    IMAGING_TEST = "ImagingTest", _("imaging: ultrasound, X-ray, MRI")
    PATHOLOGY_TEST = "PathologyTest", _("pathology")
    TEST_PANEL = "MedicalTestPanel", _("panel of tests")


class Invasiveness(models.TextChoices):
    """schema.org 30.0, MedicalProcedureType. An operation is a kind of procedure, not a value here."""

    NONINVASIVE = "NoninvasiveProcedure", _("without puncture or incision")
    PERCUTANEOUS = "PercutaneousProcedure", _("through the skin, by needle or catheter")


class ServicePage(MedicallyReviewed, ContentPage):
    """One service: how it goes, how to prepare, what follows, what it costs and where."""

    service = models.ForeignKey(
        "booking.HealthcareService",
        verbose_name=_("service"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="service_pages",
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
    kind = models.CharField(
        _("kind of service"), max_length=30, choices=ProcedureKind.choices, default=ProcedureKind.PROCEDURE
    )
    invasiveness = models.CharField(
        _("invasiveness"), max_length=30, choices=Invasiveness.choices, blank=True, default=""
    )
    body_location = models.CharField(_("part of the body"), max_length=100, blank=True)
    how_performed = models.TextField(
        _("how it is done"), blank=True, help_text=_("Plain text; a blank line begins a new paragraph.")
    )
    preparation = models.TextField(
        _("how to prepare"),
        blank=True,
        help_text=_("If empty, the instructions of the schedule system are shown."),
    )
    followup = models.TextField(_("what happens afterwards"), blank=True)
    body = ContentField(BodyBlocks(), verbose_name=_("more about the service"), blank=True)

    is_medical = True
    template = "pages/service.html"
    presenter = "services.service_page"
    route_select_related = ("social_image", "image", "service__speciality", "author", "medical_reviewer")
    parent_page_types: ClassVar[list[str]] = ["cms.ServiceIndexPage", "cms.ServiceCategoryPage"]
    subpage_types: ClassVar[list[str]] = []
    search_fields = [
        *ContentPage.search_fields,
        index.SearchField("introduction", boost=1.5),
        index.SearchField("how_performed"),
        index.SearchField("preparation"),
        index.SearchField("followup"),
        index.SearchField("body"),
        index.FilterField("service"),
    ]
    content_panels: ClassVar[list[Any]] = [
        *ContentPage.content_panels,
        FieldPanel("service"),
        RecordPanel("service", heading=_("What the schedule says")),
        MultiFieldPanel([FieldPanel("introduction"), FieldPanel("image")], heading=_("At a glance")),
        MultiFieldPanel(
            [FieldPanel("how_performed"), FieldPanel("preparation"), FieldPanel("followup")],
            heading=_("What the patient wants to know"),
        ),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("kind"), FieldPanel("invasiveness"), FieldPanel("body_location")],
            heading=_("For search engines"),
            classname="collapsed",
        ),
        *MedicallyReviewed.review_panels,
    ]

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")

    def clean(self) -> None:
        super().clean()
        if self.service_id is None:
            return
        same = ServicePage.objects.filter(service=self.service_id, locale=self.locale_id)
        if same.exclude(pk=self.pk).exists():
            raise ValidationError({"service": _("This service already has a page in this language.")})

    @property
    def main_image(self) -> ClinicImage | None:
        return self.social_image or self.image


class PricesPage(ContentPage):
    """The price list as the schedule system holds it today, by category and branch."""

    introduction = models.TextField(_("introduction"), blank=True)
    terms = ContentField(BodyBlocks(), verbose_name=_("terms of payment"), blank=True)

    template = "pages/prices.html"
    presenter = "services.prices_page"
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage", "cms.ServiceIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Any]] = [
        *ContentPage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("terms"),
    ]

    class Meta:
        verbose_name = _("price list")
        verbose_name_plural = _("price lists")
