"""What this site adds to Wagtail's admin. Each part lives in `cms.editor`; this is the list of them."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_vite.core.asset_loader import DjangoViteAssetLoader
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.snippets.models import register_snippet

from cms.editor import redirects
from cms.editor.choosers import CHOOSERS
from cms.editor.dashboard import PANELS
from cms.editor.findings import urls as findings_urls
from cms.editor.listings import LISTINGS
from cms.editor.menus import works_on_pages
from cms.editor.publishing import (
    answers_for_who_publishes,
    keep_legal_texts,
    refuse_errors,
    refuse_errors_in_bulk,
)
from cms.editor.reports import REPORTS
from cms.editor.reviews import review_viewset
from cms.editor.snippets import LocaleTextsViewSet, branch_notices
from cms.operations import OperationsGroup
from cms.operations.dashboard import OperationsPanel
from cms.operations.trail import TRAILS

register_snippet(LocaleTextsViewSet)
redirects.use()


class ClinicPages(ViewSetGroup):
    menu_label = _("Clinic")
    menu_icon = "health"
    menu_order = 110
    items = LISTINGS


@hooks.register("register_admin_viewset")
def choosers() -> list[ViewSet]:
    return CHOOSERS


@hooks.register("register_admin_viewset")
def listings_and_lists() -> list[Any]:
    return [ClinicPages(), review_viewset, branch_notices, OperationsGroup()]


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [*(address for report in REPORTS for address in report.urls()), *findings_urls]


def _add_report(report: Any) -> None:
    hooks.register("register_reports_menu_item", lambda: report.menu_item())


for _report in REPORTS:
    _add_report(_report)


def _add_trail(trail: Any) -> None:
    trail.register_with_wagtail()
    hooks.register("register_reports_menu_item", lambda: trail.get_menu_item())


for _trail in TRAILS:
    _add_trail(_trail())


@hooks.register("construct_homepage_panels")
def dashboard(request: HttpRequest, panels: list[Component]) -> None:
    panels.extend(panel() for panel in (*PANELS, OperationsPanel))


@hooks.register("insert_global_admin_css")
def admin_styles() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("cms/admin.css"))


@hooks.register("insert_editor_js")
def editor_script() -> str:
    return str(DjangoViteAssetLoader.instance().generate_vite_asset("src/entries/admin.ts"))


hooks.register("before_publish_page", refuse_errors)
hooks.register("before_bulk_action", refuse_errors_in_bulk)
hooks.register("before_delete_page", keep_legal_texts)
hooks.register("filter_form_submissions_for_user", answers_for_who_publishes)


@hooks.register("construct_main_menu")
def hide_what_nobody_uses(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """The help menu leads to another company's site."""
    menu_items[:] = [item for item in menu_items if item.name != "help"]


@hooks.register("construct_reports_menu")
def hide_reports_on_pages(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """All reports are about pages; an add-on shows its own to everybody."""
    if not works_on_pages(request):
        menu_items.clear()


@hooks.register("register_icons")
def icons(icons: list[str]) -> list[str]:
    return [*icons, "wagtailadmin/icons/health.svg"]
