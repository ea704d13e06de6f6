"""Addresses of the patient's pages. They live below pages that editors own, so only their tails are fixed in code."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from cabinet.ports import mount_points


def patient_url(
    where: HttpRequest | str | None, name: str, *args: object, query: Mapping[str, Any] | None = None
) -> str:
    """Address of a patient's page: `patient_url("ru", "booking:times", query={"service": id})`.

    `where` is a language, or a request whose language counts. Empty values of `query` are left out.
    Raises NoReverseMatch for an unknown name.
    """
    language = where if isinstance(where, str) else get_language() or settings.LANGUAGE_CODE
    kind, _, view = name.partition(":")
    # A language whose mounting page is not published yet still has working addresses in links of messages.
    base = _mounted_at(kind, language) or f"/{language}/{kind}/"
    tail = reverse(view, urlconf=f"cabinet.urls.{kind}", args=args).lstrip("/")
    wanted = {key: value for key, value in (query or {}).items() if value not in (None, "")}
    return base + tail + (f"?{urlencode(wanted, doseq=True)}" if wanted else "")


_known: ContextVar[dict[tuple[str, str], str | None] | None] = ContextVar("mounts known", default=None)


@contextmanager
def mounts_asked_once() -> Iterator[None]:
    """Within it each mounting page is looked up once: a page of times has forty addresses below the same one."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def _mounted_at(kind: str, language: str) -> str | None:
    known = _known.get()
    if known is None:
        return mount_points()(kind, language)
    if (kind, language) not in known:
        known[kind, language] = mount_points()(kind, language)
    return known[kind, language]


def home_url(request: HttpRequest) -> str:
    """Where a patient comes home to after signing in (port `people.PatientHome`)."""
    return patient_url(request, "cabinet:home")
