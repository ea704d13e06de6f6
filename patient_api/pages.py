"""Pages of lists. No answer grows with the age of a file."""

from typing import Any

from drf_spectacular.utils import inline_serializer
from rest_framework import serializers
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.views import APIView

PAGE_SIZE = 20
MOST_ON_A_PAGE = 100


class PageQuery(serializers.Serializer[Any]):
    page = serializers.IntegerField(required=False, min_value=1, default=1)
    page_size = serializers.IntegerField(
        required=False, min_value=1, max_value=MOST_ON_A_PAGE, default=PAGE_SIZE
    )


class Pages(PageNumberPagination):
    """A page that does not exist is not found; a number that is none is said to be wrong."""

    page_size = PAGE_SIZE
    page_size_query_param = "page_size"
    max_page_size = MOST_ON_A_PAGE

    def paginate_queryset(
        self, queryset: Any, request: Request, view: APIView | None = None
    ) -> list[Any] | None:
        PageQuery(data=request.query_params.dict()).is_valid(raise_exception=True)
        return super().paginate_queryset(queryset, request, view=view)


def described_page(row: type[serializers.BaseSerializer[Any]]) -> Any:
    """The answer around a page of rows, for the description of the API."""
    name = row.__name__.removesuffix("Serializer")
    return inline_serializer(
        f"{name}Page",
        {
            "count": serializers.IntegerField(help_text="Rows in all."),
            "next": serializers.URLField(allow_null=True),
            "previous": serializers.URLField(allow_null=True),
            "results": row(many=True),
        },
    )
