"""Doctors, other people, and the proof of what they know."""

from dataclasses import dataclass
from datetime import date

from schema_org.node import Entity, Node
from schema_org.nodes.media import ImageObject
from schema_org.nodes.offers import ReserveAction
from schema_org.nodes.places import GeoCoordinates, PostalAddress
from schema_org.nodes.reviews import AggregateRating, Review
from schema_org.nodes.values import PropertyValue
from schema_org.terms import GenderType, MedicalSpecialty


@dataclass(frozen=True, kw_only=True)
class Organization(Node, types=("Organization",), required=("name",)):
    """Somebody else's organisation: a university, a professional board."""

    name: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Credential(Node, types=("EducationalOccupationalCredential",), required=("name",)):
    """A degree or board certification. A year alone is no Date: say it in `description`."""

    name: str = ""
    description: str = ""
    credential_category: str = ""
    educational_level: str = ""
    recognized_by: Organization | None = None
    date_created: date | None = None


@dataclass(frozen=True, kw_only=True)
class Certification(Node, types=("Certification",), required=("name",)):
    """A licence with a number. `expires` is the last day it is good for."""

    name: str = ""
    certification_identification: str = ""
    issued_by: Organization | None = None
    valid_from: date | None = None
    expires: date | None = None
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Person(Node, types=("Person",), required=("name",)):
    """Someone who is not a physician, or of whom no address is known: a nurse, a psychologist, a reviewer."""

    name: str = ""
    honorific_prefix: str = ""
    honorific_suffix: str = ""
    job_title: str = ""
    url: str = ""
    image: tuple[ImageObject, ...] = ()
    description: str = ""
    gender: GenderType | None = None
    works_for: Entity | None = None
    has_credential: tuple[Credential, ...] = ()
    has_certification: tuple[Certification, ...] = ()
    alumni_of: tuple[Organization, ...] = ()
    member_of: tuple[Organization, ...] = ()
    award: tuple[str, ...] = ()
    identifier: tuple[PropertyValue, ...] = ()
    knows_about: tuple[str, ...] = ()
    knows_language: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Physician(Person, types=("Person", "Physician", "IndividualPhysician"), required=("name", "address")):
    """A doctor, with all three types at once.

    Since release 24 a Physician is an organisation and a place, not a Person: alone it may have no
    `jobTitle`, and a Person alone may have no `medicalSpecialty`. One node of three types takes the
    properties of all, may be an author, and is still seen by a reader that knows Physician only. As a
    LocalBusiness it needs an address.
    """

    address: PostalAddress | None = None
    telephone: str = ""
    geo: GeoCoordinates | None = None
    price_range: str = ""
    medical_specialty: tuple[MedicalSpecialty, ...] = ()
    practices_at: tuple[Entity, ...] = ()
    available_service: tuple[Entity, ...] = ()
    is_accepting_new_patients: bool | None = None
    aggregate_rating: AggregateRating | None = None
    review: tuple[Review, ...] = ()
    potential_action: tuple[ReserveAction, ...] = ()
