"""What the clinic writes."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from schema_org.node import Entity, Node, type_only
from schema_org.nodes.media import ImageObject


class ArticleKind(StrEnum):
    """A type of schema.org, verbatim."""

    POST = "BlogPosting"
    GUIDE = "Article"
    NEWS = "NewsArticle"


@dataclass(frozen=True, kw_only=True)
class Source(Node, types=("CreativeWork",), required=("name",)):
    """A source that the reader sees below the text: a paper, a guideline, a web page. `url` is its address or DOI.

    Not ScholarlyArticle: most sources are none, and as an Article it would be asked for author, dates and pictures.
    """

    name: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Article(Node, types=("Article",), required=("headline",)):
    """`author` is one node per person, the name without titles; the page node carries the medical review."""

    kind: ArticleKind = field(default=ArticleKind.POST, metadata=type_only)
    headline: str = ""
    description: str = ""
    image: tuple[ImageObject, ...] = ()
    date_published: datetime | None = None
    date_modified: datetime | None = None
    author: tuple[Entity, ...] = ()
    publisher: Entity | None = None
    editor: Entity | None = None
    in_language: str = ""
    main_entity_of_page: Entity | None = None
    article_section: str = ""
    keywords: tuple[str, ...] = ()
    word_count: int | None = None
    about: tuple[Entity, ...] = ()
    citation: tuple[Source, ...] = ()

    @property
    def types(self) -> tuple[str, ...]:
        return (self.kind.value,)
