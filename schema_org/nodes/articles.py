"""What the clinic writes."""

from dataclasses import dataclass
from datetime import datetime

from schema_org.node import Entity, Node
from schema_org.nodes.media import ImageObject
from schema_org.nodes.services import MedicalCode


@dataclass(frozen=True, kw_only=True)
class MedicalCondition(Node, types=("MedicalCondition",), required=("name",)):
    name: str = ""
    code: tuple[MedicalCode, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ScholarlyArticle(Node, types=("ScholarlyArticle",), required=("name",)):
    """A source that the reader sees below the text. `url` is its address or DOI."""

    name: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class BlogPosting(Node, types=("BlogPosting",), required=("headline",)):
    """`author` is one node per person, the name without titles; the page node carries the medical review."""

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
    citation: tuple[ScholarlyArticle, ...] = ()
