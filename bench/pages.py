"""Public pages of the demonstration clinic, made anew and from the page cache, beside a bare Wagtail page.

Reads the configured database, which must hold the demonstration clinic (`manage.py load_demo`), and the built front end.
Caches are this process's own memory, so that no other database or server is measured along.
"""

import gzip
import re
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from unittest import mock

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.template import Context, Template
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from wagtail import views

from bench.figures import Figure, Timing, time_calls
from cms import models

TITLE = "Public pages"
QUERY_BUDGET, CPU_BUDGET, CACHED_BUDGET = 12, 15, 2
#: Kilobytes of 1,000 bytes, as they travel.
VIEW_BUDGET, SCRIPT_BUDGET = 90, 10
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
        if not models.HomePage.objects.live().exists():
            return [Figure("every page", "–", "no pages: load the demonstration clinic first")]
        bare_figure, bare = _bare()
        return [bare_figure, *(row for kind, model in KINDS.items() for row in _figures(kind, model, bare))]


def _figures(kind: str, model: type[models.HomePage], bare: Timing) -> list[Figure]:
    page = model.objects.live().filter(locale__language_code="ru").order_by("pk").first()
    client = Client()
    anew = partial(client.get, page.url, {"anew": "1"})
    cache.clear()
    anew()
    with CaptureQueriesContext(connection) as captured:
        anew()
    queries = len(captured)
    made = time_calls(anew, times=40)
    kept = time_calls(partial(client.get, page.url, headers={"Accept-Encoding": "gzip"}), times=200)
    view, script = _weight(client.get(page.url).content)
    return [
        Figure(f"{kind}, made anew", f"{QUERY_BUDGET} queries", f"{queries} queries"),
        Figure(
            f"{kind}, made anew",
            f"{CPU_BUDGET} ms CPU",
            str(made),
            f"{made.cpu_ms / bare.cpu_ms:.1f} times the bare page",
        ),
        Figure(f"{kind}, from the cache", f"{CACHED_BUDGET} ms", str(kept)),
        Figure(f"{kind}, first view", f"{VIEW_BUDGET} kB packed", f"{view:.1f} kB"),
        Figure(f"{kind}, first view", f"{SCRIPT_BUDGET} kB of script", f"{script:.1f} kB"),
    ]


def _weight(html: bytes) -> tuple[float, float]:
    """What the first view costs packed, and the scripts' part of it: the page, its style sheets and its scripts."""
    text = html.decode()
    styles = re.findall(r'<link rel="stylesheet" href="/static/site/([^"]+)"', text)
    scripts = re.findall(r'<script[^>]* src="/static/site/([^"]+)"', text)
    built = Path(settings.DJANGO_VITE["default"]["manifest_path"]).parent
    script = sum(_packed((built / name).read_bytes()) for name in scripts)
    return _packed(html) + sum(_packed((built / name).read_bytes()) for name in styles) + script, script


def _packed(content: bytes) -> float:
    return len(gzip.compress(content)) / 1000


def _bare() -> tuple[Figure, Timing]:
    page = models.LandingPage.objects.live().filter(locale__language_code="ru").first()
    get = partial(Client().get, page.url, {"anew": "1"})
    with _wagtails_own_way():
        get()
        with CaptureQueriesContext(connection) as captured:
            get()
        queries = len(captured)
        timing = time_calls(get, times=40)
    figure = Figure(
        "a bare Wagtail page, made anew", "none", f"{queries} queries, {timing}", "Wagtail's own routing"
    )
    return figure, timing


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
