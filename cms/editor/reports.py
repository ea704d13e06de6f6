"""Reports: each a list that leads to the page and the field where something is to be done."""

import datetime as dt
from abc import abstractmethod
from typing import Any, ClassVar

import django_filters
from django.db.models import Case, QuerySet, When
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Locale, Page, get_page_models
from wagtail.permissions import policy_registry

from cms.editor.columns import DayColumn
from cms.editor.menus import PagesMenuItem
from cms.editorial.checking import kept_problem
from cms.editorial.translations import missing_translations, outdated_translations
from cms.models import (
    ArticlePage,
    BranchPage,
    BrokenLink,
    DataFinding,
    DoctorPage,
    EditorialFinding,
    ProgramPage,
    SearchTerm,
    ServicePage,
)
from cms.models.base import ContentPage
from cms.structured_data.checking import advice, kept_finding

#: Pages that carry a picture of their own.
PICTURED: dict[type[ContentPage], str] = {
    DoctorPage: "photo",
    ServicePage: "image",
    BranchPage: "image",
    ArticlePage: "image",
    ProgramPage: "image",
}


def _edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


class EditorsReport(ReportView):
    """Open to whoever may work on pages. `slug` names its address and its menu item."""

    slug: ClassVar[str]
    menu_order: ClassVar[int] = 200
    any_permission_required: ClassVar[list[str]] = ["add", "change", "publish"]
    list_export: ClassVar[list[str]] = []
    #: What an empty report means.
    nothing: ClassVar[Any] = _("Nothing to mend.")

    @property
    def no_results_message(self) -> str:
        return str(_("Nothing matches these filters.") if self.is_filtering else self.nothing)

    @cached_property
    def permission_policy(self) -> Any:
        return policy_registry.get_by_type(Page)

    @property
    def index_url_name(self) -> str:
        return f"cms_report_{self.slug}"

    @property
    def index_results_url_name(self) -> str:
        return f"cms_report_{self.slug}_results"

    @classmethod
    def urls(cls) -> list[Any]:
        name = f"cms_report_{cls.slug}"
        return [
            path(f"reports/{cls.slug}/", cls.as_view(), name=name),
            path(f"reports/{cls.slug}/results/", cls.as_view(results_only=True), name=f"{name}_results"),
        ]

    @classmethod
    def menu_item(cls) -> PagesMenuItem:
        return PagesMenuItem(
            cls.page_title,
            reverse(f"cms_report_{cls.slug}"),
            name=cls.slug,
            icon_name=cls.header_icon,
            order=cls.menu_order,
        )


def _page_column(accessor: str = "page") -> TitleColumn:
    return TitleColumn("page", label=_("Page"), accessor=accessor, get_url=lambda row: _edit_url(row.page))


class LocaleFilterSet(WagtailFilterSet):
    locale = django_filters.ModelChoiceFilter(
        label=_("Language"), queryset=Locale.objects.all(), field_name="page__locale"
    )
    severity = django_filters.ChoiceFilter(label=_("Severity"), choices=DataFinding.SEVERITIES)


class DataFindingFilterSet(LocaleFilterSet):
    class Meta:
        model = DataFinding
        fields: ClassVar[list[str]] = ["severity"]


class EditorialFindingFilterSet(LocaleFilterSet):
    class Meta:
        model = EditorialFinding
        fields: ClassVar[list[str]] = ["severity"]


class FindingsReport(EditorsReport):
    columns: ClassVar[list[Any]] = [
        _page_column(),
        Column("severity", label=_("Severity"), accessor="get_severity_display", width="10%"),
        Column("place", label=_("Where to mend it"), width="20%"),
        Column("message", label=_("What is wrong")),
        DateColumn("checked_at", label=_("Checked"), width="12%"),
    ]
    list_export: ClassVar[list[str]] = ["page", "severity", "place", "message", "checked_at"]

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        pages = Page.objects.filter(pk__in={row.page_id for row in object_list}).specific().in_bulk()
        for row in object_list:
            row.page = pages[row.page_id]
            self.tell(row)
        return object_list

    @abstractmethod
    def tell(self, row: Any) -> None:
        """Give the row its `place` and `message`."""


class StructuredDataReport(FindingsReport):
    slug = "structured-data"
    page_title = _("Structured data")
    header_icon = "code"
    nothing = _(
        "Search engines read every page without a fault. Pages are checked once a day and after each publication."
    )
    model = DataFinding
    filterset_class = DataFindingFilterSet

    def get_queryset(self) -> QuerySet[DataFinding]:
        return DataFinding.objects.select_related("page")

    def tell(self, row: Any) -> None:
        told = advice(row.page, kept_finding(row))
        row.place, row.message = told.mend.place, f"{told.problem} {told.advice}"


class RulesReport(FindingsReport):
    slug = "rules"
    page_title = _("Rules of the clinic")
    header_icon = "warning"
    nothing = _(
        "Every page keeps the rules of the clinic. Pages are checked once a day and after each publication."
    )
    model = EditorialFinding
    filterset_class = EditorialFindingFilterSet

    def get_queryset(self) -> QuerySet[EditorialFinding]:
        return EditorialFinding.objects.select_related("page")

    def tell(self, row: Any) -> None:
        problem = kept_problem(row)
        row.place = row.page.field_name(problem.field)
        row.message = f"{problem.message} {problem.words}".strip()


class ReviewByReport(EditorsReport):
    """Pages whose review is due or has never been planned."""

    slug = "review-by"
    page_title = _("Pages to review")
    header_icon = "calendar-check"
    nothing = _("No page waits to be read again. The day is set in the form of each page, under Publishing.")
    model = Page
    columns: ClassVar[list[Any]] = [
        TitleColumn("title", label=_("Page"), accessor="get_admin_display_title", get_url=_edit_url),
        Column("type", label=_("Type"), accessor="page_type_display_name"),
        Column("locale", label=_("Language")),
        DayColumn("review_by", label=_("Review by")),
        DateColumn("last_published_at", label=_("Last published")),
    ]
    list_export: ClassVar[list[str]] = [
        "title",
        "page_type_display_name",
        "locale",
        "review_by",
        "last_published_at",
    ]

    def get_queryset(self) -> list[ContentPage]:
        return overdue_pages(timezone.localdate())

    def get_filtered_queryset(self) -> list[ContentPage]:
        return self.get_queryset()


def overdue_pages(today: dt.date) -> list[ContentPage]:
    """Published pages whose day of review has come, longest overdue first."""
    keys: list[int] = []
    for model in _content_models():
        keys += model.objects.live().filter(review_by__lte=today).values_list("pk", flat=True)
    pages = Page.objects.filter(pk__in=keys).prefetch_related("locale", "owner").specific()
    return sorted(pages, key=lambda page: page.review_by)


def _content_models() -> list[type[ContentPage]]:
    return [model for model in get_page_models() if issubclass(model, ContentPage)]


class TranslationsReport(EditorsReport):
    """Pages that a language lacks, and translations that are older than what they translate."""

    slug = "translations"
    page_title = _("Missing and outdated translations")
    header_icon = "wagtail-localize-language"
    nothing = _("Every page is published in every language, and no translation is older than its source.")
    model = Page
    columns: ClassVar[list[Any]] = [
        TitleColumn("title", label=_("Page"), accessor="get_admin_display_title", get_url=_edit_url),
        Column("type", label=_("Type"), accessor="page_type_display_name"),
        Column("locale", label=_("Written in")),
        Column("missing", label=_("State")),
    ]
    list_export: ClassVar[list[str]] = ["title", "page_type_display_name", "locale", "missing"]

    def get_queryset(self) -> list[Page]:
        return [*missing_translations(), *outdated_translations()]

    def get_filtered_queryset(self) -> list[Page]:
        return self.get_queryset()


class PicturesReport(EditorsReport):
    slug = "pictures"
    page_title = _("Pages without picture")
    header_icon = "image"
    nothing = _("Every doctor, service, branch, article and program has its picture.")
    model = Page
    columns: ClassVar[list[Any]] = TranslationsReport.columns[:3]
    list_export: ClassVar[list[str]] = ["title", "page_type_display_name", "locale"]

    def get_queryset(self) -> QuerySet[Page]:
        keys: list[int] = []
        for model, field in PICTURED.items():
            keys += model.objects.live().filter(**{f"{field}__isnull": True}).values_list("pk", flat=True)
        return (
            Page.objects.filter(pk__in=keys)
            .select_related("locale", "content_type")
            .order_by("content_type", "title")
        )

    def get_filtered_queryset(self) -> QuerySet[Page]:
        return self.get_queryset()


class SearchFilterSet(WagtailFilterSet):
    found = django_filters.ChoiceFilter(
        label=_("Result"),
        choices=[("nothing", _("nothing found")), ("something", _("something found"))],
        method="by_result",
    )

    class Meta:
        model = SearchTerm
        fields: ClassVar[list[str]] = ["language"]

    def by_result(self, queryset: QuerySet[SearchTerm], name: str, value: str) -> QuerySet[SearchTerm]:
        return queryset.filter(results=0) if value == "nothing" else queryset.filter(results__gt=0)


class SearchReport(EditorsReport):
    """What visitors looked for; what they did not find comes first."""

    slug = "search-phrases"
    page_title = _("What visitors search for")
    header_icon = "search"
    nothing = _("Nobody has searched yet.")
    model = SearchTerm
    filterset_class = SearchFilterSet
    columns: ClassVar[list[Any]] = [
        Column("phrase", label=_("Phrase")),
        Column("language", label=_("Language"), width="10%"),
        Column("times", label=_("Times"), width="10%"),
        Column("results", label=_("Results last time"), width="15%"),
        DayColumn("last_searched_on", label=_("Last time"), width="15%"),
    ]
    list_export: ClassVar[list[str]] = ["phrase", "language", "times", "results", "last_searched_on"]

    def get_queryset(self) -> QuerySet[SearchTerm]:
        unanswered_first = Case(When(results=0, then=0), default=1)
        return SearchTerm.objects.order_by(unanswered_first, "-times", "phrase")


class LinksReport(EditorsReport):
    slug = "broken-links"
    page_title = _("Broken links")
    header_icon = "link"
    nothing = _("Every link on the site leads somewhere. Links are checked once a day.")
    model = BrokenLink
    columns: ClassVar[list[Any]] = [
        _page_column(),
        Column("address", label=_("Link")),
        Column("problem", label=_("Problem"), accessor="get_problem_display"),
        DateColumn("first_seen_at", label=_("First seen")),
    ]
    list_export: ClassVar[list[str]] = ["page", "address", "problem", "first_seen_at"]

    def get_queryset(self) -> QuerySet[BrokenLink]:
        return BrokenLink.objects.select_related("page")


REPORTS: list[type[EditorsReport]] = [
    RulesReport,
    StructuredDataReport,
    ReviewByReport,
    TranslationsReport,
    PicturesReport,
    SearchReport,
    LinksReport,
]
