"""The blog: lists and one article."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cms import generation
from cms.models import ArticlePage, BlogCategoryPage, BlogIndexPage
from cms.models.base import ContentPage
from cms.presenters.bylines import byline
from cms.presenters.clinic import clinic_of
from cms.presenters.links import booking_address, service_links
from cms.presenters.paging import page_of
from cms.presenters.pictures import load, picture

ARTICLES_PER_PAGE = 12
RELATED_SHOWN = 3


@dataclass(frozen=True)
class ArticleCard:
    """What `components/article_card.html` reads."""

    title: str
    url: str
    summary: str
    date: dt.datetime | None
    author: str
    category: str
    picture: SafeString | None


def blog_index(page: BlogIndexPage | BlogCategoryPage, request: HttpRequest) -> dict[str, Any] | HttpResponse:
    articles = newest_articles(ArticlePage.objects.descendant_of(page))
    listed = page_of(request, articles.values_list("pk", flat=True), ARTICLES_PER_PAGE)
    if isinstance(listed, HttpResponse):
        return listed
    index = page if isinstance(page, BlogIndexPage) else page.get_parent()
    categories = BlogCategoryPage.objects.child_of(index).live().order_by("path")
    return {
        "articles": article_cards(list(listed), request),
        "categories": [
            {"title": category.title, "url": category.get_url(request), "current": category.pk == page.pk}
            for category in categories
        ],
        "page_obj": listed,
    }


def newest_articles(articles: Any) -> Any:
    return articles.live().select_related("image", "author").order_by("-first_published_at", "-pk")


def article_cards(page_ids: Sequence[int], request: HttpRequest | None = None) -> list[ArticleCard]:
    """Cards in the order given: three queries for all that no page has shown since something changed."""
    kept = generation.remember_each(
        f"cms:article-card:{get_language()}:", page_ids, lambda missing: _cards(missing, request)
    )
    return list(kept.values())


def _cards(page_ids: Collection[int], request: HttpRequest | None) -> dict[int, ArticleCard]:
    articles = list(
        ArticlePage.objects.filter(pk__in=page_ids)
        .select_related("image", "author")
        .only("title", "url_path", "path", "introduction", "first_published_at", "image", "author")
    )
    load(article.image for article in articles)
    above = {_parent_path(article) for article in articles}
    categories = dict(BlogCategoryPage.objects.live().filter(path__in=above).values_list("path", "title"))
    return {
        article.pk: ArticleCard(
            title=article.title,
            url=article.get_url(request) or "",
            summary=article.introduction,
            date=article.first_published_at,
            author=article.author.name if article.author else "",
            category=categories.get(_parent_path(article), ""),
            picture=picture(article.image, "card", alt=""),
        )
        for article in articles
    }


def article_page(page: ArticlePage, request: HttpRequest) -> dict[str, Any]:
    others = ArticlePage.objects.filter(path__startswith=_parent_path(page)).exclude(pk=page.pk)
    related = newest_articles(others).values_list("pk", flat=True)[:RELATED_SHOWN]
    services = service_links(page.locale.language_code, request)
    load([page.image, page.social_image])
    return {
        "byline": byline(page, request),
        "picture": picture(page.image, "wide", eager=True),
        "related": [replace(card, category="") for card in article_cards(list(related), request)],
        "service_link": services.get(page.about_service_id) if page.about_service_id else None,
        "book_url": booking_address(clinic_of(request).book_url, service=page.about_service_id),
    }


def _parent_path(page: ContentPage) -> str:
    return page.path[: -page.steplen]
