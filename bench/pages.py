"""Public pages of the demonstration clinic, made anew and from the page cache, beside a bare Wagtail page.

Reads the configured database, which must hold the demonstration clinic (`manage.py load_demo`). Caches are this process's
own memory, so that no other database or server is measured along.
"""

from contextlib import contextmanager
from functools import partial
from unittest import mock

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.template import Context, Template
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from wagtail import views

from bench.figures import Figure, time_calls
from cms import models

TITLE = "Public pages"
QUERY_BUDGET, CPU_BUDGET, CACHED_BUDGET = 12, 15, 2
KINDS = {
    "home": models.HomePage,
    "doctors": models.DoctorIndexPage,
    "doctor": models.DoctorPage,
    "service": models.ServicePage,
    "branch": models.BranchPage,
    "article": models.ArticlePage,
    "prices": models.PricesPage,
    "program": models.ProgramPage,
}
MEMORY = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
#: Names without hashes, so that nothing has to be collected first.
PLAIN_FILES = "django.contrib.staticfiles.storage.StaticFilesStorage"
#: What the reference calls a bare page: a heading and links to the neighbours, nothing of ours.
BARE = Template(
    "<h1>{{ page.title }}</h1>{% for other in siblings %}<a href='{{ other.url }}'>{{ other.title }}</a>{% endfor %}"
)


def measure() -> list[Figure]:
    files = {**settings.STORAGES, "staticfiles": {"BACKEND": PLAIN_FILES}}
    with override_settings(CACHES=MEMORY, STORAGES=files, ALLOWED_HOSTS=["*"], DEBUG=False):
        return [figure for kind, model in KINDS.items() for figure in _figures(kind, model)] + [_bare()]


def _figures(kind, model) -> list[Figure]:
    page = model.objects.live().filter(locale__language_code="ru").order_by("pk").first()
    if page is None:
        return [Figure(kind, "–", "no such page: load the demonstration clinic first")]
    client = Client()
    anew = partial(client.get, page.url, {"anew": "1"})
    cache.clear()
    anew()
    with CaptureQueriesContext(connection) as captured:
        anew()
    queries = len(captured)
    made = time_calls(anew, times=40)
    kept = time_calls(partial(client.get, page.url), times=200)
    return [
        Figure(f"{kind}, made anew", f"{QUERY_BUDGET} queries", f"{queries} queries"),
        Figure(f"{kind}, made anew", f"{CPU_BUDGET} ms CPU", str(made)),
        Figure(f"{kind}, from the cache", f"{CACHED_BUDGET} ms", str(kept)),
    ]


def _bare() -> Figure:
    page = models.LandingPage.objects.live().filter(locale__language_code="ru").first()
    get = partial(Client().get, page.url, {"anew": "1"})
    with _wagtails_own_way():
        get()
        with CaptureQueriesContext(connection) as captured:
            get()
        queries = len(captured)
        timing = time_calls(get, times=40)
    return Figure(
        "a bare Wagtail page, made anew", "none", f"{queries} queries, {timing}", "Wagtail's own routing"
    )


@contextmanager
def _wagtails_own_way():
    def serve(page, request, *args, **kwargs):
        context = {"page": page, "siblings": page.get_siblings().live()}
        return HttpResponse(BARE.render(Context(context)))

    with (
        mock.patch(
            "cms.site_urls.routing.route", lambda request, path: views.Page.route_for_request(request, path)
        ),
        mock.patch.object(models.LandingPage, "serve", serve),
    ):
        yield
