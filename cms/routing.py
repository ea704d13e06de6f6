"""From an address to a page in two queries, however deep the page lies.

Wagtail walks down the tree with two queries a level, after five to find the home page of the language. The addresses of
all pages on the way are known beforehand, so one query fetches them all; the second fetches the page's own columns with
what its template needs. Breadcrumbs come for nothing.
"""

from collections.abc import Sequence
from functools import cache
from itertools import accumulate

from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from cms import generation
from cms.models.base import crumb
from database.prepared import Given, PreparedQuery


def route(request: HttpRequest, path: str) -> RouteResult:
    """The page that answers `path` (without the language prefix), as `Page.route` would find it.

    Raises Http404. Sets `page.trail`: the published pages above it, home page first.
    """
    site = _site(request)
    if site is None:
        raise Http404
    components = [component for component in path.split("/") if component]
    home_path = _home_path(site)
    prefixes = list(accumulate(components, lambda above, slug: f"{above}{slug}/", initial=home_path))
    found = _along(prefixes)
    if not found:
        raise Http404
    deepest = found[-1]
    model = deepest.specific_class
    if model is None:
        raise Http404
    page = next(iter(_own_columns(model).instances(pk=deepest.pk)), None)
    if page is None:
        # Deleted this moment.
        raise Http404
    page.locale = deepest.locale
    page.trail = [crumb(ancestor, request) for ancestor in found[:-1] if ancestor.live]
    if len(found) > 1:
        page._cached_parent_obj = found[-2]
    return page.route(request, components[deepest.depth - found[0].depth :])


def _along(url_paths: Sequence[str]) -> list[Page]:
    """The pages on the way, from the top, with what links and breadcrumbs need of them."""
    names = [f"step{number}" for number in range(len(url_paths))]
    found: list[Page] = _steps(len(url_paths)).instances(**dict(zip(names, url_paths, strict=True)))
    return found


@cache
def _steps(number: int) -> PreparedQuery[Page]:
    pages = Page.objects.filter(url_path__in=[Given.text(f"step{step}") for step in range(number)])
    columns = ("title", "slug", "url_path", "path", "depth", "live", "content_type", "translation_key")
    return PreparedQuery(pages.select_related("locale").only(*columns, "locale").order_by("depth"))


@cache
def _own_columns(model: type[Page]) -> PreparedQuery[Page]:
    pages = model.objects.select_related(*getattr(model, "route_select_related", ()))
    return PreparedQuery(pages.filter(pk=Given.number("pk")))


def _site(request: HttpRequest) -> Site | None:
    """The site of the host, kept for the generation and left on the request, where Wagtail looks first."""
    site: Site | None = getattr(request, "_wagtail_site", None)
    if site is None:
        host = request.get_host()
        site = generation.remember(f"cms:site:{host}", lambda: Site.find_for_request(request))
        request._wagtail_site = site  # type: ignore[attr-defined]
    return site


def _home_path(site: Site) -> str:
    """`url_path` of the active language's home page; the table of all home pages is Wagtail's, and cached."""
    language = get_language()
    for root in Site.get_site_root_paths():
        if root.site_id == site.pk and root.language_code == language:
            return root.root_path
    return site.root_page.url_path
