"""The site, its pages, the way to them, and lists."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from schema_org.ids import breadcrumb_id, list_id
from schema_org.node import Entity, Node
from schema_org.nodes.media import ImageObject, VideoObject
from schema_org.terms import MedicalSpecialty


@dataclass(frozen=True, kw_only=True)
class WebSite(Node, types=("WebSite",), required=("name", "url")):
    name: str = ""
    alternate_name: str = ""
    url: str = ""
    description: str = ""
    in_language: tuple[str, ...] = ()
    publisher: Entity | None = None


@dataclass(frozen=True, kw_only=True)
class Step(Node, types=("WebPage",), required=("name",), in_place=True):
    """A page on the way to this one, written inside its list item: Google takes the `@id` for its address."""

    name: str = ""


@dataclass(frozen=True, kw_only=True)
class ListItem(Node, types=("ListItem",), required=("position", "name")):
    """One step of a path, with `item`, or one entry of a list of pages, with `url`."""

    position: int | None = None
    name: str = ""
    item: Step | None = None
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class BreadcrumbList(Node, types=("BreadcrumbList",), required=("item_list_element",)):
    item_list_element: tuple[ListItem, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ItemList(Node, types=("ItemList",), required=("item_list_element",)):
    name: str = ""
    number_of_items: int | None = None
    item_list_element: tuple[ListItem, ...] = ()


@dataclass(frozen=True, kw_only=True)
class WebPage(Node, types=("WebPage",), required=("url", "name")):
    """`date_published` and `date_modified` are the first publication and the last change of the content."""

    url: str = ""
    name: str = ""
    description: str = ""
    in_language: str = ""
    is_part_of: Entity | None = None
    breadcrumb: Entity | None = None
    primary_image_of_page: ImageObject | None = None
    date_published: datetime | None = None
    date_modified: datetime | None = None
    main_entity: Entity | None = None
    video: tuple[VideoObject, ...] = ()
    about: tuple[Entity, ...] = ()
    specialty: tuple[MedicalSpecialty, ...] = ()
    author: Entity | None = None
    reviewed_by: Entity | None = None
    last_reviewed: date | None = None
    potential_action: tuple[Entity, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ProfilePage(WebPage, types=("ProfilePage",)):
    date_created: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class CollectionPage(WebPage, types=("CollectionPage",)):
    pass


@dataclass(frozen=True, kw_only=True)
class ContactPage(WebPage, types=("ContactPage",)):
    pass


@dataclass(frozen=True, kw_only=True)
class MedicalAudience(Node, types=("MedicalAudience",), required=("audience_type",)):
    audience_type: str = "Patient"


@dataclass(frozen=True, kw_only=True)
class MedicalWebPage(WebPage, types=("MedicalWebPage",)):
    medical_audience: MedicalAudience | None = None


@dataclass(frozen=True)
class Link:
    """A page by its title and absolute address."""

    name: str
    url: str


def breadcrumbs(page_url: str, trail: Iterable[Link]) -> BreadcrumbList | None:
    """The path from the home page to this page, both included; none for the home page itself."""
    steps = tuple(
        ListItem(position=position, name=link.name, item=Step(id=link.url, name=link.name))
        for position, link in enumerate(trail, start=1)
    )
    return BreadcrumbList(id=breadcrumb_id(page_url), item_list_element=steps) if len(steps) > 1 else None


def item_list(page_url: str, links: Iterable[Link], *, name: str = "", first: int = 1) -> ItemList | None:
    """The entries a list page shows, each address once; `first` is the number of the first on this page of
    the list.
    """
    unique = {link.url: link for link in links}
    entries = tuple(
        ListItem(position=position, name=link.name, url=link.url)
        for position, link in enumerate(unique.values(), start=first)
    )
    if not entries:
        return None
    return ItemList(id=list_id(page_url), name=name, number_of_items=len(entries), item_list_element=entries)
