"""The site itself: Wagtail's addresses, served through our own way from an address to a page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail import views

from cms import routing


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's own view with its hooks; only the page is found in fewer queries, and `Page.route_for_request` is told."""
    try:
        request._wagtail_route_for_request = routing.route(request, path)  # type: ignore[attr-defined]
    except Http404:
        request._wagtail_route_for_request = None  # type: ignore[attr-defined]
    response: HttpResponse = views.serve(request, path)
    return response


urlpatterns: list[URLPattern | URLResolver] = [
    re_path(wagtail_urls.serve_pattern, serve, name="wagtail_serve"),
    path("", include(wagtail_urls)),
]
