"""Policies that hold for whole branches of the address space."""

from collections.abc import Callable
from http import HTTPStatus

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware


class ContentSecurityPolicy(CSPMiddleware):
    """Gives Wagtail's admin the policy it can live under; every other page keeps the strict one."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts: PolicyParts = super().get_policy_parts(request, response, report_only)
        # A preview is rendered as if asked for at the page's own address, and shown in a frame of the admin.
        in_admin = request.path.startswith("/admin/") or getattr(request, "is_dummy", False)
        if in_admin and parts.replace is None:
            parts.replace = settings.ADMIN_CONTENT_SECURITY_POLICY
        return parts


class BrowserPolicies:
    """What pages may ask of the browser and who may take them in; Django knows no settings for these."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class LanguageOfAddress(LocaleMiddleware):
    """Adds the language to an address that nobody answers without it. A 404 that a view gave stays a 404.

    Django's own class would lead every "not found" of the API and the account pages to a page of the site.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        answered = request.resolver_match is not None or request.method not in {"GET", "HEAD"}
        if response.status_code == HTTPStatus.NOT_FOUND and answered:
            return response
        return super().process_response(request, response)
