"""Refusals as problem details (RFC 9457)."""

from http import HTTPStatus
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response

MEDIA_TYPE = "application/problem+json"


def answer_to(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler. None for what is a bug: the server's own error page answers."""
    if isinstance(error, Http404):
        error = exceptions.NotFound(_("There is no such published page."))
    if not isinstance(error, exceptions.APIException):
        return None
    problem: dict[str, Any] = {
        "title": HTTPStatus(error.status_code).phrase,
        "status": error.status_code,
        "code": str(error.default_code).replace("_", "-"),
        "detail": str(error.detail),
    }
    if isinstance(error, exceptions.ValidationError):
        problem |= {"detail": _("Some parameters are wrong."), "errors": error.detail}
    return Response(problem, status=error.status_code, content_type=MEDIA_TYPE)
