"""Menu items that only those see who may open what is behind them."""

from functools import cached_property
from typing import ClassVar

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.models import Page
from wagtail.permissions import policy_registry


def works_on_pages(request: HttpRequest) -> bool:
    policy = policy_registry.get_by_type(Page)
    answer: bool = policy.user_has_any_permission(request.user, ["add", "change", "publish"])
    return answer


class PagesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return works_on_pages(request)


class PermittedViewSet(ViewSet):
    """Its menu item is shown to holders of `permission`."""

    permission: ClassVar[str]

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        permission = self.permission

        class PermittedMenuItem(MenuItem):
            def is_shown(self, request: HttpRequest) -> bool:
                return bool(request.user.has_perm(permission))

        return PermittedMenuItem
