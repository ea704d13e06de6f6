"""RSS of the blog, one feed for each language."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.feedgenerator import Rss201rev2Feed
from wagtail.models import Site

from cms.models import ArticlePage, BlogIndexPage
from cms.presenters.articles import newest_articles
from cms.presenters.clinic import frame_of

ARTICLES = 30


class ArticleFeed(Feed):
    """The newest articles of a language. Copies of articles in another language and hidden ones are not in it."""

    feed_type = Rss201rev2Feed

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = kwargs["language"]
        if language not in dict(settings.LANGUAGES):
            raise Http404
        with translation.override(language):
            return super().__call__(request, *args, **kwargs)

    def get_object(self, request: HttpRequest, language: str) -> BlogIndexPage:
        blog = BlogIndexPage.objects.live().public().filter(locale__language_code=language).first()
        if blog is None:
            raise Http404
        self.site_name = frame_of(Site.find_for_request(request), language).name
        return blog

    def title(self, blog: BlogIndexPage) -> str:
        return f"{blog.title} – {self.site_name}" if self.site_name else blog.title

    def link(self, blog: BlogIndexPage) -> str:
        return blog.full_url

    def description(self, blog: BlogIndexPage) -> str:
        return blog.search_description or blog.introduction or blog.title

    def items(self, blog: BlogIndexPage) -> list[ArticlePage]:
        articles = ArticlePage.objects.descendant_of(blog).public()
        return list(
            newest_articles(articles.filter(alias_of=None, noindex=False, canonical_url=""))[:ARTICLES]
        )

    def item_title(self, item: ArticlePage) -> str:
        return item.title

    def item_description(self, item: ArticlePage) -> str:
        return item.introduction

    def item_link(self, item: ArticlePage) -> str:
        return item.full_url

    def item_guid(self, item: ArticlePage) -> str:
        return f"{item.translation_key}/{item.locale.language_code}"

    item_guid_is_permalink = False

    def item_author_name(self, item: ArticlePage) -> str | None:
        return item.author.name if item.author else None

    def item_pubdate(self, item: ArticlePage) -> dt.datetime | None:
        return item.first_published_at

    def item_updateddate(self, item: ArticlePage) -> dt.datetime | None:
        return item.content_changed_at or item.last_published_at
