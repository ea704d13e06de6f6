"""From FHIR R4 Organization, Location, Practitioner, PractitionerRole and HealthcareService to plain
values.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from integrations.fhir_import.contacts import PersonName, person_name, telecom
from integrations.fhir_import.context import Context
from integrations.fhir_import.datatypes import (
    Reference,
    code_of,
    concepts,
    identifiers,
    period,
    reference,
    references,
    required_reference,
)
from integrations.fhir_import.element import Element
from integrations.fhir_import.errors import Refused
from integrations.fhir_import.places import Address, address, stated_time_zone
from people.codes import Gender
from records.received import Code, ExternalRef

#: HL7 organization-type: who pays is no clinic.
_PAYERS = {"pay", "ins"}
_LIMIT_NAME = 200


@dataclass(frozen=True, kw_only=True)
class ReceivedEntity:
    names: tuple[ExternalRef, ...]
    """The lasting name first, then business identifiers; any of them recognises the object."""


@dataclass(frozen=True, kw_only=True)
class ReceivedOrganization(ReceivedEntity):
    name: str
    address: Address
    phone: str
    email: str
    active: bool


@dataclass(frozen=True, kw_only=True)
class ReceivedLocation(ReceivedEntity):
    name: str
    address: Address
    phone: str
    email: str
    active: bool
    organization: Reference | None
    latitude: Decimal | None
    longitude: Decimal | None


@dataclass(frozen=True, kw_only=True)
class ReceivedPractitioner(ReceivedEntity):
    name: PersonName
    gender: str
    languages: tuple[str, ...]
    active: bool
    addresses: tuple[Address, ...]


@dataclass(frozen=True, kw_only=True)
class ReceivedService(ReceivedEntity):
    name: str
    summary: str
    category: Code
    speciality: Code


@dataclass(frozen=True, kw_only=True)
class ReceivedRole(ReceivedEntity):
    practitioner: Reference
    organization: Reference | None
    locations: tuple[Reference, ...]
    services: tuple[Reference, ...]
    specialities: tuple[Code, ...]
    active: bool


def organization(context: Context) -> ReceivedOrganization:
    resource = context.resource
    types = {code.code for code in concepts(resource, "type")}
    if types and types <= _PAYERS:
        raise Refused("is an insurer or payer, not a clinic", resource.at("type"))
    place = _address(resource)
    phone, email = _contacts(context, place.country)
    return ReceivedOrganization(
        names=_names(context),
        name=resource.text("name", required=True, limit=_LIMIT_NAME),
        address=place,
        phone=phone,
        email=email,
        active=resource.boolean("active") is not False,
    )


def location(context: Context) -> ReceivedLocation:
    resource = context.resource
    if resource.text("mode") == "kind":
        raise Refused("describes a kind of place, not a place", resource.at("mode"))
    child = resource.child("address")
    place = address(child) if child else Address()
    if not place:
        raise Refused(
            "is missing: only places with an address of their own become branches", resource.at("address")
        )
    phone, email = _contacts(context, place.country)
    position = resource.child("position")
    return ReceivedLocation(
        names=_names(context),
        name=resource.text("name", limit=_LIMIT_NAME) or place.street[:_LIMIT_NAME],
        address=place,
        phone=phone,
        email=email,
        active=resource.text("status") in ("", "active"),
        organization=reference(resource, "managingOrganization"),
        latitude=_degrees(position, "latitude", 90) if position else None,
        longitude=_degrees(position, "longitude", 180) if position else None,
    )


def practitioner(context: Context) -> ReceivedPractitioner:
    resource = context.resource
    return ReceivedPractitioner(
        names=_names(context),
        name=person_name(resource),
        gender=resource.code("gender", Gender) or Gender.UNKNOWN,
        languages=tuple(
            dict.fromkeys(
                code.code.lower().split("-")[0] for code in concepts(resource, "communication") if code.code
            )
        ),
        active=resource.boolean("active") is not False,
        addresses=tuple(found for item in resource.children("address") if (found := address(item))),
    )


def healthcare_service(context: Context) -> ReceivedService:
    resource = context.resource
    types = concepts(resource, "type")
    categories = concepts(resource, "category")
    specialities = concepts(resource, "specialty")
    name = resource.text("name", limit=_LIMIT_NAME) or (types[0].label[:_LIMIT_NAME] if types else "")
    if not name:
        raise Refused("has neither a name nor a type", resource.path)
    return ReceivedService(
        names=_names(context),
        name=name,
        summary="\n\n".join(
            text for text in (resource.text("comment"), resource.text("extraDetails")) if text
        ),
        category=categories[0] if categories else Code(),
        speciality=specialities[0] if specialities else Code(),
    )


def practitioner_role(context: Context, now: datetime) -> ReceivedRole:
    resource = context.resource
    _start, end = period(resource, "period")
    return ReceivedRole(
        names=_names(context),
        practitioner=required_reference(resource, "practitioner"),
        organization=reference(resource, "organization"),
        locations=tuple(references(resource, "location")),
        services=tuple(references(resource, "healthcareService")),
        specialities=tuple(code_of(item) for item in resource.children("specialty") if code_of(item)),
        active=resource.boolean("active") is not False and (end is None or end.at > now),
    )


def _names(context: Context) -> tuple[ExternalRef, ...]:
    found = [context.ref, *(identifier.ref for identifier in identifiers(context.resource))]
    return tuple(dict.fromkeys(found))


def _address(resource: Element) -> Address:
    """The place itself rather than where it takes its post."""
    children = [item for item in resource.children("address") if item.text("use") != "old"]
    visited = [item for item in children if item.text("type") != "postal"]
    found = address((visited or children)[0]) if children else Address()
    zone = stated_time_zone(resource)
    return found if not zone else Address(**{**vars(found), "time_zone": zone})


def _contacts(context: Context, country: str) -> tuple[str, str]:
    phone, email, remarks = telecom(context.resource, country, of_place=True)
    context.remarks.extend(remarks)
    return phone, email


def _degrees(position: Element, name: str, limit: int) -> Decimal | None:
    value = position.decimal(name)
    if value is not None and abs(value) > limit:
        raise Refused(f"is beyond {limit} degrees", position.at(name))
    return None if value is None else value.quantize(Decimal("0.000001"))
