"""What a visit occupies: one range per resource, each with its own buffers."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from booking.clinic import Clinic, Service
from booking.codes import CommitmentKind, ResourceType
from booking.locks import LostRace, Resource
from booking.models import Commitment, GroupSession, HoldLeg, seat_resource
from booking.models.visits import Visit
from booking.offers import Offer


class Occupied(NamedTuple):
    """A resource and the range of UTC, buffers included, that a visit takes of it."""

    resource: Resource
    start: datetime
    end: datetime


def occupied_by(
    visit: Visit, service: Service, *, equipment_ids: Iterable[UUID] = (), patient_id: UUID | None = None
) -> list[Occupied]:
    """All that a visit takes. In a group session doctor and room belong to the session, not to the visit."""
    taken = [] if visit.session_id else list(_shared(visit, service, equipment_ids))
    if patient_id is not None:
        taken.append(Occupied(Resource(ResourceType.PATIENT, patient_id), visit.start, visit.end))
    return taken


def _shared(
    what: Visit | GroupSession, service: Service, equipment_ids: Iterable[UUID]
) -> Iterator[Occupied]:
    before, after = timedelta(minutes=service.buffer_before), timedelta(minutes=service.buffer_after)
    doctor = Resource(ResourceType.PRACTITIONER, what.practitioner_id)
    yield Occupied(doctor, what.start - before, what.end + after)
    before, after = (
        timedelta(minutes=service.room_buffer_before),
        timedelta(minutes=service.room_buffer_after),
    )
    if what.room_id:
        yield Occupied(Resource(ResourceType.ROOM, what.room_id), what.start - before, what.end + after)
    for unit in equipment_ids:
        yield Occupied(Resource(ResourceType.EQUIPMENT, unit), what.start - before, what.end + after)


def reach_of(offers: Iterable[Offer], clinic: Clinic) -> tuple[datetime, datetime]:
    """From when until when the offers, with every buffer of theirs, occupy anything."""
    chosen = [(offer, clinic.services[offer.service_id]) for offer in offers]
    return (
        min(offer.start - timedelta(minutes=service.lead) for offer, service in chosen),
        max(offer.end + timedelta(minutes=service.trail) for offer, service in chosen),
    )


def hold_rows(leg: HoldLeg, occupied: Iterable[Occupied], *, expires_at: datetime) -> list[Commitment]:
    return [
        Commitment(
            resource_id=taken.resource.id,
            resource_type=taken.resource.type,
            start=taken.start,
            end=taken.end,
            kind=CommitmentKind.HOLD,
            leg=leg,
            expires_at=expires_at,
        )
        for taken in occupied
    ]


def join_session(offer: Offer, service: Service, *, expires_at: datetime | None) -> GroupSession:
    """The session that the offer joins, or a new one with its doctor, room and equipment.

    The caller has the doctor's lock. Raises LostRace when the session ended since it was offered.
    """
    if offer.session_id:
        known = GroupSession.objects.select_for_update().filter(pk=offer.session_id).first()
        standing = Commitment.objects.filter(session=offer.session_id, kind=CommitmentKind.SESSION)
        if known is None or not standing.exists():
            raise LostRace
        return known
    session = GroupSession.objects.create(
        practitioner_id=offer.practitioner_id,
        service_id=offer.service_id,
        location_id=offer.location_id,
        room_id=offer.room_id,
        start=offer.start,
        end=offer.end,
        modality=offer.modality,
        seats=service.seats,
    )
    Commitment.objects.bulk_create(
        Commitment(
            resource_id=taken.resource.id,
            resource_type=taken.resource.type,
            start=taken.start,
            end=taken.end,
            kind=CommitmentKind.SESSION,
            session=session,
            expires_at=expires_at,
        )
        for taken in _shared(session, service, offer.equipment_ids)
    )
    return session


def free_seat(session: GroupSession) -> Occupied:
    """The lowest seat that nobody holds or has; the caller has the doctor's lock and reaped the dead holds.

    Raises LostRace when there is none left.
    """
    seats = Commitment.objects.filter(session=session, resource_type=ResourceType.SEAT)
    taken = set(seats.values_list("resource_id", flat=True))
    for number in range(1, session.seats + 1):
        seat = seat_resource(session.pk, number)
        if seat not in taken:
            return Occupied(Resource(ResourceType.SEAT, seat), session.start, session.end)
    raise LostRace
