"""The named patients' coming visits, booked the way a patient books: an offer, a hold, a consent, a booking."""

import datetime as dt
from zoneinfo import ZoneInfo

from booking.models import Location
from booking.offers import Offer
from booking.services import TimeQuery, book, find_times, hold
from demo.crowd import Principal, principals
from demo.identity import key
from demo.loading.people import patient_key
from demo.loading.results import ComingVisit, histories
from people.access import Access
from people.codes import ConsentKind, Purpose, Role
from people.models import Patient, User
from people.services import current_consent_text

#: A doctor who is away that day is looked for in the days after it.
PATIENCE_DAYS = 9


def load_coming_visits(*, today: dt.date, now: dt.datetime) -> None:
    by_code = {principal.code: principal for principal in principals()}
    for visit in histories().coming:
        principal = by_code[visit.patient]
        patient = Patient.objects.select_related("user").get(pk=patient_key(visit.patient))
        if patient.appointments.filter(service=key("service", visit.service)).upcoming(now).exists():
            continue
        offer = _offer(visit, patient, today, now)
        if offer is not None:
            _book(offer, principal, patient, now)


def _offer(visit: ComingVisit, patient: Patient, today: dt.date, now: dt.datetime) -> Offer | None:
    """The third free time of the day, so that the day still begins with free ones."""
    location = Location.objects.get(pk=key("location", visit.branch))
    start = dt.datetime.combine(
        today + dt.timedelta(days=visit.after), dt.time(0), ZoneInfo(location.time_zone)
    )
    query = TimeQuery(
        start=start,
        end=start + dt.timedelta(days=PATIENCE_DAYS),
        service_id=key("service", visit.service),
        practitioner_ids=frozenset({key("practitioner", visit.doctor)}),
        location_ids=frozenset({location.pk}),
        modality="in-person",
        patient_id=patient.pk,
        birth_date=_birth_date(visit.patient),
    )
    offers = find_times(query, now=now).offers
    return offers[min(2, len(offers) - 1)] if offers else None


def _birth_date(code: str) -> dt.date:
    return next(principal for principal in principals() if principal.code == code).birth_date


def _book(offer: Offer, principal: Principal, patient: Patient, now: dt.datetime) -> None:
    user = patient.user or _representative(principal)
    access = Access(actor=user, role=Role.PATIENT, purpose=Purpose.BOOKING, channel="web").for_patient(
        patient
    )
    held = hold(offer_token=offer.token, now=now, patient=patient, birth_date=principal.birth_date)
    book(
        access=access,
        hold=held,
        patient=patient,
        now=now,
        consent=current_consent_text(ConsentKind.APPOINTMENT, principal.language),
        preparation_acknowledged=True,
    )


def _representative(principal: Principal) -> User | None:
    return Patient.objects.get(pk=patient_key(principal.represented_by or "")).user
