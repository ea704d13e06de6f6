"""The two language trees of the site. Pages of both languages share translation key and slug; an existing page is left alone."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail.models import Site as WagtailSite

from cms.models import ClinicImage
from cms.models.base import ContentPage
from demo.identity import key
from demo.words import LANGUAGES, Language

AnyPage = TypeVar("AnyPage", bound=ContentPage)

#: A description longer than this is cut by search engines.
DESCRIPTION_LENGTH = 160


@dataclass
class Trees:
    """What is known while the trees grow: pages by name and language, pictures by name, the days of loading."""

    pictures: dict[str, ClinicImage]
    today: dt.date
    pages: dict[tuple[str, Language], Page] = field(default_factory=dict)
    created: int = 0

    def grow(
        self,
        model: type[AnyPage],
        name: str,
        *,
        parent: str,
        slug: str,
        fields: Callable[[Language], dict[str, Any]],
    ) -> None:
        """One page in both languages below the page called `parent`. `fields` gives the columns for a language."""
        for language in LANGUAGES:
            self._grow_one(model, name, parent=parent, slug=slug, language=language, fields=fields)

    def _grow_one(
        self,
        model: type[AnyPage],
        name: str,
        *,
        parent: str,
        slug: str,
        language: Language,
        fields: Callable[[Language], dict[str, Any]],
    ) -> None:
        locale = Locale.objects.get(language_code=language)
        existing = model.objects.filter(translation_key=key("page", name), locale=locale).first()
        if existing is not None:
            self.pages[name, language] = existing
            return
        above = self.pages[parent, language] if parent else Page.get_first_root_node()
        columns = fields(language)
        published = columns.pop("first_published_at", None) or timezone.now()
        columns["search_description"] = shortened(columns.get("search_description", ""))
        page = model(
            **columns,
            slug=slug if parent else f"{slug}-{language}",
            locale=locale,
            translation_key=key("page", name),
            show_in_menus=parent == "home",
        )
        above.add_child(instance=page)
        page.save_revision().publish()
        # Publishing has just stamped the page with this moment; its words are as old as the content says.
        type(page).objects.filter(pk=page.pk).update(
            first_published_at=published, content_changed_at=published
        )
        self.pages[name, language] = page
        self.created += 1

    def picture(self, name: str) -> ClinicImage:
        return self.pictures[name]


def plant_site(trees: Trees, *, name: str, port: int = 80) -> None:
    """Point Wagtail's site at the Russian home page and take its first, empty page away."""
    home = trees.pages["home", "ru"]
    WagtailSite.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "port": port, "site_name": name, "root_page": home},
    )
    for welcome in Page.objects.filter(depth=2, content_type__model="page", slug="home"):
        welcome.delete()


def shortened(text: str) -> str:
    """At a word's end within the length that search engines show."""
    text = " ".join(text.split())
    if len(text) <= DESCRIPTION_LENGTH:
        return text
    return f"{text[: DESCRIPTION_LENGTH - 1].rsplit(' ', 1)[0].rstrip(',;:—–')}…"
