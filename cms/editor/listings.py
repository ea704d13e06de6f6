"""Lists of pages of one kind, with the columns and filters an editor asks for. Bulk actions are Wagtail's own."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn
from wagtail.admin.views.pages.listing import IndexView, PageFilterSet
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Locale
from wagtail.query import PageQuerySet

from booking.models import Location, ServiceCategory, Speciality
from cms.editor.columns import DayColumn
from cms.editor.menus import PagesMenuItem
from cms.editorial.translations import missing_translations, outdated_translations
from cms.models import ArticlePage, BlogCategoryPage, BranchPage, DoctorPage, ServicePage


class Toggle(django_filters.ChoiceFilter):
    """Yes or no, told by a condition that is not a column."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [("true", _("Yes")), ("false", _("No"))]
        super().__init__(choices=choices, empty_label=_("Any"), widget=RadioSelect, **kwargs)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        if value == "true":
            return qs.filter(**self.condition())
        if value == "false":
            return qs.exclude(**self.condition())
        return qs

    def condition(self) -> dict[str, Any]:
        return {self.field_name: True}


class Missing(Toggle):
    def condition(self) -> dict[str, Any]:
        return {f"{self.field_name}__isnull": True}


class Overdue(Toggle):
    def condition(self) -> dict[str, Any]:
        return {f"{self.field_name}__lte": timezone.localdate()}


class ClinicFilterSet(PageFilterSet):
    locale = django_filters.ModelChoiceFilter(
        label=_("Language"), queryset=Locale.objects.all(), empty_label=_("Any"), widget=RadioSelect
    )
    live = Toggle(label=_("Published"), field_name="live")
    overdue = Overdue(label=_("Review is due"), field_name="review_by")
    translation = django_filters.ChoiceFilter(
        label=_("Translation"),
        choices=[("missing", _("missing")), ("outdated", _("outdated"))],
        method="by_translation",
        empty_label=_("Any"),
        widget=RadioSelect,
    )
    #: A multi-site clinic would want it back; one site has no use for it.
    site = None
    has_child_pages = None

    class Meta(PageFilterSet.Meta):
        fields: ClassVar[list[str]] = []

    def by_translation(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        pages = missing_translations() if value == "missing" else outdated_translations()
        return queryset.filter(pk__in=[page.pk for page in pages])


class DoctorFilterSet(ClinicFilterSet):
    speciality = django_filters.ModelMultipleChoiceFilter(
        label=_("Speciality"),
        field_name="practitioner__roles__specialities",
        queryset=Speciality.objects.all(),
        widget=CheckboxSelectMultiple,
        distinct=True,
    )
    branch = django_filters.ModelMultipleChoiceFilter(
        label=_("Branch"),
        field_name="practitioner__roles__location",
        queryset=Location.objects.filter(active=True),
        widget=CheckboxSelectMultiple,
        distinct=True,
    )
    no_photo = Missing(label=_("Without photo"), field_name="photo")
    active = Toggle(label=_("Works here"), field_name="practitioner__active")

    class Meta(ClinicFilterSet.Meta):
        model = DoctorPage


class ServiceFilterSet(ClinicFilterSet):
    category = django_filters.ModelMultipleChoiceFilter(
        label=_("Category"),
        field_name="service__category",
        queryset=ServiceCategory.objects.all(),
        widget=CheckboxSelectMultiple,
    )
    no_picture = Missing(label=_("Without picture"), field_name="image")
    no_reviewer = Missing(label=_("Without medical reviewer"), field_name="medical_reviewer")

    class Meta(ClinicFilterSet.Meta):
        model = ServicePage


class ArticleFilterSet(ClinicFilterSet):
    category = django_filters.ModelChoiceFilter(
        label=_("Category"), queryset=BlogCategoryPage.objects.all(), method="below", empty_label=_("Any")
    )
    no_picture = Missing(label=_("Without picture"), field_name="image")
    no_reviewer = Missing(label=_("Without medical reviewer"), field_name="medical_reviewer")

    class Meta(ClinicFilterSet.Meta):
        model = ArticlePage

    def below(
        self, queryset: QuerySet[ArticlePage], name: str, value: BlogCategoryPage
    ) -> QuerySet[ArticlePage]:
        return queryset.filter(path__startswith=value.path)


class BranchFilterSet(ClinicFilterSet):
    no_picture = Missing(label=_("Without picture"), field_name="image")

    class Meta(ClinicFilterSet.Meta):
        model = BranchPage


def _columns(*own: Column) -> list[Any]:
    return [
        BulkActionsColumn("bulk_actions"),
        # Not Wagtail's: the buttons that add-ons put below each title ask the database several times a row.
        TitleColumn(
            "title",
            label=_("Title"),
            accessor="get_admin_display_title",
            get_url=lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk]),
            get_title_id=lambda page: f"page_{page.pk}_title",
            sort_key="title",
        ),
        Column("locale", label=_("Language"), width="9%"),
        *own,
        DayColumn("review_by", label=_("Review by"), sort_key="review_by", width="10%"),
        DateColumn(
            "latest_revision_created_at",
            label=_("Updated"),
            sort_key="latest_revision_created_at",
            width="10%",
        ),
        PageStatusColumn("status", label=_("Status"), sort_key="live", width="10%"),
    ]


def _has_photo(page: DoctorPage) -> bool:
    return page.photo_id is not None


def _has_picture(page: Any) -> bool:
    return page.image_id is not None


class ClinicIndexView(IndexView):
    # Wagtail would put the name of the kind behind the verb, in the wrong case in Russian.
    add_item_label = _("Add")

    def annotate_queryset(self, pages: PageQuerySet) -> PageQuerySet:
        """With the records that columns show."""
        shown = {column.name for column in self.columns}
        related = [field.name for field in self.model._meta.get_fields() if field.many_to_one]
        annotated: PageQuerySet = super().annotate_queryset(pages)
        return annotated.prefetch_related(*(name for name in related if name in shown))


class ClinicPageListing(PageListingViewSet):
    index_view_class = ClinicIndexView
    add_to_admin_menu = False
    list_per_page = 50
    menu_item_class = PagesMenuItem


class DoctorListing(ClinicPageListing):
    model = DoctorPage
    icon = "user"
    menu_label = _("Doctors")
    filterset_class = DoctorFilterSet
    columns = _columns(
        Column("job_title", label=_("Position")),
        BooleanColumn("photo", label=_("Photo"), accessor=_has_photo),
    )


class ServiceListing(ClinicPageListing):
    model = ServicePage
    icon = "list-ul"
    menu_label = _("Services")
    filterset_class = ServiceFilterSet
    columns = _columns(
        Column("service", label=_("Service")),
        BooleanColumn("image", label=_("Picture"), accessor=_has_picture),
    )


class BranchListing(ClinicPageListing):
    model = BranchPage
    icon = "home"
    menu_label = _("Branches")
    filterset_class = BranchFilterSet
    columns = _columns(
        Column("location", label=_("Branch")),
        BooleanColumn("image", label=_("Picture"), accessor=_has_picture),
    )


class ArticleListing(ClinicPageListing):
    model = ArticlePage
    icon = "doc-full-inverse"
    menu_label = _("Articles")
    filterset_class = ArticleFilterSet
    columns = _columns(
        Column("author", label=_("Author")), BooleanColumn("image", label=_("Picture"), accessor=_has_picture)
    )


LISTINGS = [
    DoctorListing("doctor_pages"),
    ServiceListing("service_pages"),
    BranchListing("branch_pages"),
    ArticleListing("article_pages"),
]
