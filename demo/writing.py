"""The texts of the site as values: articles, legal texts, consents, answers, promotions and the frame of the pages."""

import datetime as dt
from functools import cache
from typing import Any

from demo.words import LANGUAGES, Content, Language, Words, files, front_matter, read


class Text(Content):
    """One long text in one language."""

    title: str
    body: str
    introduction: str = ""
    description: str = ""
    seo_title: str = ""
    version: str = ""
    effective_from: dt.date | None = None
    change_summary: str = ""


class Source(Content):
    title: str
    authors: str
    year: int
    address: str


class ArticleHead(Content):
    """`published` and `reviewed` are days before the day of loading."""

    code: str
    category: str
    emblem: str
    author: str
    reviewer: str
    published: int
    reviewed: int
    speciality: str
    sources: tuple[Source, ...]
    service: str | None = None


class Question(Content):
    question: Words
    answer: Words


class QuestionSection(Content):
    heading: Words
    questions: tuple[Question, ...]


class Promotion(Content):
    """`starts` and `ends` are days from the day of loading."""

    code: str
    emblem: str
    starts: int
    ends: int
    title: Words
    introduction: Words
    body: Words
    terms: Words
    service: str | None = None
    program: str | None = None


class PageHead(Content):
    title: Words
    introduction: Words
    description: Words
    heading: Words | None = None
    seo_title: Words | None = None
    thank_you: Words | None = None


class BlogCategory(Content):
    code: str
    title: Words
    introduction: Words


class Figure(Content):
    value: str
    label: Words


class Step(Content):
    title: Words
    text: Words


class FooterGroup(Content):
    title: Words
    pages: tuple[str, ...]


class Frame(Content):
    phone: str
    phone_hours: Words
    banner: Words
    consent_question: Words
    footer: tuple[FooterGroup, ...]
    menu: tuple[str, ...]
    legal: tuple[str, ...]


class Site(Content):
    home: PageHead
    doctors: PageHead
    services: PageHead
    branches: PageHead
    programs: PageHead
    blog: PageHead
    prices: PageHead
    contacts: PageHead
    partners: PageHead
    booking: PageHead
    cabinet: PageHead
    search: PageHead
    faq: PageHead
    promotions: PageHead
    legal: PageHead
    blog_categories: tuple[BlogCategory, ...]
    figures_heading: Words
    figures: tuple[Figure, ...]
    figures_source: Words
    steps_heading: Words
    steps: tuple[Step, ...]
    team_heading: Words
    team: tuple[str, ...]
    articles_heading: Words
    reviews_heading: Words
    branches_heading: Words
    promotions_heading: Words
    programs_heading: Words
    nearest_heading: Words
    texts: Frame


Bilingual = dict[Language, Text]


def text_pair(folder: str, code: str) -> Bilingual:
    return {language: _text(f"{folder}/{code}.{language}.md") for language in LANGUAGES}


def _text(name: str) -> Text:
    head, body = front_matter(name)
    fields: dict[str, Any] = {**head, "body": body}
    return Text(**fields)


def codes_in(folder: str) -> list[str]:
    return [name.removeprefix(f"{folder}/").removesuffix(".ru.md") for name in files(f"{folder}/*.ru.md")]


@cache
def the_site() -> Site:
    return read(Site, "site.yaml")


@cache
def the_articles() -> tuple[ArticleHead, ...]:
    return read(tuple[ArticleHead, ...], "articles/index.yaml")


@cache
def the_answers() -> tuple[QuestionSection, ...]:
    return read(tuple[QuestionSection, ...], "faq.yaml")


@cache
def the_promotions() -> tuple[Promotion, ...]:
    return read(tuple[Promotion, ...], "promotions.yaml")
