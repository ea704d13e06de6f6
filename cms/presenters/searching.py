"""The search page."""

import re
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.models import SearchPage, SearchTerm
from cms.search.asking import LONGEST_PHRASE, Hit, find
from people.rate_limits import allow

SHOWN_PER_KIND = 20
#: What looks like a telephone, a policy or an address of a person is not kept.
_PERSONAL = re.compile(r"@|\d.*\d.*\d.*\d.*\d")


@dataclass(frozen=True)
class FoundPage:
    title: str
    url: str
    summary: str


@dataclass(frozen=True)
class Group:
    title: str
    hits: list[FoundPage]


def search_page(page: SearchPage, request: HttpRequest) -> dict[str, Any]:
    # PostgreSQL has no text with a zero byte; nobody types one.
    phrase = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:LONGEST_PHRASE]
    if not phrase:
        return {"query": ""}
    language = page.locale.language_code
    answer = find(phrase, language)
    if allow("search-log", request.META.get("REMOTE_ADDR", ""), limit=30, seconds=60):
        log_search(phrase, language, len(answer.hits))
    return {
        "query": phrase,
        "corrected": answer.corrected,
        "total": len(answer.hits),
        "groups": _groups(answer.hits, request),
    }


def log_search(phrase: str, language: str, results: int) -> None:
    """Counts the phrase, and nothing about who asked; what may be personal is not kept at all."""
    known = phrase.lower()
    if _PERSONAL.search(known):
        return
    today = timezone.localdate()
    counted = SearchTerm.objects.filter(phrase=known, language=language).update(
        times=F("times") + 1, results=results, last_searched_on=today
    )
    if not counted:
        try:
            with transaction.atomic():
                SearchTerm.objects.create(
                    phrase=known, language=language, times=1, results=results, last_searched_on=today
                )
        except IntegrityError:
            # Two people asked for the same new thing at once; one of them is counted.
            return


def _groups(hits: list[Hit], request: HttpRequest) -> list[Group]:
    titles = {
        "doctor": _("Doctors"),
        "service": _("Services"),
        "program": _("Programs"),
        "branch": _("Branches"),
        "article": _("Articles"),
        "other": _("Other pages"),
    }
    pages = Page.objects.live().in_bulk([hit.page_id for hit in hits])
    groups: dict[str, list[FoundPage]] = {}
    for hit in hits:
        if page := pages.get(hit.page_id):
            found = FoundPage(hit.title, page.get_url(request) or "", hit.summary)
            groups.setdefault(hit.kind, []).append(found)
    return [Group(titles[kind], found[:SHOWN_PER_KIND]) for kind, found in groups.items()]
