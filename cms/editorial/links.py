"""Links of published pages that lead nowhere on our own site: to pages and files that are gone, or that were mistyped.

Other sites are not asked: the portal does not call addresses that editors type.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.urls import Resolver404, resolve
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Page, Site

from cms.bites import in_bites
from cms.fields import ContentField
from cms.models import BrokenLink, LinkProblem
from cms.models.base import ContentPage
from cms.models.mounts import MountPage

_ANCHOR = re.compile(r"<a\s[^>]*>")
_ATTRIBUTE = re.compile(r'(linktype|id|href)="([^"]*)"')


@dataclass(frozen=True)
class Link:
    """As it stands in the text: a page or document by id, or an address."""

    kind: str
    target: str


def check_all() -> None:
    """Periodic job: looks at every published page and forgets what has been mended."""
    now = timezone.now()
    documents = set(get_document_model().objects.values_list("pk", flat=True))
    pages = dict(Page.objects.values_list("pk", "live"))
    for page in in_bites(Page.objects.live().filter(depth__gt=1, alias_of=None)):
        if not isinstance(page, ContentPage):
            continue
        found = {}
        for link in links_of(page):
            if problem := _problem(link, pages, documents):
                found[f"{link.kind} {link.target}".strip()] = problem
        with transaction.atomic():
            page.broken_links.exclude(address__in=found).delete()
            for address, problem in found.items():
                BrokenLink.objects.update_or_create(
                    page_id=page.pk,
                    address=address[:500],
                    defaults={"problem": problem, "last_seen_at": now},
                    create_defaults={"problem": problem, "last_seen_at": now, "first_seen_at": now},
                )


def links_of(page: ContentPage) -> Iterator[Link]:
    """Links in the rich texts of a page."""
    for field in page._meta.get_fields():
        if isinstance(field, ContentField):
            raw = json.dumps(
                list(getattr(page, field.name).raw_data), cls=DjangoJSONEncoder, ensure_ascii=False
            )
            for anchor in _ANCHOR.findall(raw.replace('\\"', '"')):
                parts = dict(_ATTRIBUTE.findall(anchor))
                if parts.get("linktype") in ("page", "document"):
                    yield Link(parts["linktype"], parts.get("id", ""))
                elif "href" in parts:
                    yield Link("", parts["href"])


def _problem(link: Link, pages: dict[int, bool], documents: set[int]) -> LinkProblem | None:
    if link.kind == "page":
        live = pages.get(int(link.target)) if link.target.isdigit() else None
        if live is None:
            return LinkProblem.PAGE_GONE
        return None if live else LinkProblem.PAGE_HIDDEN
    if link.kind == "document":
        known = link.target.isdigit() and int(link.target) in documents
        return None if known else LinkProblem.DOCUMENT_GONE
    return LinkProblem.NOT_FOUND if _leads_nowhere(link.target) else None


def _leads_nowhere(address: str) -> bool:
    """Whether an address of our own site is answered by nothing."""
    if not is_own(address):
        return False
    path = urlsplit(address).path
    if path.lstrip("/").partition("/")[0] not in dict(settings.LANGUAGES):
        try:
            resolve(path)
        except Resolver404:
            return True
        return False
    return page_at(path) is None


def is_own(address: str) -> bool:
    """Whether an address, whole or from the first slash on, is one of this site's."""
    parts = urlsplit(address)
    if parts.scheme not in ("", "http", "https") or not (parts.netloc or parts.path.startswith("/")):
        return False
    return not parts.netloc or Site.objects.filter(hostname=parts.hostname).exists()


def page_at(path: str) -> Page | None:
    """The published page at a path of our own, `/ru/prices/`, or one that answers for everything below it."""
    language, _slash, rest = path.lstrip("/").partition("/")
    for root in Site.get_site_root_paths():
        if root.language_code != language:
            continue
        url_path = f"{root.root_path}{rest.rstrip('/')}/".replace("//", "/")
        above = Page.objects.live().filter(url_path__in=_above(url_path)).order_by("-depth").specific()
        nearest = above.first()
        if nearest and (nearest.url_path == url_path or isinstance(nearest, MountPage)):
            return nearest
    return None


def _above(url_path: str) -> list[str]:
    parts = url_path.strip("/").split("/")
    return [f"/{'/'.join(parts[:count])}/" for count in range(1, len(parts) + 1)]
