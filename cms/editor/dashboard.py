"""Panels of the admin's first page: what is mine to do. Appointments are not here: editors have no right to them."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, F, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.models import Page, Revision
from wagtail.permissions import policy_registry

from booking.models import Review
from cms.editor.reports import overdue_pages
from cms.editorial.translations import missing_translations, outdated_translations
from cms.models import DataFinding, EditorialFinding

SHOWN = 5


class PagePanel(Component):
    """Shown to those who may work on pages."""

    order = 200

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        return {**super().get_context_data(parent_context), "request": request, **self.facts(request)}

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        request = (parent_context or {})["request"]
        if not policy_registry.get_by_type(Page).user_has_any_permission(
            request.user, ["add", "change", "publish"]
        ):
            return ""
        html: str = super().render_html(parent_context)
        return html

    @abstractmethod
    def facts(self, request: HttpRequest) -> dict[str, Any]:
        """What the panel's own template shows."""


class DraftsPanel(PagePanel):
    """Pages whose newest draft is mine and not published."""

    name = "my_drafts"
    template_name = "wagtailadmin/home/drafts.html"
    order = 205

    def facts(self, request: HttpRequest) -> dict[str, Any]:
        mine = Revision.objects.filter(user=request.user).values("pk")
        drafts = Page.objects.filter(latest_revision__in=mine).filter(
            Q(live=False) | Q(has_unpublished_changes=True)
        )
        return {"pages": drafts.select_related("locale").order_by("-latest_revision_created_at")[:SHOWN]}


class TranslationsPanel(PagePanel):
    name = "translations_due"
    template_name = "wagtailadmin/home/translations.html"
    order = 230

    def facts(self, request: HttpRequest) -> dict[str, Any]:
        due = [*outdated_translations(), *missing_translations()]
        return {"pages": due[:SHOWN], "count": len(due), "report_url": reverse("cms_report_translations")}


class ChecksPanel(PagePanel):
    """How the site stands: rules, structured data, reviews due, words of patients that wait."""

    name = "site_checks"
    template_name = "wagtailadmin/home/checks.html"
    order = 240

    def facts(self, request: HttpRequest) -> dict[str, Any]:
        moderates = request.user.has_perm("booking.change_review")
        return {
            "rules": _counts(EditorialFinding),
            "data": _counts(DataFinding),
            "overdue": len(overdue_pages(timezone.localdate())),
            "moderates": moderates,
            "reviews": Review.objects.waiting().count() if moderates else 0,
        }


def _counts(model: type[DataFinding] | type[EditorialFinding]) -> dict[str, int]:
    rows = model.objects.order_by().values(kind=F("severity")).annotate(count=Count("pk"))
    return {row["kind"]: row["count"] for row in rows}


PANELS = [DraftsPanel, TranslationsPanel, ChecksPanel]
