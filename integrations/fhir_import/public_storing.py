"""Registering branches, doctors and their posts.

They stay invisible to visitors until an editor publishes their page: creating one announces it, and `cms`
answers with a draft.
"""

from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils.text import slugify

from booking.models import (
    HealthcareService,
    Identifier,
    Location,
    Organization,
    Practitioner,
    PractitionerRole,
    ServiceCategory,
    Speciality,
)
from booking.models.base import Entity
from integrations.fhir_import.contacts import is_cyrillic
from integrations.fhir_import.context import missing
from integrations.fhir_import.errors import Refused
from integrations.fhir_import.outcome import CHANGED, CREATED, UNCHANGED
from integrations.fhir_import.places import Address, address_key, time_zone
from integrations.fhir_import.public_mapping import (
    ReceivedEntity,
    ReceivedLocation,
    ReceivedOrganization,
    ReceivedPractitioner,
    ReceivedRole,
    ReceivedService,
)
from integrations.fhir_import.resolving import EntryResolver, Index
from outbox.services import publish
from people import audit
from people.access import Access
from records.received import Code, ExternalRef

#: FHIR tells no duration. The service stays inactive until the clinic sets its own.
_UNKNOWN_DURATION_MINUTES = 30

_Entity = TypeVar("_Entity", bound=Entity)


@dataclass
class Registry:
    """Writes public objects. Each public method is one entry: one transaction, and the result to count."""

    access: Access
    index: Index
    default_time_zone: str = ""
    announced: list[UUID] = field(default_factory=list)
    """Subjects of the events that were published: their drafts are due."""

    @transaction.atomic
    def store_organization(self, received: ReceivedOrganization) -> str:
        values = {**_bilingual("name", received.name), "active": received.active}
        return self._store(Organization, received, values, slug=received.name)[1]

    @transaction.atomic
    def store_organization_as_branch(self, received: ReceivedOrganization) -> str | None:
        """An organization that is a place: it has an address, and no Location of its own. None when it is
        not.
        """
        organization = Organization.objects.get(pk=self._required(Organization, received))
        known = self._known(Location, received)
        others = organization.locations.exclude(pk=known) if known else organization.locations
        if not received.address or others.exists():
            return None
        values = self._place(received.name, received.address, received.phone, received.email, received.active)
        values["organization"] = organization
        return self._store(Location, received, values, slug=received.name, event="location.registered")[1]

    @transaction.atomic
    def store_location(self, received: ReceivedLocation, resolver: EntryResolver) -> str:
        values = self._place(received.name, received.address, received.phone, received.email, received.active)
        values["organization_id"] = self._managing_organization(received, resolver)
        if received.latitude is not None and received.longitude is not None:
            values.update(latitude=received.latitude, longitude=received.longitude)
        return self._store(Location, received, values, slug=received.name, event="location.registered")[1]

    @transaction.atomic
    def store_practitioner(self, received: ReceivedPractitioner) -> str:
        language = "ru" if received.name.is_cyrillic else "en"
        values: dict[str, object] = {
            f"family_{language}": received.name.family,
            f"given_{language}": received.name.given,
            f"patronymic_{language}": received.name.patronymic,
            "gender": received.gender,
            "active": received.active,
        }
        if received.languages:
            values["languages"] = list(received.languages)
        return self._store(Practitioner, received, values, event="practitioner.registered")[1]

    @transaction.atomic
    def store_service(self, received: ReceivedService) -> str:
        values: dict[str, object] = {
            **_bilingual("name", received.name),
            **_bilingual("summary", received.summary),
            "category": self._category(received.category),
            "speciality": self._speciality(received.speciality) if received.speciality else None,
        }
        first: dict[str, object] = {
            "duration_minutes": _UNKNOWN_DURATION_MINUTES,
            "active": False,
            "online_booking": False,
        }
        return self._store(HealthcareService, received, values, slug=received.name, first=first)[1]

    @transaction.atomic
    def store_role(self, received: ReceivedRole, resolver: EntryResolver) -> str:
        practitioner_id = resolver.practitioner(received.practitioner)
        if practitioner_id is None:
            raise Refused(missing(received.practitioner, resolver), received.practitioner.path)
        places = [place for found in received.locations if (place := resolver.location(found))]
        if not received.locations and received.organization:
            place = resolver.location(received.organization)
            places = [place] if place else []
        if not places:
            raise Refused("names no place that is in the files or in the portal", "PractitionerRole")
        services = [
            found for item in received.services if (found := resolver.entity(HealthcareService, item))
        ]
        specialities = [self._speciality(code) for code in received.specialities]
        results = {
            self._store_post(practitioner_id, place, received.active, specialities, services)
            for place in places
        }
        return next(result for result in (CREATED, CHANGED, UNCHANGED) if result in results)

    @transaction.atomic
    def store_post_by_address(self, received: ReceivedPractitioner) -> str | None:
        """A post at the one branch that has the doctor's own work address. None when there is no such branch.

        For senders that give doctors an address and no PractitionerRole. A doctor who has a post keeps it.
        """
        practitioner_id = self._known(Practitioner, received)
        if practitioner_id is None or PractitionerRole.objects.filter(practitioner=practitioner_id).exists():
            return None
        keys = {address.key for address in received.addresses}
        candidates = Location.objects.filter(
            postal_code__in=[address.postal_code for address in received.addresses]
        )
        places = [
            place for place in candidates if address_key(place.street, place.city, place.postal_code) in keys
        ]
        if len(places) != 1:
            return None
        return self._store_post(practitioner_id, places[0].pk, received.active, [], [])

    # --- Parts ---------------------------------------------------------------------------------------------

    def _store(
        self,
        model: type[_Entity],
        received: ReceivedEntity,
        values: dict[str, object],
        *,
        slug: str = "",
        event: str = "",
        first: dict[str, object] | None = None,
    ) -> tuple[_Entity, str]:
        """Create the object, or bring the known one up to date.

        :param first: values of a new object only; later they are the clinic's own.
        """
        known = self._known(model, received)
        if known is None:
            if slug:
                values["code"] = _free_code(model, slug)
            entity = model._default_manager.create(**values, **(first or {}))
            result = CREATED
        else:
            entity = model._default_manager.get(pk=known)
            result = CHANGED if _assign(entity, values) else UNCHANGED
        self._name(model, entity, received.names)
        if result != UNCHANGED:
            audit.record(
                self.access,
                f"{model.__name__.lower()}.{'registered' if result == CREATED else 'changed'}",
                entity,
            )
        if result == CREATED and event:
            publish(event, subject=entity.pk, payload={})
            self.announced.append(entity.pk)
        return entity, result

    def _known(self, model: type[Entity], received: ReceivedEntity) -> UUID | None:
        """:raises Refused: its names belong to different objects."""
        found = {key for name in received.names if (key := self.index.entity(model, name))}
        if len(found) > 1:
            raise Refused(
                "has identifiers of different objects in the portal", f"{model.__name__}.identifier"
            )
        return next(iter(found), None)

    def _required(self, model: type[Entity], received: ReceivedEntity) -> UUID:
        known = self._known(model, received)
        if known is None:
            raise LookupError(f"{model.__name__} was to be stored first")
        return known

    def _name(self, model: type[Entity], entity: Entity, names: tuple[ExternalRef, ...]) -> None:
        for name in names:
            if self.index.entity(model, name) is None:
                Identifier.objects.create(
                    resource_type=model.__name__, resource_id=entity.pk, system=name.system, value=name.value
                )
                self.index.add_entity(model, name, entity.pk)

    def _place(self, name: str, address: Address, phone: str, email: str, active: bool) -> dict[str, object]:
        return {
            **_bilingual("name", name),
            **_bilingual("street", address.street[:200]),
            **_bilingual("city", address.city),
            **_bilingual("region", address.state),
            "postal_code": address.postal_code,
            "country": address.country or "",
            "phone": phone,
            "email": email,
            "time_zone": time_zone(address, self.default_time_zone),
            "active": active,
        }

    def _managing_organization(self, received: ReceivedLocation, resolver: EntryResolver) -> UUID:
        if received.organization:
            if found := resolver.entity(Organization, received.organization):
                return found
            raise Refused(missing(received.organization, resolver), received.organization.path)
        only = list(Organization.objects.filter(active=True).values_list("pk", flat=True)[:2])
        if len(only) != 1:
            raise Refused(
                "is missing, and the portal has not exactly one organization", "Location.managingOrganization"
            )
        return only[0]

    def _store_post(
        self,
        practitioner_id: UUID,
        location_id: UUID,
        active: bool,
        specialities: list[Speciality],
        services: list[UUID],
    ) -> str:
        post, created = PractitionerRole.objects.get_or_create(
            practitioner_id=practitioner_id, location_id=location_id, defaults={"active": active}
        )
        changed = not created and _assign(post, {"active": active})
        changed |= bool(_missing(post.specialities, [speciality.pk for speciality in specialities]))
        changed |= bool(_missing(post.services, services))
        if created or changed:
            audit.record(self.access, f"practitionerrole.{'registered' if created else 'changed'}", post)
        return CREATED if created else CHANGED if changed else UNCHANGED

    def _speciality(self, code: Code) -> Speciality:
        received = ReceivedEntity(
            names=(ExternalRef(code.system or "urn:text", code.code or code.label[:200]),)
        )
        title = code.label[:100]
        first = {**_bilingual("name", title), **_bilingual("title", title)}
        return self._store(Speciality, received, {}, slug=title, first=first)[0]

    def _category(self, code: Code) -> ServiceCategory:
        named = code or Code(system="urn:text", code="other", text="Other services")
        received = ReceivedEntity(
            names=(ExternalRef(named.system or "urn:text", named.code or named.label[:200]),)
        )
        return self._store(
            ServiceCategory, received, {}, slug=named.label, first={**_bilingual("name", named.label[:100])}
        )[0]


def _bilingual(name: str, text: str) -> dict[str, object]:
    """The column of the language the text is written in. The other stays as it is: an editor may have
    filled it.
    """
    return {f"{name}_{'ru' if is_cyrillic(text) else 'en'}": text} if text else {}


def _assign(entity: Model, values: dict[str, object]) -> bool:
    changed = [name for name, value in values.items() if getattr(entity, name) != value]
    for name in changed:
        setattr(entity, name, values[name])
    if changed:
        entity.save(update_fields=changed)
    return bool(changed)


def _missing(relation: object, wanted: list[UUID]) -> list[UUID]:
    """Add what a many-to-many relation lacks; what was added."""
    present = set(relation.values_list("pk", flat=True))  # type: ignore[attr-defined]  # a related manager
    added = [key for key in dict.fromkeys(wanted) if key not in present]
    relation.add(*added)  # type: ignore[attr-defined]
    return added


def _free_code(model: type[Model], text: str) -> str:
    """A slug that no other object has; Cyrillic names have no Latin letters to make one of, and get a
    number.
    """
    stem = slugify(text)[:44].strip("-") or model.__name__.lower()
    taken = set(model._default_manager.filter(code__startswith=stem).values_list("code", flat=True))
    number = 1
    while (code := stem if number == 1 else f"{stem}-{number}") in taken:
        number += 1
    return code
