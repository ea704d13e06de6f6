"""The clinic as the search knows it, kept in the process and loaded again when something changed.

Every change of catalogue or hours writes a new random token (`touch`), in the transaction of the change. A search
reads the tokens, one small query, and loads anew what they no longer match. A token is read before the rows it
speaks of, so a copy is never older than its token says.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q

from booking.clinic import BranchHours, Clinic, DayException, Location, Role, Service, Terms, WeeklyRule
from booking.clock import zone_named
from booking.codes import ExceptionKind, HoursSource
from booking.models import (
    CATALOGUE,
    EVERYWHERE,
    CatalogueVersion,
    Equipment,
    HealthcareService,
    HoursException,
    HoursRule,
    PractitionerRole,
    Room,
    ServiceTerms,
    Speciality,
)
from booking.models import Location as Branch
from booking.rules import Place
from database.prepared import PreparedQuery

Tokens = Mapping[str, UUID]
_Lists = dict[Any, list[Any]]

_TOKENS = PreparedQuery(CatalogueVersion.objects.values_list("scope", "token"))

_clinic: tuple[UUID | None, Clinic] = (None, Clinic())
_hours: dict[UUID, tuple[tuple[UUID | None, ...], BranchHours]] = {}


def read_tokens() -> Tokens:
    return dict(_TOKENS.rows())


def clinic(tokens: Tokens) -> Clinic:
    global _clinic
    token = tokens.get(CATALOGUE)
    kept_token, kept = _clinic
    if token is None or token != kept_token:
        kept = load_clinic()
        _clinic = (token, kept)
    return kept


def latest() -> Clinic:
    """The clinic as this process last saw it: for what cannot matter by seconds. Loads it the first time."""
    token, known = _clinic
    return known if token is not None else clinic(read_tokens())


def hours(location_ids: Iterable[UUID], loaded: Clinic, tokens: Tokens) -> dict[UUID, BranchHours]:
    """The portal's hours of these branches, in a few queries for all that are missing or old."""
    wanted = {
        key: (tokens.get(CATALOGUE), tokens.get(EVERYWHERE), tokens.get(str(key)))
        for key in set(location_ids)
    }
    stale = [
        key for key, stamp in wanted.items() if None in stamp[:1] or _hours.get(key, (None,))[0] != stamp
    ]
    fresh = load_hours(stale, loaded) if stale else {}
    for key, loaded_hours in fresh.items():
        _hours[key] = (wanted[key], loaded_hours)
    # A branch that is no more has no hours.
    return fresh | {key: _hours[key][1] for key in wanted if key not in stale}


# --- Loading the catalogue ----------------------------------------------------------------------------------


def load_clinic() -> Clinic:
    services = {service.id: service for service in _services()}
    consultations = dict(Speciality.objects.exclude(consultation=None).values_list("id", "consultation_id"))
    posts = _posts()
    roles = _by_service(posts)
    rooms, room_kinds = _units(Room.objects.order_by("number"))
    equipment, _ = _units(Equipment.objects.order_by("name_ru", "pk"))
    return Clinic(
        services=services,
        locations={branch.id: _location(branch) for branch in Branch.objects.filter(active=True)},
        roles=roles,
        posts=_by_doctor(posts),
        rooms=rooms,
        equipment=equipment,
        room_kinds=room_kinds,
        terms=_terms(),
        consultations=consultations,
        usual_visits=_usual_visits(services, roles, frozenset(consultations.values())),
    )


def _services() -> list[Service]:
    equipment = _grouped(HealthcareService.equipment_kinds.through, "healthcareservice_id", "resourcekind_id")
    rows = HealthcareService.objects.filter(active=True).select_related("speciality")
    return [
        Service(
            id=row.id,
            speciality_id=row.speciality_id,
            duration=row.duration_minutes,
            modality=row.modality,
            repeat_interval_days=row.repeat_interval_days
            or (row.speciality.repeat_interval_days if row.speciality else None),
            repeat_scope=row.repeat_scope,
            step=row.step_minutes,
            buffer_before=row.buffer_before_minutes,
            buffer_after=row.buffer_after_minutes,
            room_buffer_before=row.room_buffer_before_minutes,
            room_buffer_after=row.room_buffer_after_minutes,
            room_kind_id=row.room_kind_id,
            equipment_kind_ids=tuple(sorted(equipment.get(row.id, ()))),
            seats=row.seats,
            fasting=row.fasting,
            earliest_start=row.earliest_start,
            latest_start=row.latest_start,
            referral_required=row.referral_required,
            min_age=row.min_age,
            max_age=row.max_age,
            online_booking=row.online_booking,
            notice_minutes=row.notice_minutes,
            horizon_days=row.horizon_days,
            change_notice_minutes=row.change_notice_minutes,
            has_preparation=bool(row.preparation_ru or row.preparation_en),
        )
        for row in rows
    ]


def _usual_visits(
    services: Mapping[UUID, Service], roles: Mapping[UUID, tuple[Role, ...]], consultations: frozenset[UUID]
) -> dict[UUID, UUID]:
    """What is booked when only the doctor is chosen: a usual visit of a speciality, else the shortest service."""
    usual: dict[UUID, Service] = {}
    for service_id, giving in roles.items():
        service = services.get(service_id)
        if service is None or not service.online_booking or service.referral_required:
            continue
        for role in giving:
            known = usual.get(role.practitioner_id)
            if known is None or _usualness(service, consultations) < _usualness(known, consultations):
                usual[role.practitioner_id] = service
    return {practitioner_id: service.id for practitioner_id, service in usual.items()}


def _usualness(service: Service, consultations: frozenset[UUID]) -> tuple[bool, int, UUID]:
    return service.id not in consultations, service.duration, service.id


def _location(branch: Branch) -> Location:
    place = Place(
        float(branch.latitude) if branch.latitude is not None else None,
        float(branch.longitude) if branch.longitude is not None else None,
    )
    return Location(branch.id, zone_named(branch.time_zone), place, branch.mis_system)


def _posts() -> list[Role]:
    """Active posts in the order of the doctors' names."""
    services = _grouped(PractitionerRole.services.through, "practitionerrole_id", "healthcareservice_id")
    rows = PractitionerRole.objects.filter(active=True, practitioner__active=True, location__active=True)
    ordered = rows.order_by("practitioner__family_ru", "practitioner__given_ru", "pk")
    return [
        Role(
            practitioner_id=row.practitioner_id,
            location_id=row.location_id,
            service_ids=frozenset(services.get(row.id, ())),
            from_mis=row.hours_source == HoursSource.MIS,
            min_age=row.min_age,
            max_age=row.max_age,
            online_booking=row.online_booking,
            rank=rank,
        )
        for rank, row in enumerate(ordered)
    ]


def _by_service(posts: Iterable[Role]) -> dict[UUID, tuple[Role, ...]]:
    giving: dict[UUID, list[Role]] = defaultdict(list)
    for role in posts:
        for service_id in role.service_ids:
            giving[service_id].append(role)
    return _frozen(giving)


def _by_doctor(posts: Iterable[Role]) -> dict[UUID, tuple[Role, ...]]:
    held: dict[UUID, list[Role]] = defaultdict(list)
    for role in posts:
        held[role.practitioner_id].append(role)
    return _frozen(held)


def _units(rows: Any) -> tuple[dict[tuple[UUID, UUID], tuple[UUID, ...]], dict[UUID, UUID]]:
    by_kind: dict[tuple[UUID, UUID], list[UUID]] = defaultdict(list)
    kinds: dict[UUID, UUID] = {}
    for key, location_id, kind_id in rows.filter(active=True).values_list("id", "location_id", "kind_id"):
        by_kind[location_id, kind_id].append(key)
        kinds[key] = kind_id
    return {key: tuple(units) for key, units in by_kind.items()}, kinds


def _terms() -> dict[UUID, tuple[Terms, ...]]:
    by_service: dict[UUID, list[Terms]] = defaultdict(list)
    for row in ServiceTerms.objects.all():
        by_service[row.service_id].append(
            Terms(
                location_id=row.location_id,
                practitioner_id=row.practitioner_id,
                visit_type=row.visit_type,
                price=row.price,
                currency=row.currency,
                duration=row.duration_minutes,
                room_kind_id=row.room_kind_id,
                valid_from=row.valid_from,
                valid_until=row.valid_until,
            )
        )
    return {
        key: tuple(sorted(rows, key=lambda row: row.weight, reverse=True)) for key, rows in by_service.items()
    }


def _grouped(through: Any, owner: str, member: str) -> dict[UUID, set[UUID]]:
    groups: dict[UUID, set[UUID]] = defaultdict(set)
    for owner_id, member_id in through.objects.values_list(owner, member):
        groups[owner_id].add(member_id)
    return groups


# --- Loading hours ------------------------------------------------------------------------------------------


def load_hours(location_ids: list[UUID], loaded: Clinic) -> dict[UUID, BranchHours]:
    rules = _rules(location_ids)
    extra, closed = _exceptions(location_ids)
    return {
        key: BranchHours(
            zone=loaded.locations[key].zone,
            rules=_frozen(rules[key]),
            extra=_frozen(extra[key]),
            closed=_merged(closed[None], closed[key]),
        )
        for key in location_ids
        if key in loaded.locations
    }


def _rules(location_ids: list[UUID]) -> dict[UUID, _Lists]:
    services = _limited_services(HoursRule.services.through, "hoursrule_id")
    found: dict[UUID, _Lists] = defaultdict(lambda: defaultdict(list))
    rows = HoursRule.objects.filter(location__in=location_ids).exclude(practitioner=None)
    for row in rows.order_by("start_time", "pk"):
        rule = WeeklyRule(
            weekday=row.weekday,
            start_time=row.start_time,
            end_time=row.end_time,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            room_id=row.room_id,
            services=services.get(row.id),
            modality=row.modality,
            step=row.step_minutes,
        )
        found[row.location_id][row.practitioner_id].append(rule)
    return found


def _exceptions(location_ids: list[UUID]) -> tuple[dict[UUID, _Lists], dict[UUID | None, _Lists]]:
    """Extra hours by branch and doctor, closures likewise; a closure at every branch stands under None."""
    services = _limited_services(HoursException.services.through, "hoursexception_id")
    extra: dict[UUID, _Lists] = defaultdict(lambda: defaultdict(list))
    closed: dict[UUID | None, _Lists] = defaultdict(lambda: defaultdict(list))
    rows = HoursException.objects.filter(Q(location__in=location_ids) | Q(location=None))
    for row in rows.order_by("start_date", "start_time", "pk"):
        exception = DayException(
            is_extra=row.kind == ExceptionKind.EXTRA,
            start_date=row.start_date,
            end_date=row.end_date,
            start_time=row.start_time,
            end_time=row.end_time,
            room_id=row.room_id,
            services=services.get(row.id),
            modality=row.modality,
            step=row.step_minutes,
            closes_branch=row.practitioner_id is None,
        )
        (extra if exception.is_extra else closed)[row.location_id][row.practitioner_id].append(exception)
    return extra, closed


def _limited_services(through: Any, owner: str) -> dict[UUID, frozenset[UUID]]:
    return {
        key: frozenset(services) for key, services in _grouped(through, owner, "healthcareservice_id").items()
    }


def _frozen(lists: _Lists) -> dict[Any, tuple[Any, ...]]:
    return {key: tuple(rows) for key, rows in lists.items()}


def _merged(*parts: _Lists) -> dict[Any, tuple[Any, ...]]:
    keys = {key for part in parts for key in part}
    return {key: tuple(row for part in parts for row in part.get(key, ())) for key in keys}
