"""One graph per page: the site, the page, the way to it, and what it is about."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cms import models
from cms.models.base import ContentPage
from cms.presenters.branches import BranchCard
from cms.presenters.bylines import Byline
from cms.structured_data.articles import full_article
from cms.structured_data.films import films
from cms.structured_data.front import contact_organization, full_organization
from cms.structured_data.people import byline_people, full_doctor, specialties
from cms.structured_data.pictures import primary_image
from cms.structured_data.places import full_branch
from cms.structured_data.scene import Scene
from cms.structured_data.services import full_program, full_service, price_list
from schema_org.graph import Graph, assemble
from schema_org.ids import webpage_id
from schema_org.node import Node
from schema_org.nodes import (
    CollectionPage,
    ContactPage,
    Link,
    MedicalAudience,
    MedicalWebPage,
    ProfilePage,
    WebPage,
    breadcrumbs,
    item_list,
)


@dataclass(frozen=True)
class Subject:
    """What a page is about, and what its page node says besides."""

    page_type: type[WebPage] = WebPage
    main: Node | None = None
    others: tuple[Node, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)


def page_graph(scene: Scene) -> Graph:
    """The graph of a page; empty for pages that search engines are asked to leave out for good (search, cabinet)."""
    page = scene.page
    if page.never_indexed:
        return assemble()
    subject = SUBJECTS.get(type(page), _plain)(scene)
    node = subject.page_type(
        id=webpage_id(scene.canonical),
        url=scene.canonical,
        name=scene.title,
        description=scene.description,
        in_language=scene.language,
        is_part_of=scene.house.website,
        breadcrumb=breadcrumbs(scene.canonical, _trail(scene)),
        primary_image_of_page=primary_image(scene),
        date_published=page.first_published_at,
        date_modified=scene.changed_at,
        main_entity=subject.main,
        video=films(scene),
        **subject.more,
    )
    # The full description of an entity comes first: it is believed before the short ones.
    return assemble(node, scene.house.organization, *subject.others)


def _trail(scene: Scene) -> Iterable[Link]:
    for page in (*scene.page.trail, scene.page):
        yield Link(page.title, scene.absolute(page.get_url(scene.request) or "/"))


def _plain(scene: Scene) -> Subject:
    return Subject()


def _home(scene: Scene) -> Subject:
    return Subject(main=full_organization(scene), others=tuple(scene.house.branches.values()))


def _doctor(scene: Scene) -> Subject:
    doctor = scene.shown.get("doctor")
    if doctor is None:
        return Subject()
    published = {"date_created": scene.page.first_published_at}
    branches = tuple(scene.house.branches.values())
    return Subject(ProfilePage, full_doctor(scene, scene.page, doctor), others=branches, more=published)
