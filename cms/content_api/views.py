"""The content API, version 1."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from drf_spectacular.utils import OpenApiResponse, extend_schema, inline_serializer
from rest_framework import permissions, serializers
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

from cms import routing
from cms.content_api.content import content_of
from cms.content_api.kinds import kind_of, models_by_kind
from cms.content_api.problems import answer_to
from cms.content_api.serializers import (
    AddressQuerySerializer,
    ContentProblemSerializer,
    PageQuerySerializer,
    PageSerializer,
    PageSummarySerializer,
)
from cms.head import head_of
from cms.models.base import ContentPage
from cms.requests import visitor_request
from cms.structured_data import Scene, page_graph

_REFUSED = {
    400: OpenApiResponse(ContentProblemSerializer, "A parameter is wrong."),
    404: OpenApiResponse(ContentProblemSerializer, "There is no such published page."),
}


class Pages(PageNumberPagination):
    page_size = 20
    page_size_query_param = "page_size"
    max_page_size = 100


@method_decorator(cache_control(public=True, max_age=60), name="dispatch")
class ContentView(APIView):
    """Open to everybody, from any other site's script as well: nothing here depends on who asks."""

    authentication_classes = ()
    permission_classes = (permissions.AllowAny,)

    def get_exception_handler(self) -> Any:
        return answer_to

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        return response


def published(request: Request) -> PageQuerySet:
    """Live pages of this site that nobody has to sign in for."""
    site = Site.find_for_request(request._request)
    below = Q()
    for root in Site.get_site_root_paths():
        if site is not None and root.site_id == site.pk:
            below |= Q(url_path__startswith=root.root_path)
    pages: PageQuerySet = Page.objects.live().public().filter(below) if below else Page.objects.none()
    return pages.type(*models_by_kind().values())


class PageList(ContentView):
    @extend_schema(
        operation_id="content_pages",
        tags=["content"],
        parameters=[PageQuerySerializer],
        responses={
            200: inline_serializer(
                "ContentPages",
                {
                    "count": serializers.IntegerField(help_text="Pages in all."),
                    "next": serializers.URLField(allow_null=True),
                    "previous": serializers.URLField(allow_null=True),
                    "results": PageSummarySerializer(many=True),
                },
            ),
            400: _REFUSED[400],
        },
        auth=[],
    )
    def get(self, request: Request) -> Response:
        """Published pages in the order of the site's tree."""
        query = PageQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        chosen = query.validated_data
        pages = published(request).select_related("locale", "content_type").order_by("path")
        if language := chosen.get("language"):
            pages = pages.filter(locale__language_code=language)
        if kind := chosen.get("kind"):
            pages = pages.exact_type(models_by_kind()[kind])
        if "below" in chosen:
            pages = pages.descendant_of(get_object_or_404(published(request), pk=chosen["below"]))
        turner = Pages()
        listed: list[Page] = turner.paginate_queryset(pages, request, self) or []
        return turner.get_paginated_response(
            PageSummarySerializer(summaries(listed, request), many=True).data
        )


class OnePage(ContentView):
    @extend_schema(
        operation_id="content_page",
        tags=["content"],
        responses={200: PageSerializer, 404: _REFUSED[404]},
        auth=[],
    )
    def get(self, request: Request, page_id: int) -> Response:
        """One published page with everything it says."""
        page = get_object_or_404(published(request), pk=page_id).specific
        return Response(PageSerializer(described(page, request)).data)


class PageAtAddress(ContentView):
    @extend_schema(
        operation_id="content_page_at_address",
        tags=["content"],
        parameters=[AddressQuerySerializer],
        responses={200: PageSerializer, **_REFUSED},
        auth=[],
    )
    def get(self, request: Request) -> Response:
        """The published page that answers at an address of the site."""
        query = AddressQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        language, _slash, rest = query.validated_data["path"].lstrip("/").partition("/")
        if language not in dict(settings.LANGUAGES):
            raise Http404
        with translation.override(language):
            found = routing.route(request._request, rest)
        # An address below a mounted application, or of an old version of a text, is no page of its own.
        if found.args or found.kwargs or not published(request).filter(pk=found.page.pk).exists():
            raise Http404
        return Response(PageSerializer(described(found.page, request)).data)


def summaries(pages: Iterable[Page], request: Request) -> list[dict[str, Any]]:
    """Short descriptions, with translations fetched in one query."""
    pages = list(pages)
    versions: dict[Any, list[Page]] = {}
    keys = {page.translation_key for page in pages}
    for version in (
        published(request).filter(translation_key__in=keys, alias_of=None).select_related("locale")
    ):
        versions.setdefault(version.translation_key, []).append(version)
    return [
        {
            "id": page.pk,
            "kind": kind_of(page.specific_class),
            "language": page.locale.language_code,
            "title": page.title,
            "slug": page.slug,
            "url": page.get_full_url(request._request),
            "first_published_at": page.first_published_at,
            "last_published_at": page.last_published_at,
            "translations": [
                {
                    "language": version.locale.language_code,
                    "id": version.pk,
                    "url": version.get_full_url(request._request),
                }
                for version in versions.get(page.translation_key, ())
                if version.pk != page.pk
            ],
        }
        for page in pages
    ]


def described(page: ContentPage, request: Request) -> dict[str, Any]:
    """A page as its visitor would see it: in its own language, and without the parameters of this request."""
    with translation.override(page.locale.language_code):
        visit = visitor_request(page)
        shown = page.present(visit)
        if isinstance(shown, HttpResponse):
            # The page sends its visitors elsewhere, or is gone.
            raise Http404
        scene = Scene.of(page, shown, visit)
        graph = page_graph(scene)
        (summary,) = summaries([page], request)
        return summary | {
            "changed_at": scene.changed_at,
            "breadcrumbs": [
                {"id": above.id, "title": above.title, "url": scene.absolute(above.url)}
                for above in page.trail
            ],
            "head": head_of(scene),
            "content": content_of(page, visit),
            "json_ld": graph.document if graph else None,
        }
