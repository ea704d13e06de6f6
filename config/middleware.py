"""Policies that hold for whole branches of the address space."""

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse


class ContentSecurityPolicy(CSPMiddleware):
    """Gives Wagtail's admin the policy it can live under; every other page keeps the strict one."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponse, report_only: bool = False
    ) -> PolicyParts:
        parts: PolicyParts = super().get_policy_parts(request, response, report_only)
        if request.path.startswith("/admin/") and parts.replace is None:
            parts.replace = settings.ADMIN_CONTENT_SECURITY_POLICY
        return parts
