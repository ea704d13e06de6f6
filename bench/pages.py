"""Public pages of the demonstration clinic, made and from the page cache, beside a bare Wagtail page.

Reads the configured database, which must hold the demonstration clinic (`manage.py load_demo`), and the built front end.
Caches are this process's own memory, so that no other database or server is measured along.

Each round begins with a change, which makes every kept page and part stale, and then makes every page of the site twice:

- after the change, in another order each round, so that what pages share is made by whichever comes first;
- for a visitor with a session, who gets no kept page, but pages made of kept parts.

"First" is the page that comes first after a change and makes all that pages share.
"""

import gc
import gzip
import random
import re
import statistics
import time
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.template import Context, Template
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from wagtail import views
from wagtail.models import Page

from bench.figures import Figure, Timing, time_calls
from cms import generation, models

TITLE = "Public pages"
QUERY_BUDGET, CPU_BUDGET, CACHED_BUDGET = 12, 15, 2
ROUNDS = 5
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
        pages = [page.specific for page in Page.objects.live().filter(depth__gt=1).order_by("pk")]
        if not pages:
            return [Figure("every page", "–", "no pages: load the demonstration clinic first")]
        # As `config.wsgi` does.
        gc.collect()
        gc.freeze()
        bare_figure, bare = _bare()
        rounds = [_round(pages, random.Random(number)) for number in range(ROUNDS)]
        made = Passes(*([one for passed in passes for one in passed] for passes in zip(*rounds, strict=True)))
        return [
            bare_figure,
            *(row for kind, model in KINDS.items() for row in _figures(kind, model, made, bare)),
            *_made("every page of the site", made, bare),
        ]


@dataclass(frozen=True)
class Made:
    model: type[Page]
    cpu_ms: float
    queries: int


class Passes(NamedTuple):
    after_change: list[Made]
    with_session: list[Made]

    def of(self, model: type[Page]) -> "Passes":
        return Passes(*([one for one in passed if one.model is model] for passed in self))


def _round(pages: Sequence[Page], order: random.Random) -> Passes:
    _change()
    stranger, visitor = Client(), Client()
    visitor.cookies[settings.SESSION_COOKIE_NAME] = "of-nobody"
    shuffled = order.sample(pages, len(pages))
    return Passes([_make(stranger, page) for page in shuffled], [_make(visitor, page) for page in shuffled])


def _change() -> None:
    """What any publication does."""
    with transaction.atomic():
        generation.begin()


def _make(client: Client, page: Page) -> Made:
    queries = 0

    def count(execute, *args):
        nonlocal queries
        queries += 1
        return execute(*args)

    with connection.execute_wrapper(count):
        start = time.process_time()
        client.get(page.url)
        cpu_ms = (time.process_time() - start) * 1000
    return Made(type(page), cpu_ms, queries)


def _figures(kind: str, model: type[Page], made: Passes, bare: Timing) -> list[Figure]:
    page = model.objects.live().filter(locale__language_code="ru").order_by("pk").first()
    client = Client()
    first = []
    for _time in range(ROUNDS):
        _change()
        first.append(_make(client, page))
    kept = time_calls(partial(client.get, page.url, headers={"Accept-Encoding": "gzip"}), times=200)
    view, script = _weight(client.get(page.url).content)
    return [
        *_made(kind, made.of(model), bare),
        *_rows(f"{kind}, first after a change", first, bare),
        Figure(f"{kind}, from the cache", f"{CACHED_BUDGET} ms", str(kept)),
        Figure(f"{kind}, first view", f"{VIEW_BUDGET} kB packed", f"{view:.1f} kB"),
        Figure(f"{kind}, first view", f"{SCRIPT_BUDGET} kB of script", f"{script:.1f} kB"),
    ]


def _made(work: str, made: Passes, bare: Timing) -> list[Figure]:
    return [
        *_rows(f"{work}, with a session", made.with_session, bare),
        *_rows(f"{work}, after a change", made.after_change, bare),
    ]


def _rows(work: str, made: Sequence[Made], bare: Timing) -> list[Figure]:
    queries = sorted(one.queries for one in made)
    cpu_ms = [one.cpu_ms for one in made]
    median, mean = statistics.median(cpu_ms), statistics.mean(cpu_ms)
    return [
        Figure(
            work,
            f"{QUERY_BUDGET} queries",
            f"{statistics.median(queries):.0f} queries",
            f"{queries[0]} to {queries[-1]}",
        ),
        Figure(
            work,
            f"{CPU_BUDGET} ms CPU",
            f"{median:.1f} ms median, {mean:.1f} ms mean, {len(made)} made",
            f"{median / bare.cpu_ms:.1f} times the bare page",
        ),
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
    # An address with a query is not kept.
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
