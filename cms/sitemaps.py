"""Sitemaps of our own: every indexable page in every language, with its translations, picture and last change.

Wagtail's own sitemap leaves out all languages but the first, lists copies of pages, and knows neither `noindex` nor
translations nor pictures. A site that fits into one file has one; a larger one has an index of files by kind of page.
"""

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Site

from cms import generation
from cms.head import Alternate, default_version
from cms.models.base import ContentPage
from cms.models.images import ClinicRendition
from cms.presenters.pictures import SOCIAL_SPEC

#: Protocol: 50,000 addresses or 50 MB a file. With translations and pictures an entry takes up to a kilobyte.
PAGES_PER_FILE = 2_000


@dataclass(frozen=True)
class Entry:
    location: str
    changed_at: dt.datetime | None
    alternates: list[Alternate]
    images: list[str]


@dataclass(frozen=True)
class File:
    location: str


def indexed_models() -> list[type[ContentPage]]:
    """Kinds of pages that search engines are invited to, in a stable order."""
    models = (
        model for model in apps.get_models() if issubclass(model, ContentPage) and not model.never_indexed
    )
    return sorted(models, key=lambda model: model.__name__)


def candidates(model: type[ContentPage]) -> QuerySet[Any]:
    """Public pages of a kind that nobody has hidden. What only a loaded page knows, `is_indexable` decides later."""
    pages = model.objects.live().public().filter(alias_of=None, noindex=False, canonical_url="")
    return pages.select_related("locale", *model.route_select_related).order_by("pk")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    site = Site.find_for_request(request)
    return _xml(generation.remember(f"cms:sitemap:{site.pk}", lambda: _whole(site, request)))


@require_safe
def sitemap_file(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    model = next((model for model in indexed_models() if model._meta.model_name == kind), None)
    site = Site.find_for_request(request)
    if model is None or number < 1:
        raise Http404
    key = f"cms:sitemap:{site.pk}:{kind}:{number}"
    start = (number - 1) * PAGES_PER_FILE
    text = generation.remember(key, lambda: _file(entries(model, site, request, start=start)))
    if not text:
        raise Http404
    return _xml(text)


def _whole(site: Site, request: HttpRequest) -> str:
    counts = {model: candidates(model).count() for model in indexed_models()}
    if sum(counts.values()) <= PAGES_PER_FILE:
        return _file(entry for model in counts for entry in entries(model, site, request)) or _file(
            [], empty=True
        )
    files = [
        File(site.root_url + reverse("sitemap_file", args=[model._meta.model_name, number]))
        for model, count in counts.items()
        for number in range(1, math.ceil(count / PAGES_PER_FILE) + 1)
    ]
    return render_to_string("sitemaps/index.xml", {"files": files})


def _file(found: Iterable[Entry], *, empty: bool = False) -> str:
    listed = list(found)
    return render_to_string("sitemaps/sitemap.xml", {"entries": listed}) if listed or empty else ""


def entries(model: type[ContentPage], site: Site, request: HttpRequest, *, start: int = 0) -> list[Entry]:
    """Up to a file of entries; four queries whatever their number."""
    pages = [
        page
        for page in candidates(model)[start : start + PAGES_PER_FILE]
        if page.is_indexable and _belongs(page, site, request)
    ]
    versions = _versions(model, pages)
    pictures = _pictures(pages)
    return [
        Entry(
            location=page.get_full_url(request),
            changed_at=_changed_at(page),
            alternates=_alternates(versions.get(page.translation_key, []), request),
            images=[_absolute(pictures[image.pk], site)]
            if (image := page.main_image) and image.pk in pictures
            else [],
        )
        for page in pages
    ]


def _belongs(page: ContentPage, site: Site, request: HttpRequest) -> bool:
    parts = page.get_url_parts(request)
    return parts is not None and parts[0] == site.pk and bool(parts[2])


def _versions(model: type[ContentPage], pages: Iterable[ContentPage]) -> dict[Any, list[ContentPage]]:
    """All indexable versions of these pages, in other files too, by translation key."""
    keys = [page.translation_key for page in pages]
    found: dict[Any, list[ContentPage]] = {}
    for version in candidates(model).filter(translation_key__in=keys).order_by("-locale__language_code"):
        if version.is_indexable:
            found.setdefault(version.translation_key, []).append(version)
    return found


def _alternates(versions: list[ContentPage], request: HttpRequest) -> list[Alternate]:
    if len(versions) < 2:
        return []
    alternates = [Alternate(page.locale.language_code, page.get_full_url(request)) for page in versions]
    return [*alternates, Alternate("x-default", default_version(alternates))]


def _pictures(pages: Iterable[ContentPage]) -> dict[Any, str]:
    """Addresses of the main pictures by image; only those that have been made."""
    images = {image.pk for page in pages if (image := page.main_image)}
    renditions = ClinicRendition.objects.filter(image__in=images, filter_spec=SOCIAL_SPEC)
    return {rendition.image_id: rendition.url for rendition in renditions}


def _changed_at(page: ContentPage) -> dt.datetime | None:
    moments = (page.first_published_at, page.content_changed_at or page.last_published_at)
    return max((moment for moment in moments if moment is not None), default=None)


def _absolute(address: str, site: Site) -> str:
    return address if "://" in address else f"{site.root_url}{address}"


def _xml(text: str) -> HttpResponse:
    # The header concerns the file itself: it is for reading, not for finding.
    headers = {"X-Robots-Tag": "noindex, noodp, noarchive"}
    return HttpResponse(text, content_type="application/xml; charset=utf-8", headers=headers)
