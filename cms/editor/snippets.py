"""What is said once for the whole site or a branch."""

from typing import ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.models import BranchNotice, LocaleTexts


class LocaleTextsViewSet(SnippetViewSet):
    model = LocaleTexts
    icon = "site"
    menu_label = _("Menus and texts")
    add_to_settings_menu = True
    list_display: ClassVar[list[str]] = ["locale", "clinic_name", "phone", "banner_text"]


class BranchNoticeIndexView(IndexView):
    add_item_label = _("Add")

    def get_base_queryset(self) -> QuerySet[BranchNotice]:
        return BranchNotice.objects.select_related("location")


class BranchNoticeViewSet(ModelViewSet):
    model = BranchNotice
    index_view_class = BranchNoticeIndexView
    icon = "warning"
    menu_label = _("Notices of branches")
    menu_order = 270
    add_to_admin_menu = True
    list_display: ClassVar[list[str]] = ["text_ru", "location", "tone", "starts_at", "ends_at"]
    list_filter: ClassVar[list[str]] = ["location", "tone"]
    form_fields: ClassVar[list[str]] = ["location", "text_ru", "text_en", "tone", "starts_at", "ends_at"]


branch_notices = BranchNoticeViewSet("branch_notices")
