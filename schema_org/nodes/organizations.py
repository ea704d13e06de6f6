"""The organisation and its branches, and the organisations that others belong to."""

from dataclasses import dataclass, field
from datetime import date

from schema_org.node import Entity, Node, spelled, type_only
from schema_org.nodes.media import ImageObject
from schema_org.nodes.offers import OfferCatalog, ReserveAction
from schema_org.nodes.people import Certification
from schema_org.nodes.places import GeoCoordinates, LocationFeature, OpeningHours, PostalAddress
from schema_org.nodes.reviews import AggregateRating, Review
from schema_org.nodes.values import PropertyValue, QuantitativeValue
from schema_org.terms import MedicalSpecialty


@dataclass(frozen=True, kw_only=True)
class ContactPoint(Node, types=("ContactPoint",), required=("telephone",)):
    """`available_language` takes codes such as `ru`."""

    contact_type: str = ""
    telephone: str = ""
    email: str = ""
    available_language: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MedicalOrganization(Node, types=("MedicalOrganization",), required=("name", "url")):
    """The clinic or network as a whole. A short node needs `name` and `url` only."""

    name: str = ""
    legal_name: str = ""
    alternate_name: str = ""
    url: str = ""
    description: str = ""
    logo: ImageObject | None = None
    image: tuple[ImageObject, ...] = ()
    address: PostalAddress | None = None
    telephone: str = ""
    email: str = ""
    contact_point: tuple[ContactPoint, ...] = ()
    founding_date: date | None = None
    number_of_employees: QuantitativeValue | None = None
    vat_id: str = spelled("vatID")
    tax_id: str = spelled("taxID")
    identifier: tuple[PropertyValue, ...] = ()
    has_certification: tuple[Certification, ...] = ()
    medical_specialty: tuple[MedicalSpecialty, ...] = ()
    department: tuple[Entity, ...] = ()
    parent_organization: Entity | None = None
    publishing_principles: str = ""
    has_offer_catalog: OfferCatalog | None = None
    is_accepting_new_patients: bool | None = None
    same_as: tuple[str, ...] = ()
    aggregate_rating: AggregateRating | None = None
    review: tuple[Review, ...] = ()
    potential_action: tuple[ReserveAction, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MedicalClinic(MedicalOrganization, types=("MedicalClinic",), required=("name", "address")):
    """A branch, or the whole organisation where it has one address (`also=("MedicalOrganization",)`).

    Google requires the address of everything under LocalBusiness, in a short node too.
    """

    also: tuple[str, ...] = field(default=(), metadata=type_only)
    geo: GeoCoordinates | None = None
    opening_hours_specification: tuple[OpeningHours, ...] = ()
    special_opening_hours_specification: tuple[OpeningHours, ...] = ()
    price_range: str = ""
    currencies_accepted: str = ""
    payment_accepted: str = ""
    branch_code: str = ""
    has_map: str = ""
    amenity_feature: tuple[LocationFeature, ...] = ()
    public_access: bool | None = None
    available_service: tuple[Entity, ...] = ()
    employee: tuple[Entity, ...] = ()

    @property
    def types(self) -> tuple[str, ...]:
        return (*self.TYPES, *self.also)
