"""Every refusal leaves as problem details (RFC 9457): a code for programs, a sentence for people."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext, gettext_lazy
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import set_rollback

from booking import errors
from booking.ports import SystemUnavailable
from people.errors import ConsentTextMissing
from records.errors import NoSuchRecord

MEDIA_TYPE = "application/problem+json"
#: Clients that were refused a key in progress ask again after so many seconds.
RETRY_AFTER = 1


class Problem(exceptions.APIException):
    """A refusal of the API's own."""

    code = "refused"
    status_code: int = status.HTTP_400_BAD_REQUEST
    sentence: Any = gettext_lazy("The request could not be understood.")

    def __init__(self, **members: Any) -> None:
        self.members = members
        super().__init__(self.sentence, self.code)


class KeyMissing(Problem):
    code = "idempotency-key-missing"
    sentence = gettext_lazy("Send an Idempotency-Key header: a value of your own, new for each thing you do.")


class KeyTooLong(Problem):
    code = "idempotency-key-too-long"
    sentence = gettext_lazy("An Idempotency-Key has at most 100 characters.")


class KeyReused(Problem):
    code = "idempotency-key-reused"
    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    sentence = gettext_lazy("This Idempotency-Key was already sent with another request.")


class KeyInProgress(Problem):
    code = "idempotency-key-in-progress"
    status_code = status.HTTP_409_CONFLICT
    sentence = gettext_lazy("The same request is being carried out. Please wait a moment.")
    wait = RETRY_AFTER


class ConsentOutdated(Problem):
    code = "consent-outdated"
    status_code = status.HTTP_409_CONFLICT
    sentence = gettext_lazy("The text of the consent has changed. Please read it and agree again.")


class PlanOutdated(Problem):
    code = "plan-outdated"
    status_code = status.HTTP_409_CONFLICT
    sentence = gettext_lazy("Some of these times have changed meanwhile. Look at the days again, please.")


class SystemSilent(Problem):
    code = "system-unavailable"
    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    sentence = gettext_lazy(
        "The branch's system does not answer. Please try again later, or call the clinic."
    )
    wait = 60


def answer_to(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler. None for what is a bug: the server's own error page answers."""
    if isinstance(error, errors.NotYours | NoSuchRecord | Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    elif isinstance(error, SystemUnavailable):
        error = SystemSilent()
    elif isinstance(error, ConsentTextMissing):
        return _refused_by_settings(error)
    if isinstance(error, errors.BookingError):
        set_rollback()
        return _problem(_status_of(error), error.code, str(error), alternatives=_alternatives(error))
    if isinstance(error, exceptions.APIException):
        set_rollback()
        return _of_api(error)
    return None


def _of_api(error: exceptions.APIException) -> Response:
    if isinstance(error, exceptions.ValidationError):
        return _problem(
            error.status_code,
            "invalid",
            gettext("Some values are missing or wrong."),
            errors=list(_fields(error.detail)),
        )
    if isinstance(error, Problem):
        response = _problem(error.status_code, error.code, str(error.detail), **error.members)
    else:
        code = "not-found" if isinstance(error, exceptions.NotFound) else _dashed(error.get_codes())
        response = _problem(error.status_code, code, str(error.detail))
    if wait := getattr(error, "wait", None):
        response["Retry-After"] = str(int(wait))
    if challenge := getattr(error, "auth_header", None):
        response["WWW-Authenticate"] = challenge
    return response


def _problem(http_status: int, code: str, detail: str, **members: Any) -> Response:
    body = {
        "type": "about:blank",
        "title": _TITLES.get(http_status, "Error"),
        "status": http_status,
        "code": code,
        "detail": detail,
        **{name: value for name, value in members.items() if value},
    }
    return Response(body, status=http_status, content_type=MEDIA_TYPE)


def _status_of(error: errors.BookingError) -> int:
    """409 where the world has changed, 422 where this patient may not, 400 where the request is none."""
    match error:
        case errors.TimeRefused() | errors.ChangeRefused():
            return status.HTTP_409_CONFLICT
        case errors.RequestRefused():
            return status.HTTP_400_BAD_REQUEST
    return status.HTTP_422_UNPROCESSABLE_ENTITY


def _alternatives(error: errors.BookingError) -> list[dict[str, Any]]:
    """Other times that can be had, as tokens to hold and the start of each."""
    return [
        {
            "offer": offer.token,
            "start": offer.start.isoformat(),
            "practitioner": str(offer.practitioner_id),
            "location": str(offer.location_id),
        }
        for offer in error.alternatives
    ]


def _refused_by_settings(error: ConsentTextMissing) -> Response:
    return _problem(
        status.HTTP_503_SERVICE_UNAVAILABLE,
        "consent-text-missing",
        gettext("Booking is not set up completely. Please call the clinic."),
    )


def _fields(detail: Any, path: str = "") -> Iterator[dict[str, str]]:
    """DRF's nested details as a flat list of field, code and sentence."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            place = "" if name == "non_field_errors" else f"{path}.{name}".lstrip(".")
            yield from _fields(inner, place)
    elif isinstance(detail, list):
        for inner in detail:
            yield from _fields(inner, path)
    else:
        yield {"field": path, "code": _dashed(getattr(detail, "code", "invalid")), "detail": str(detail)}


def _dashed(code: Any) -> str:
    return str(code).replace("_", "-")


_TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    406: "Not Acceptable",
    409: "Conflict",
    415: "Unsupported Media Type",
    422: "Unprocessable Content",
    429: "Too Many Requests",
    503: "Service Unavailable",
}
