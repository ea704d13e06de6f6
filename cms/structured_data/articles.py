"""Articles with author, sources and subject."""

from cms.models import ArticlePage
from cms.structured_data.pictures import images_in_ratios
from cms.structured_data.scene import Scene
from schema_org.ids import article_id, webpage_id
from schema_org.node import Entity, Ref
from schema_org.nodes import Article, ArticleKind, ClinicService, Person, Source


def full_article(scene: Scene, page: ArticlePage, author: Person | None) -> Article:
    house = scene.house
    section = page.trail[-1].title if page.trail else ""
    return Article(
        id=article_id(scene.canonical),
        kind=ArticleKind(page.kind),
        headline=page.title,
        description=scene.summary,
        image=images_in_ratios(scene, page.main_image),
        date_published=page.first_published_at,
        date_modified=scene.changed_at,
        author=_authors(scene, page, author),
        publisher=house.organization.ref,
        in_language=scene.language,
        main_entity_of_page=Ref(webpage_id(scene.canonical)),
        article_section=section,
        word_count=_word_count(page),
        about=tuple(_subjects(scene, page)),
        citation=tuple(
            Source(name=block.value["title"], url=block.value["address"] or "") for block in page.sources
        ),
    )


def _authors(scene: Scene, page: ArticlePage, author: Person | None) -> tuple[Entity, ...]:
    """What nobody has signed is the clinic's word, except advice on health: that needs a person to stand for it."""
    if author is not None:
        return (author,)
    return () if page.about_health else (scene.house.organization.ref,)


def _word_count(page: ArticlePage) -> int:
    texts = page.body.stream_block.get_searchable_content(page.body)
    return sum(len(text.split()) for text in texts)


def _subjects(scene: Scene, page: ArticlePage) -> list[Entity]:
    """The service the page links to as its subject."""
    link = scene.shown.get("service_link")
    if link is None or page.about_service_id is None:
        return []
    return [
        ClinicService(
            id=scene.ids.service(page.about_service_id), name=link.title, url=scene.absolute(link.url)
        )
    ]
