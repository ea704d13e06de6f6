"""One page as it is about to be shown, with the names and addresses its graph uses."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode, urljoin

from django.http import HttpRequest
from django.template import Context
from django.utils.translation import gettext as _
from wagtail.models import Site

from cms.models.base import ContentPage
from cms.presenters.clinic import Clinic, clinic_of
from cms.presenters.pictures import Rendition, social
from cms.requests import is_tracking
from cms.structured_data.house import House, house_of
from schema_org.ids import SiteIds

#: What the template gets: the presenter's values, or the template's whole context.
Shown = Mapping[str, Any] | Context


@dataclass(frozen=True)
class Scene:
    page: ContentPage
    shown: Shown
    request: HttpRequest

    @classmethod
    def of(cls, page: ContentPage, shown: Shown, request: HttpRequest) -> "Scene":
        """The scene of this request: the head and the graph of a page are made of one."""
        known: Scene | None = getattr(request, "page_scene", None)
        if known is None or known.page is not page:
            known = cls(page, shown, request)
            request.page_scene = known  # type: ignore[attr-defined]  # kept as long as the request
        return known

    @property
    def language(self) -> str:
        code: str = self.page.locale.language_code
        return code

    @cached_property
    def site(self) -> Site:
        return Site.find_for_request(self.request)

    @cached_property
    def root(self) -> str:
        """Canonical origin of the site, without a slash at the end."""
        root: str = self.site.root_url
        return root

    @cached_property
    def ids(self) -> SiteIds:
        return SiteIds(self.root)

    @cached_property
    def clinic(self) -> Clinic:
        return clinic_of(self.request)

    @cached_property
    def house(self) -> House:
        return house_of(self.site, self.language)

    @property
    def number(self) -> int:
        """Which page of a list this is, from 1."""
        listed = self.shown.get("page_obj")
        return listed.number if listed else 1

    @cached_property
    def canonical(self) -> str:
        """The one address of this content: absolute, with the page of the list, without anything else."""
        if self.page.canonical_url:
            return self.page.canonical_url
        if self.shown.get("noindex"):
            # A filtered list or an old version of a text is nobody's double: it is itself, and stays out of the index.
            chosen = [(name, value) for name, value in self.request.GET.items() if not is_tracking(name)]
            query = f"?{urlencode(chosen)}" if chosen else ""
            return self.absolute(f"{self.request.path}{query}")
        address = self.absolute(self.page.get_url(self.request) or "/")
        return f"{address}?{urlencode({'page': self.number})}" if self.number > 1 else address

    @property
    def is_preview(self) -> bool:
        return bool(getattr(self.request, "is_preview", False))

    @property
    def is_noindex(self) -> bool:
        """Hidden from search engines by the editor, by the kind of page, or by what is shown now."""
        page = self.page
        return bool(page.noindex or page.never_indexed or self.shown.get("noindex") or not page.live)

    @property
    def description(self) -> str:
        """What a search result says of the page; never the same text for the whole site."""
        return self.page.search_description or self.introduction

    @property
    def summary(self) -> str:
        """What the page itself says first of its subject."""
        return self.introduction or self.page.search_description

    @property
    def introduction(self) -> str:
        return getattr(self.page, "introduction", "") or ""

    @property
    def title(self) -> str:
        """The page's own title, without the name of the site."""
        title: str = self.page.seo_title or self.page.title
        if self.number == 1:
            return title
        return f"{title} – " + _("page %(number)s") % {"number": self.number}

    @property
    def changed_at(self) -> dt.datetime | None:
        """When the words of the page last changed: a new publication of the same words is no change."""
        page = self.page
        published, changed = page.first_published_at, page.content_changed_at or page.last_published_at
        return max((moment for moment in (published, changed) if moment is not None), default=None)

    @cached_property
    def social_rendition(self) -> Rendition | None:
        image = self.page.main_image
        return social(image) if image is not None else None

    def absolute(self, address: str) -> str:
        """A full address for one of ours; empty stays empty."""
        if address.startswith("/") and not address.startswith("//"):
            # What nearly every address is; `urljoin` takes both apart each time.
            return f"{self.root}{address}"
        return urljoin(f"{self.root}/", address) if address else ""
