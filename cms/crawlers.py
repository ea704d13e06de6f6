"""Files that crawlers ask for: robots.txt, the IndexNow key, llms.txt."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from cms.models import (
    BlogIndexPage,
    BranchIndexPage,
    ContactsPage,
    DoctorIndexPage,
    HomePage,
    PricesPage,
    ProgramIndexPage,
    ServiceIndexPage,
)
from cms.models.base import ContentPage
from cms.presenters.clinic import frame_of

#: Nothing here is for finding. Pages that a crawler has to read to learn that they are `noindex` (search, booking steps)
#: are not listed: a closed door would hide the notice on it.
CLOSED = (
    "/admin/",
    "/staff/",
    "/account/",
    "/_allauth/",
    "/api/v1/",
    "/hooks/",
    "/partners/",
    "/calendar/",
    "/fragments/",
)

#: Pages that lead to everything else, in the order of the list.
MAIN_PAGES = (
    HomePage,
    DoctorIndexPage,
    ServiceIndexPage,
    ProgramIndexPage,
    BranchIndexPage,
    PricesPage,
    BlogIndexPage,
    ContactsPage,
)

DAY = 24 * 3600


@require_safe
@cache_control(max_age=3600, public=True)
def robots(request: HttpRequest) -> HttpResponse:
    site = Site.find_for_request(request)
    shown = {
        "welcome": settings.SEARCH_ENGINES_WELCOME,
        "closed": CLOSED,
        "unwelcome": settings.UNWELCOME_CRAWLERS,
        "sitemap": f"{site.root_url}{reverse('sitemap')}",
    }
    return render(request, "crawlers/robots.txt", shown, content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(max_age=DAY, public=True)
def indexnow_key(request: HttpRequest, key: str) -> HttpResponse:
    """Proves to search engines that announcements with this key are ours."""
    if not settings.INDEXNOW_KEY or not constant_time_compare(key, settings.INDEXNOW_KEY):
        raise Http404
    return HttpResponse(key, content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(max_age=3600, public=True)
def llms(request: HttpRequest) -> HttpResponse:
    """The main pages as a Markdown list (https://llmstxt.org), if the owner wants one."""
    if not settings.LLMS_TXT_ENABLED:
        raise Http404
    site = Site.find_for_request(request)
    frame = frame_of(site, settings.LANGUAGE_CODE)
    shown = {"clinic": frame, "sections": _sections(request)}
    return render(request, "crawlers/llms.txt", shown, content_type="text/markdown; charset=utf-8")


def _sections(request: HttpRequest) -> list[tuple[str, list[ContentPage]]]:
    """The main pages of each language, the clinic's first language first."""
    found = Page.objects.live().public().type(*MAIN_PAGES).select_related("locale").specific()
    by_language: dict[str, list[ContentPage]] = {}
    for page in sorted(found, key=lambda page: MAIN_PAGES.index(type(page))):
        if page.is_indexable and page.alias_of_id is None:
            by_language.setdefault(page.locale.language_code, []).append(page)
    first = settings.LANGUAGE_CODE
    return sorted(by_language.items(), key=lambda section: (section[0] != first, section[0]))
