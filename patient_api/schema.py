"""How the API describes itself (OpenAPI 3): what every operation has in common is said once, here."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from patient_api.idempotency import HEADER
from patient_api.problems import MEDIA_TYPE
from patient_api.serializers.problems import ProblemSerializer

_PROBLEMS = {
    "400": "The request is malformed, or no request at all.",
    "401": "Nobody is signed in.",
    "403": "Not an account of a patient, or the CSRF token is missing.",
    "404": "There is no such thing, or it is somebody else's.",
    "405": "This address does not know the method.",
    "406": "Only JSON is spoken here.",
    "409": "Somebody was faster, it is too late, or the same request is being carried out.",
    "415": "Only JSON is understood here.",
    "422": "This patient may not, or the Idempotency-Key came with another request before.",
    "503": "The clinic has not set up booking completely, or a branch's system does not answer.",
}
#: What a GET can never answer.
_ONLY_WHERE_SOMETHING_CHANGES = {"409", "415", "422"}
_KEY = OpenApiParameter(
    HEADER,
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    required=True,
    description="Your own value, new for each thing you do. Sent again, it gives the same answer and does nothing twice.",
)


def only_ours(endpoints: list[Any]) -> list[Any]:
    """Wagtail's own interfaces for its admin are nobody's API."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/")]


class ApiSchema(AutoSchema):
    def get_override_parameters(self) -> list[Any]:
        parameters = list(super().get_override_parameters())
        return [*parameters, _KEY] if self._is_idempotent() else parameters

    def get_operation(self, *args: Any, **kwargs: Any) -> Any:
        operation = super().get_operation(*args, **kwargs)
        if operation is not None:
            for status, words in _PROBLEMS.items():
                if self.method == "GET" and status in _ONLY_WHERE_SOMETHING_CHANGES:
                    continue
                operation["responses"].setdefault(status, self._problem(words))
        return operation

    def _is_idempotent(self) -> bool:
        handler = getattr(self.view, self.method.lower(), None)
        return bool(getattr(handler, "is_idempotent", False))

    def _problem(self, words: str) -> dict[str, Any]:
        component = self.resolve_serializer(ProblemSerializer, "response")
        return {"description": words, "content": {MEDIA_TYPE: {"schema": component.ref}}}


class _BrowserSession(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # its registry has no types
    target_class = "patient_api.authentication.BrowserSession"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "sessionid",
            "description": "Writing needs X-CSRFToken too.",
        }


class _SessionToken(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "patient_api.authentication.SessionToken"
    name = "session token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "X-Session-Token",
            "description": "From the headless sign-in.",
        }
