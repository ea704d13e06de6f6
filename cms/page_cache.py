"""Whole pages for visitors without a session, kept for as long as nothing that pages show has changed.

The middleware stands outside of sessions, languages and Wagtail, so an answer from the cache costs one round trip to the
cache and no query. What is kept: successful answers to GET for addresses of the site (`/ru/…`, `/en/…`) without a query,
that set no cookie and do not forbid it. Booking and cabinet forbid it (`private, no-store`).

Pages are kept and sent compressed. Elsewhere that would let an attacker guess a secret by the length of an answer; here
there is neither a secret nor an echo of what was asked.
"""

import gzip
import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import md5
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qsl

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from cms import generation
from cms.requests import is_tracking

#: Seconds in our cache. A change ends it at once; the clock (hours, promotions) does it by this.
LIFETIME = generation.LIFETIME
#: What a proxy in front may keep for everybody, and go on handing out while it asks again; browsers ask each time.
CACHE_CONTROL = "public, max-age=0, s-maxage=30, stale-while-revalidate=60"
#: Half a millisecond to a millisecond for a page; more effort saves next to nothing.
COMPRESSION = 6
_GZIP = re.compile(r"\bgzip\b")
#: Headers of the first answer that belong to the page itself. All others are added anew by the middleware outside.
KEPT_HEADERS = ("Content-Type", "Content-Language", "Vary")


@dataclass(frozen=True)
class KeptPage:
    """`packed` is the page as gzip has it; `etag` is weak, as it stands for the page packed and unpacked."""

    packed: bytes
    headers: dict[str, str]
    etag: str


class PageCache:
    """Middleware. Must stand before the session's and after those that add headers of security."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.languages = tuple(f"/{code}/" for code, _name in settings.LANGUAGES)
        self.build = _front_end_build()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self._may_be_kept(request):
            with generation.read_once():
                return self.get_response(request)
        address = f"{self.build}{request.get_host()}{request.path}"
        key = f"cms:page:{md5(address.encode(), usedforsecurity=False).hexdigest()}"
        known = cache.get_many([generation.KEY, key])
        present = known.get(generation.KEY) or generation.current()
        made_under, page = known.get(key, (None, None))
        if made_under == present:
            return _answer(request, page, state="hit")
        with generation.read_once(present):
            response = self.get_response(request)
        if not _is_for_everybody(response):
            return response
        page = _keep(response)
        # Under the generation read before the page was made: a change meanwhile has already ended this one.
        cache.set(key, (present, page), LIFETIME)
        return _answer(request, page, state="miss")

    def _may_be_kept(self, request: HttpRequest) -> bool:
        return (
            request.method in ("GET", "HEAD")
            # Wagtail renders previews by requests it makes up for the page's own address.
            and not getattr(request, "is_dummy", False)
            and request.path.startswith(self.languages)
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
            and _only_tracking(request.META.get("QUERY_STRING", ""))
        )


def _front_end_build() -> str:
    """Stands for the built style sheets and scripts: a page kept from before a release names files that are gone."""
    manifest = Path(str(settings.DJANGO_VITE["default"].get("manifest_path", "")))
    if not manifest.is_file():
        return ""
    return md5(manifest.read_bytes(), usedforsecurity=False).hexdigest()


def _only_tracking(query: str) -> bool:
    if not query:
        return True
    return all(is_tracking(name) for name, _value in parse_qsl(query, keep_blank_values=True))


def _is_for_everybody(response: HttpResponse) -> bool:
    control = response.get("Cache-Control", "")
    return (
        response.status_code == HTTPStatus.OK
        and not response.streaming
        and not response.cookies
        and "no-store" not in control
        and "private" not in control
    )


def _keep(response: HttpResponse) -> KeptPage:
    body = bytes(response.content)
    headers = {name: response[name] for name in KEPT_HEADERS if name in response}
    etag = f'W/"{md5(body, usedforsecurity=False).hexdigest()}"'
    return KeptPage(gzip.compress(body, COMPRESSION, mtime=0), headers, etag)


def _answer(request: HttpRequest, page: KeptPage, *, state: str) -> HttpResponse:
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if page.etag in known or "*" in known:
        response: HttpResponse = HttpResponseNotModified()
    elif _GZIP.search(request.headers.get("Accept-Encoding", "")):
        response = HttpResponse(page.packed, headers={"Content-Encoding": "gzip"})
    else:
        response = HttpResponse(gzip.decompress(page.packed))
    for name, value in page.headers.items():
        response[name] = value
    response["ETag"] = page.etag
    response["Cache-Control"] = CACHE_CONTROL
    response["X-Page-Cache"] = state
    patch_vary_headers(response, ("Cookie", "Accept-Encoding"))
    return response
