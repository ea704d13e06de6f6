"""What stands in a page's head for search engines and social networks."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse

from cms.models import ArticlePage, BlogCategoryPage, BlogIndexPage, DoctorPage
from cms.structured_data.house import SocialPicture
from cms.structured_data.scene import Scene
from schema_org.text import plain_text

INDEXED = "index, follow, max-image-preview:large, max-snippet:-1"
HIDDEN = "noindex, follow"
#: Nobody but editors sees previews; what they link to is no search engine's concern either.
PREVIEW = "noindex, nofollow"
#: As much of a description as a search result may show.
DESCRIPTION_LENGTH = 160

#: Open Graph wants a territory with the language.
OPEN_GRAPH_LOCALES = {"ru": "ru_RU", "en": "en_GB"}


@dataclass(frozen=True)
class Alternate:
    """A language version of the page; `language` is a BCP 47 code or `x-default`."""

    language: str
    url: str


@dataclass(frozen=True)
class Head:
    title: str
    description: str
    canonical: str
    robots: str
    alternates: list[Alternate]
    kind: str
    site_name: str
    locale: str
    other_locales: list[str]
    picture: SocialPicture | None
    published_at: dt.datetime | None
    changed_at: dt.datetime | None
    author_url: str
    section: str
    feed: str


def head_of(scene: Scene) -> Head:
    page = scene.page
    is_article = isinstance(page, ArticlePage)
    alternates = _alternates(scene)
    others = {alternate.language for alternate in alternates} - {scene.language, "x-default"}
    return Head(
        title=scene.title,
        description=plain_text(scene.description, longest=DESCRIPTION_LENGTH),
        canonical=scene.canonical,
        robots=_robots(scene),
        alternates=alternates,
        kind="article" if is_article else "profile" if isinstance(page, DoctorPage) else "website",
        site_name=scene.clinic.name,
        locale=OPEN_GRAPH_LOCALES[scene.language],
        other_locales=[OPEN_GRAPH_LOCALES[language] for language in sorted(others)],
        picture=_picture(scene),
        published_at=page.first_published_at if is_article else None,
        changed_at=scene.changed_at if is_article else None,
        author_url=_author_url(scene) if is_article else "",
        section=page.trail[-1].title if is_article and page.trail else "",
        feed=_feed(scene),
    )


def _robots(scene: Scene) -> str:
    if scene.is_preview:
        return PREVIEW
    return HIDDEN if scene.is_noindex or not settings.SEARCH_ENGINES_WELCOME else INDEXED


def _alternates(scene: Scene) -> list[Alternate]:
    """All language versions, this one included; none where there is one only.

    Further pages of a list name none: the second page in one language is not the translation of the second page in
    another. Neither do pages that search engines leave out.
    """
    versions = {
        language: version
        for language, version in scene.page.live_translations.items()
        if not version.noindex and not version.canonical_url
    }
    if len(versions) < 2 or scene.number > 1 or scene.is_noindex or scene.page.canonical_url:
        return []
    alternates = [
        Alternate(language, scene.absolute(version.get_url(scene.request) or "/"))
        for language, version in versions.items()
    ]
    return [*alternates, Alternate("x-default", default_version(alternates))]


def default_version(alternates: Iterable[Alternate]) -> str:
    """The version for readers of any other language: the clinic's first language, if there is one."""
    by_language = {alternate.language: alternate.url for alternate in alternates}
    return by_language.get(settings.LANGUAGE_CODE) or next(iter(by_language.values()))


def _picture(scene: Scene) -> SocialPicture | None:
    image: Any = scene.page.main_image
    rendition = scene.social_rendition
    if rendition is None:
        return scene.house.social_picture
    return SocialPicture(
        scene.absolute(rendition.url),
        rendition.width,
        rendition.height,
        image.default_alt_text or scene.page.title,
    )


def _author_url(scene: Scene) -> str:
    byline = scene.shown.get("byline")
    return scene.absolute(byline.author.url) if byline and byline.author else ""


def _feed(scene: Scene) -> str:
    if not isinstance(scene.page, BlogIndexPage | BlogCategoryPage | ArticlePage):
        return ""
    return scene.absolute(reverse("article_feed", args=[scene.language]))
