"""Prices and the way to book."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from schema_org.node import Entity, Node
from schema_org.terms import DigitalPlatform, ItemAvailability


@dataclass(frozen=True, kw_only=True)
class PriceSpecification(Node, types=("PriceSpecification",), required=("price_currency",)):
    """A price that starts at an amount, or a span of prices. `price_currency` is an ISO 4217 code."""

    price: Decimal | None = None
    min_price: Decimal | None = None
    max_price: Decimal | None = None
    price_currency: str = ""


@dataclass(frozen=True, kw_only=True)
class Offer(Node, types=("Offer",), required=("price_currency",)):
    """A service at a price, at a branch. `price` stands alone; a price "from" goes into
    `price_specification`.
    """

    name: str = ""
    url: str = ""
    price: Decimal | None = None
    price_currency: str = ""
    price_specification: PriceSpecification | None = None
    availability: ItemAvailability | None = ItemAvailability.IN_STOCK
    available_at_or_from: Entity | None = None
    item_offered: Entity | None = None
    valid_from: date | None = None
    valid_through: date | None = None
    price_valid_until: date | None = None
    category: str = ""


@dataclass(frozen=True, kw_only=True)
class OfferCatalog(Node, types=("OfferCatalog",), required=("name", "item_list_element")):
    """A price list. Its elements are offers, or catalogues of a section each."""

    name: str = ""
    url: str = ""
    number_of_items: int | None = None
    item_list_element: "tuple[Offer | OfferCatalog, ...]" = ()


@dataclass(frozen=True, kw_only=True)
class EntryPoint(Node, types=("EntryPoint",), required=("url_template",)):
    url_template: str = ""
    action_platform: tuple[DigitalPlatform, ...] = (DigitalPlatform.DESKTOP_WEB, DigitalPlatform.MOBILE_WEB)


@dataclass(frozen=True, kw_only=True)
class ReserveAction(Node, types=("ReserveAction",), required=("target",)):
    """Booking a visit on the site."""

    name: str = ""
    target: EntryPoint | None = None


def reserve_at(url: str, *, name: str = "") -> ReserveAction:
    """The action "book here", leading to an absolute address of the booking journey."""
    return ReserveAction(name=name, target=EntryPoint(url_template=url))
