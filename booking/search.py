"""The search for free times, on plain values: the one function that lists offers and the one that validates them.

`booking.services.find_times` loads the values and calls `search`. Each doctor's times are one integer; every
reason why a time cannot be had takes bits away from it (`booking.starts`), so "why is nothing free?" is answered
by the same steps.
"""

from collections.abc import Sequence
from operator import attrgetter
from uuid import UUID

from booking.clinic import Clinic, Role, Service
from booking.clock import local_day
from booking.queries import Circumstances, DayReport, PatientFacts, TimeQuery, TimeSearch
from booking.rules import PATIENT_LIMITS, STAFF_LIMITS, Refusal, check_age, check_open_bookings, first_refusal
from booking.starts import PostTimes, Question, asked_minutes

__all__ = [
    "Circumstances",
    "DayReport",
    "PatientFacts",
    "TimeQuery",
    "TimeSearch",
    "refuse",
    "roles_asked_for",
    "search",
    "service_asked_for",
]


def roles_asked_for(clinic: Clinic, query: TimeQuery) -> tuple[Role, ...]:
    """The posts whose times the query wants, before any rule."""
    service_id = service_asked_for(clinic, query)
    if service_id is None:
        return ()
    if query.practitioner_ids:
        posts = (role for doctor in query.practitioner_ids for role in clinic.posts.get(doctor, ()))
        giving = sorted((role for role in posts if service_id in role.service_ids), key=attrgetter("rank"))
    else:
        giving = list(clinic.roles.get(service_id, ()))
    return tuple(
        role
        for role in giving
        if (not query.location_ids or role.location_id in query.location_ids)
        and (role.online_booking or not query.for_patient)
    )


def service_asked_for(clinic: Clinic, query: TimeQuery) -> UUID | None:
    if query.service_id is None and query.speciality_id is not None:
        return clinic.consultations.get(query.speciality_id)
    return query.service_id


def search(clinic: Clinic, query: TimeQuery, circumstances: Circumstances) -> TimeSearch:
    """Offers in order of start; at one start, in the order of the clinic's posts."""
    service = clinic.services.get(service_asked_for(clinic, query) or UUID(int=0))
    if service is None or not service.active:
        return TimeSearch(refusal=Refusal("service-unavailable"))
    roles = roles_asked_for(clinic, query)
    if refusal := refuse(service, roles, query, circumstances.patient, clinic):
        return TimeSearch(refusal=refusal)
    question = Question(clinic, query, circumstances, service)
    answer = TimeSearch()
    for role in roles:
        if role.location_id in clinic.locations:
            times = PostTimes(question, role)
            answer.offers.extend(times.offers())
            if query.explain:
                answer.days.extend(times.report())
    answer.offers.sort(key=attrgetter("minute"))
    return answer


def refuse(
    service: Service,
    roles: Sequence[Role],
    query: TimeQuery,
    patient: PatientFacts,
    clinic: Clinic,
) -> Refusal | None:
    """Why no time at all can be had."""
    if query.for_patient and not service.online_booking:
        return Refusal("service-unavailable")
    if query.location_ids and not query.location_ids & clinic.locations.keys():
        return Refusal("branch-closed")
    if not roles:
        return Refusal("service-not-given")
    if query.override:
        return None
    limits = PATIENT_LIMITS if query.for_patient else STAFF_LIMITS
    if refusal := check_open_bookings(patient.open_bookings, limits):
        return refusal
    if service.referral_required and not patient.referrals.get(service.id):
        return Refusal("referral-unusable" if query.referral_id else "referral-required")
    by_post = [_check_age(service, role, query, clinic) for role in roles]
    return by_post[0] if all(by_post) else None


def _check_age(service: Service, role: Role, query: TimeQuery, clinic: Clinic) -> Refusal | None:
    """Whether the patient is too young or too old on every day asked for, for the service or for the doctor."""
    location = clinic.locations.get(role.location_id)
    if location is None or query.birth_date is None:
        return None
    first, last = asked_minutes(query)
    days = local_day(location.zone, first), local_day(location.zone, max(first, last - 1))
    return first_refusal(
        check_age(query.birth_date, *days, min_age=who.min_age, max_age=who.max_age)
        for who in (service, role)
    )
