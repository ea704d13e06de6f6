"""What every view of the API has in common."""

from typing import Any, TypeVar

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny, BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from patient_api.authentication import BrowserSession, IsPatient, SessionToken
from patient_api.pages import PageQuery, Pages
from patient_api.persons import PATIENT_PARAMETER, person_of
from patient_api.problems import answer_to
from patient_api.schema import ApiSchema
from people.models import Patient

_Serializer = TypeVar("_Serializer", bound=serializers.BaseSerializer[Any])

PATIENT = OpenApiParameter(
    PATIENT_PARAMETER,
    OpenApiTypes.UUID,
    description="A member of the family; the account's own person without it.",
)
PAGE = [PageQuery]


class _Person(serializers.Serializer[Any]):
    patient = serializers.UUIDField(required=False)


class PatientView(APIView):
    """For a signed-in patient. Answers are for one person: nothing on the way keeps them."""

    authentication_classes = [BrowserSession, SessionToken]
    permission_classes: list[type[BasePermission]] = [IsPatient]
    schema: ApiSchema | None = ApiSchema()

    def get_exception_handler(self) -> Any:
        return answer_to

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        final = super().finalize_response(request, response, *args, **kwargs)
        final["Cache-Control"] = "private, no-store"
        return final

    def person(self) -> Patient:
        """Whose file is asked for. Raises Http404 for somebody the account may not act for."""
        asked = _Person(data=self.request.query_params.dict())
        asked.is_valid(raise_exception=True)
        return person_of(self.request, asked.validated_data.get(PATIENT_PARAMETER))

    def page(self, rows: Any) -> "Page":
        return Page(self, rows)


class Nowhere(PatientView):
    """Every address that is none."""

    permission_classes = [AllowAny]
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise NotFound


class Page:
    """One page of a queryset: its rows, and the answer around what became of them."""

    def __init__(self, view: APIView, rows: Any) -> None:
        self.pages = Pages()
        self.rows: list[Any] = self.pages.paginate_queryset(rows, view.request, view=view) or []

    def answer(self, data: Any) -> Response:
        return self.pages.get_paginated_response(data)


def valid(serializer: _Serializer) -> dict[str, Any]:
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)
