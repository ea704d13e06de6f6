"""From FHIR R4 Patient to the values that `people.services` registers."""

from dataclasses import dataclass
from datetime import date, datetime

from integrations.fhir_import.contacts import PersonName, person_name, telecom
from integrations.fhir_import.context import Context
from integrations.fhir_import.datatypes import concept, identifiers
from integrations.fhir_import.element import Element
from integrations.fhir_import.errors import Refused
from integrations.fhir_import.places import address
from people.codes import Gender
from records.codes import Precision
from records.received import ExternalRef


@dataclass(frozen=True, kw_only=True)
class ReceivedPatient:
    ref: ExternalRef
    identifiers: tuple[ExternalRef, ...]
    name: PersonName
    birth_date: date
    gender: str
    phone: str
    email: str
    language: str
    active: bool
    source_updated_at: datetime | None


def patient(context: Context) -> ReceivedPatient:
    resource = context.resource
    name = person_name(resource)
    countries = [found.country for item in resource.children("address") if (found := address(item)).country]
    phone, email, remarks = telecom(resource, countries[0] if countries else "")
    context.remarks.extend(remarks)
    return ReceivedPatient(
        ref=context.ref,
        identifiers=tuple(identifier.ref for identifier in identifiers(resource)),
        name=name,
        birth_date=_birth_date(resource),
        gender=resource.code("gender", Gender) or Gender.UNKNOWN,
        phone=phone,
        email=email,
        language=_language(resource, name),
        active=resource.boolean("active") is not False,
        source_updated_at=context.source_updated_at,
    )


def _birth_date(resource: Element) -> date:
    """:raises Refused: not known to the day; the portal tells people of one name apart by it."""
    moment = resource.moment("birthDate")
    if moment is None:
        raise Refused("is missing", resource.at("birthDate"))
    if moment.precision not in (Precision.DAY, Precision.INSTANT):
        raise Refused("must be known to the day", resource.at("birthDate"))
    return moment.at.date()


def _language(resource: Element, name: PersonName) -> str:
    """The language to write in: Russian or English, whichever is nearer to what the patient speaks."""
    stated = sorted(
        resource.children("communication"), key=lambda item: item.boolean("preferred") is not True
    )
    for item in stated:
        if code := concept(item, "language").code:
            return "ru" if code.lower().startswith("ru") else "en"
    return "ru" if name.is_cyrillic else "en"
