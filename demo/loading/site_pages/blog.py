"""The blog: categories and articles."""

import datetime as dt
from typing import Any

from django.utils import timezone

from cms.models import ArticlePage, BlogCategoryPage, BlogIndexPage
from demo.identity import key
from demo.loading.pages import Trees
from demo.loading.site_pages.heads import head, reviewed
from demo.prose import Blocks
from demo.words import Language
from demo.writing import ArticleHead, text_pair, the_articles, the_site


def load_blog(trees: Trees) -> None:
    site = the_site()
    trees.grow(BlogIndexPage, "blog", parent="home", slug="blog", fields=lambda lang: head(site.blog, lang))
    for category in site.blog_categories:
        trees.grow(
            BlogCategoryPage,
            f"blog-{category.code}",
            parent="blog",
            slug=category.code,
            fields=lambda language, category=category: {  # type: ignore[misc]
                "title": category.title[language],
                "introduction": category.introduction[language],
                "search_description": f"{category.title[language]}. {category.introduction[language]}",
            },
        )
    for article in the_articles():
        trees.grow(
            ArticlePage,
            f"article-{article.code}",
            parent=f"blog-{article.category}",
            slug=article.code,
            fields=lambda language, article=article: _article(trees, article, language),  # type: ignore[misc]
        )


def _article(trees: Trees, article: ArticleHead, language: Language) -> dict[str, Any]:
    text = text_pair("articles", article.code)[language]
    blocks = Blocks(f"article-{article.code}")
    return {
        "title": text.title,
        "seo_title": text.seo_title,
        "introduction": text.introduction,
        "search_description": text.description,
        "image": trees.picture(f"article-{article.code}"),
        "body": blocks.of(text.body),
        "sources": [
            blocks.block(f"source-{number}", "source", source.model_dump())
            for number, source in enumerate(article.sources)
        ],
        "about_service_id": key("service", article.service) if article.service else None,
        "about_speciality_id": key("speciality", article.speciality),
        "first_published_at": timezone.now() - dt.timedelta(days=article.published),
        **reviewed(trees.today, article.author, article.reviewer, days_ago=article.reviewed),
    }
