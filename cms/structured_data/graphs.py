"""One graph per page: the site, the page, the way to it, and what it is about."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cms import models
from cms.models.base import ContentPage, crumb
from cms.presenters.bylines import Byline
from cms.structured_data.articles import full_article
from cms.structured_data.films import films
from cms.structured_data.front import contact_organization, full_organization
from cms.structured_data.house import specialties
from cms.structured_data.people import byline_people, full_doctor
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
    Person,
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
    for above in (*scene.page.trail, crumb(scene.page, scene.request)):
        yield Link(above.title, scene.absolute(above.url or "/"))


def _plain(scene: Scene) -> Subject:
    return Subject()


def _home(scene: Scene) -> Subject:
    return Subject(main=full_organization(scene))


def _contacts(scene: Scene) -> Subject:
    return Subject(ContactPage, contact_organization(scene))


def _doctor(scene: Scene) -> Subject:
    doctor = scene.shown.get("doctor")
    if doctor is None:
        return Subject()
    return Subject(
        ProfilePage,
        full_doctor(scene, scene.page, doctor),
        more={"date_created": scene.page.first_published_at},
    )


def _branch(scene: Scene) -> Subject:
    return Subject(main=full_branch(scene, scene.page, scene.shown["branch"]))


def _service(scene: Scene) -> Subject:
    service = scene.shown.get("service")
    if service is None:
        return Subject()
    speciality = service.service.speciality
    return _on_health(
        scene,
        lambda author: full_service(scene, scene.page, service),
        specialty=specialties([speciality.schema_org_value] if speciality else []),
    )


def _program(scene: Scene) -> Subject:
    return _on_health(scene, lambda author: full_program(scene, scene.page, scene.shown["program"]))


def _article(scene: Scene) -> Subject:
    page = scene.page
    if not page.about_health:
        author, _reviewer = byline_people(scene, scene.shown["byline"])
        return Subject(main=full_article(scene, page, author))
    speciality = page.about_speciality
    return _on_health(
        scene,
        lambda author: full_article(scene, page, author),
        specialty=specialties([speciality.schema_org_value] if speciality else []),
    )


def _on_health(scene: Scene, main: Callable[[Person | None], Node], **more: Any) -> Subject:
    """A page that speaks of health says who wrote it, who has checked it, and when."""
    byline: Byline = scene.shown["byline"]
    author, reviewer = byline_people(scene, byline)
    return Subject(
        MedicalWebPage,
        main(author),
        more={
            "author": author,
            "reviewed_by": reviewer,
            "last_reviewed": byline.reviewed_on,
            "medical_audience": MedicalAudience(),
            **more,
        },
    )


def _prices(scene: Scene) -> Subject:
    catalog = price_list(scene, scene.page, scene.shown["groups"])
    organization = replace(scene.house.organization, has_offer_catalog=catalog)
    return Subject(main=catalog, others=(organization,))


def _list_of(name: str) -> Callable[[Scene], Subject]:
    """A list page whose presenter gives its cards under `name`."""

    def subject(scene: Scene) -> Subject:
        listed = scene.shown.get("page_obj")
        cards = scene.shown.get(name) or ()
        links = (Link(card_title(card), scene.absolute(card.url)) for card in cards if card.url)
        first = listed.start_index() if listed else 1
        return Subject(CollectionPage, item_list(scene.canonical, links, name=scene.page.title, first=first))

    return subject


def _service_index(scene: Scene) -> Subject:
    categories = scene.shown.get("categories") or ()
    links = (
        Link(card.name, scene.absolute(card.url))
        for category in categories
        for card in category.services
        if card.url
    )
    return Subject(CollectionPage, item_list(scene.canonical, links, name=scene.page.title))


def card_title(card: Any) -> str:
    """Articles have titles; doctors, services and branches have names."""
    title: str = getattr(card, "title", None) or card.name
    return title


SUBJECTS: Mapping[type[ContentPage], Callable[[Scene], Subject]] = {
    models.HomePage: _home,
    models.ContactsPage: _contacts,
    models.DoctorIndexPage: _list_of("doctors"),
    models.SpecialityPage: _list_of("doctors"),
    models.DoctorPage: _doctor,
    models.ServiceIndexPage: _service_index,
    models.ServiceCategoryPage: _list_of("services"),
    models.ServicePage: _service,
    models.PricesPage: _prices,
    models.BranchIndexPage: _list_of("branches"),
    models.BranchPage: _branch,
    models.ProgramIndexPage: _list_of("programs"),
    models.ProgramPage: _program,
    models.BlogIndexPage: _list_of("articles"),
    models.BlogCategoryPage: _list_of("articles"),
    models.ArticlePage: _article,
}
