"""Which times are free: the one function that lists them, and that hold and book ask again."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q

from booking import snapshot
from booking.clinic import BranchHours, Clinic, HoursSpan, Service, Terms
from booking.codes import OPEN_STATUSES, AppointmentStatus, CommitmentKind, ReferralStatus, ResourceType
from booking.models import (
    LONGEST_COMMITMENT,
    Appointment,
    Commitment,
    FreeSpan,
    GroupSession,
    ServiceRequest,
)
from booking.occupied import Occupied, occupied
from booking.offers import Offer, OfferKey
from booking.program_day import rest_of
from booking.queries import (
    Circumstances,
    PatientFacts,
    PatientVisit,
    RestOfProgram,
    SessionFacts,
    TimeQuery,
    TimeSearch,
)
from booking.search import roles_asked_for, search, service_asked_for
from booking.starts import window_of
from booking.timeline import Window, minute_after, minute_of, moment_of
from database.prepared import Given, PreparedQuery

#: A mirror older than this is not sold from: the information system may long have given the time away.
OLDEST_MIRROR = timedelta(hours=24)
#: How far back an earlier visit can make the next one a repeat visit.
LONGEST_REPEAT_INTERVAL = timedelta(days=400)
NEAREST_WITHIN = timedelta(days=60)
HAPPENED = (AppointmentStatus.FULFILLED, AppointmentStatus.ARRIVED, AppointmentStatus.CHECKED_IN)
Mirror = Mapping[tuple[UUID, UUID], Sequence[HoursSpan]]


def find_times(query: TimeQuery, *, now: datetime) -> TimeSearch:
    """Offers for the query, or why there can be none. Reads only; two or three queries, a few more for a patient.

    Every offer, taken alone, can be held and booked; nothing else can.
    """
    return find_many([query], now=now)[0]


def find_many(queries: Sequence[TimeQuery], *, now: datetime) -> list[TimeSearch]:
    """Several searches over the same dates for the same patient, loaded together: no more queries than for one."""
    known = load(queries, now=now)
    return [search(known.clinic, query, known.circumstances) for query in queries]


class Known(NamedTuple):
    """All that searches need."""

    clinic: Clinic
    circumstances: Circumstances


def load(queries: Sequence[TimeQuery], *, now: datetime, tokens: snapshot.Tokens | None = None) -> Known:
    """Read, once for all queries, what may have changed since the last search."""
    tokens = snapshot.read_tokens() if tokens is None else tokens
    clinic = snapshot.clinic(tokens)
    answerable = [query for query in queries if service_asked_for(clinic, query) in clinic.services]
    if not answerable:
        return Known(clinic, Circumstances(now=now))
    return Known(clinic, _Loading(clinic, tokens, answerable, now).circumstances())


def nearest_times(
    *,
    now: datetime,
    practitioner_ids: Iterable[UUID] = (),
    service_id: UUID | None = None,
    speciality_id: UUID | None = None,
    location_ids: Iterable[UUID] = (),
    modality: str = "",
    patient_id: UUID | None = None,
    birth_date: date | None = None,
    within: timedelta = NEAREST_WITHIN,
) -> dict[UUID, Offer | None]:
    """The nearest offer of each doctor, None for one who has none. For lists: at most four queries in all.

    Without a service or speciality each doctor's own usual visit is looked for.
    """
    wanted = frozenset(practitioner_ids)
    base = TimeQuery(
        start=now,
        end=now + within,
        service_id=service_id,
        speciality_id=speciality_id,
        practitioner_ids=wanted,
        location_ids=frozenset(location_ids),
        modality=modality,
        patient_id=patient_id,
        birth_date=birth_date,
        first_only=True,
    )
    tokens = snapshot.read_tokens()
    queries = [base] if service_id or speciality_id else _usual_visits(base, snapshot.clinic(tokens))
    known = load(queries, now=now, tokens=tokens)
    nearest: dict[UUID, Offer | None] = dict.fromkeys(wanted)
    for query in queries:
        for offer in search(known.clinic, query, known.circumstances).offers:
            nearer = nearest.get(offer.practitioner_id)
            if nearer is None or offer.minute < nearer.minute:
                nearest[offer.practitioner_id] = offer
    return nearest


def _usual_visits(base: TimeQuery, clinic: Clinic) -> list[TimeQuery]:
    usual = clinic.usual_visits
    by_service: dict[UUID, set[UUID]] = defaultdict(set)
    for practitioner_id in base.practitioner_ids or usual:
        if practitioner_id in usual:
            by_service[usual[practitioner_id]].add(practitioner_id)
    return [
        replace(base, service_id=service_id, practitioner_ids=frozenset(practitioners))
        for service_id, practitioners in by_service.items()
    ]


def query_of(key: OfferKey, **changes: Any) -> TimeQuery:
    """The query that lists exactly the offer a token names, if it still stands."""
    return TimeQuery(
        start=key.start,
        end=key.start + timedelta(minutes=1),
        service_id=key.service_id,
        practitioner_ids=frozenset([key.practitioner_id]),
        location_ids=frozenset([key.location_id]),
        modality=key.modality,
        visit_type=key.visit_type if key.visit_type_chosen else "",
        audience=key.audience,
        override=key.override,
        named=True,
        **changes,
    )


_VISITS = PreparedQuery(
    Appointment.objects.filter(patient=Given.key("patient"), start__gt=Given.moment("since"))
    .order_by()
    .values_list(
        "pk",
        "program_booking_id",
        "practitioner_id",
        "service__speciality_id",
        "location_id",
        "modality",
        "start",
        "end",
        "status",
    )
)


class _Loading:
    """What a group of queries needs from the database, read once for all of them."""

    def __init__(
        self, clinic: Clinic, tokens: snapshot.Tokens, queries: Sequence[TimeQuery], now: datetime
    ) -> None:
        self.clinic, self.tokens, self.now = clinic, tokens, now
        self.query = queries[0]
        self.program_booking_id: UUID | None = None
        self.services = [
            clinic.services[service_asked_for(clinic, query) or UUID(int=0)] for query in queries
        ]
        self.roles = list(dict.fromkeys(role for query in queries for role in roles_asked_for(clinic, query)))
        windows = [window_of(query, service) for query, service in zip(queries, self.services, strict=True)]
        self.window = Window(min(one.start for one in windows), max(one.end for one in windows))

    def circumstances(self) -> Circumstances:
        hours = snapshot.hours((role.location_id for role in self.roles), self.clinic, self.tokens)
        mirror = self.mirror()
        resources = {*self.doctors(), *self.rooms(hours, mirror), *self.equipment()}
        if self.query.patient_id:
            resources.add(self.query.patient_id)
        taken = (
            occupied(resources, self.window, self.query, now=self.now) if self.roles else Occupied({}, False)
        )
        return Circumstances(
            now=self.now,
            busy=taken.busy,
            has_dead_holds=taken.has_dead_holds,
            hours=hours,
            mirror=mirror,
            sessions=self.sessions(),
            patient=self.patient(),
            program=self.program(),
        )

    def doctors(self) -> set[UUID]:
        return {role.practitioner_id for role in self.roles}

    def rooms(self, hours: Mapping[UUID, BranchHours], mirror: Mirror) -> Iterator[UUID]:
        terms = [row for service in self.services for row in self.clinic.terms.get(service.id, ())]
        sources: list[Service | Terms] = [*self.services, *terms]
        kinds = {source.room_kind_id for source in sources if source.room_kind_id is not None}
        for role in self.roles:
            for kind in kinds:
                yield from self.clinic.rooms.get((role.location_id, kind), ())
            if role.location_id in hours:
                yield from hours[role.location_id].rooms_of(role.practitioner_id)
        yield from (span.room_id for spans in mirror.values() for span in spans if span.room_id)

    def equipment(self) -> Iterator[UUID]:
        for service in self.services:
            for kind in service.equipment_kind_ids:
                for location_id in {role.location_id for role in self.roles}:
                    yield from self.clinic.equipment.get((location_id, kind), ())

    def mirror(self) -> Mirror:
        mirrored = {(role.practitioner_id, role.location_id) for role in self.roles if role.from_mis}
        if not mirrored:
            return {}
        rows = FreeSpan.objects.filter(
            practitioner__in={practitioner for practitioner, _ in mirrored},
            start__lt=moment_of(self.window.end),
            start__gt=moment_of(self.window.start) - LONGEST_COMMITMENT,
            as_of__gt=self.now - OLDEST_MIRROR,
        )
        found: dict[tuple[UUID, UUID], list[HoursSpan]] = defaultdict(list)
        for row in rows.order_by("start").iterator():
            found[row.practitioner_id, row.location_id].append(_span_of(row))
        return {key: spans for key, spans in found.items() if key in mirrored}

    def sessions(self) -> list[SessionFacts]:
        groups = [service.id for service in self.services if service.seats > 1]
        if not groups:
            return []
        live_seats = Q(commitments__resource_type=ResourceType.SEAT) & (
            Q(commitments__expires_at=None) | Q(commitments__expires_at__gt=self.now)
        )
        if self.query.ignore_hold_id:
            live_seats &= Q(commitments__leg=None) | ~Q(commitments__leg__hold=self.query.ignore_hold_id)
        rows = GroupSession.objects.filter(
            service__in=groups,
            practitioner__in=self.doctors(),
            start__gte=moment_of(self.window.start),
            start__lt=moment_of(self.window.end),
        ).annotate(taken=Count("commitments", filter=live_seats))
        standing = Commitment.objects.live(self.now).filter(
            kind=CommitmentKind.SESSION, session=OuterRef("pk")
        )
        rows = rows.filter(Exists(standing))
        return [_session_of(row) for row in rows.order_by("start")]

    def patient(self) -> PatientFacts:
        if self.query.patient_id is None:
            return PatientFacts()
        visits, open_bookings = [], 0
        for key, program, *facts, end, status in self.visits():
            if key == self.query.ignore_appointment_id:
                self.program_booking_id = program
            is_open = status in OPEN_STATUSES and end > self.now
            if key != self.query.ignore_appointment_id and (is_open or status in HAPPENED):
                open_bookings += is_open
                visits.append(PatientVisit._make((*facts, end, status in HAPPENED)))
        return PatientFacts(tuple(visits), open_bookings, self.referrals())

    def visits(self) -> Iterable[tuple[Any, ...]]:
        """The patient's visits that may make the next a repeat one, and those to come."""
        return _VISITS.rows(patient=self.query.patient_id, since=self.now - LONGEST_REPEAT_INTERVAL)

    def program(self) -> RestOfProgram | None:
        """Asked after the patient: among their visits was the one that is moved."""
        moved = self.query.ignore_appointment_id
        if moved is None or self.program_booking_id is None:
            return None
        return rest_of(self.program_booking_id, moved=moved)

    def referrals(self) -> dict[UUID, tuple[tuple[date, date], ...]]:
        """For each service that needs one, the days its usable referrals cover."""
        needing = [service for service in self.services if service.referral_required]
        if not needing:
            return {}
        usable = Q(status=ReferralStatus.ACTIVE, visits_used__lt=F("visits_allowed"))
        if self.query.ignore_appointment_id:
            # A visit that is being moved brings the referral it has used.
            usable |= Q(appointments=self.query.ignore_appointment_id)
        rows = ServiceRequest.objects.filter(usable, patient=self.query.patient_id).distinct()
        if self.query.referral_id:
            rows = rows.filter(pk=self.query.referral_id)
        found = list(rows)
        return {
            service.id: tuple(
                (row.valid_from or date.min, row.valid_until or date.max)
                for row in found
                if row.service_id == service.id
                or (row.service_id is None and row.speciality_id == service.speciality_id)
            )
            for service in needing
        }


def _span_of(row: FreeSpan) -> HoursSpan:
    return HoursSpan(
        start=minute_after(row.start),
        end=minute_of(row.end),
        room_id=row.room_id,
        services=frozenset([row.service_id]) if row.service_id else None,
        modality=row.modality,
        as_of=row.as_of,
        booking_token=row.booking_token,
    )


def _session_of(row: Any) -> SessionFacts:
    return SessionFacts(
        id=row.id,
        service_id=row.service_id,
        practitioner_id=row.practitioner_id,
        location_id=row.location_id,
        room_id=row.room_id,
        span=(minute_of(row.start), minute_after(row.end)),
        modality=row.modality,
        seats_left=row.seats - row.taken,
    )
