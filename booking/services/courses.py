"""Recurring courses: the same visit at the same time of day, planned around closed days and booked as one."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from hashlib import blake2b
from typing import NamedTuple

from booking.attempts import in_one_transaction
from booking.clock import occurrences
from booking.codes import Audience, Channel
from booking.errors import BookingError, ChangeRefused, NoFreeTime, NonexistentTime, error_of
from booking.lifecycle import resources_of
from booking.locks import lock
from booking.models import Appointment, Course, CourseSkip, HealthcareService, Location, Practitioner
from booking.offers import Offer
from booking.search import TimeQuery
from booking.services.booking import book_all
from booking.services.changing import audience_of, cancel
from booking.services.finding import find_times
from booking.services.holding import hold_all
from booking.services.validating import why_not
from people import audit
from people.access import Access
from people.codes import ConsentMeans
from people.models import ConsentText, Patient

#: A course that meets a closed fortnight still comes to its end; one that meets more is not planned.
MOST_SKIPPED = 14


@dataclass(frozen=True, slots=True)
class SkippedDay:
    """A day of the course without a visit, with the code of the error that says why."""

    date: date
    reason_code: str


@dataclass(frozen=True, slots=True)
class CoursePlan:
    """The visits of a course, one doctor for all, and the days that had to be left out."""

    service: HealthcareService
    location: Location
    practitioner: Practitioner
    every_days: int
    first_day: date
    time: time
    visits: tuple[Offer, ...]
    skipped: tuple[SkippedDay, ...]

    @property
    def mark(self) -> str:
        """Tells one plan from another: what was looked at is what is booked."""
        told = "|".join(offer.token for offer in self.visits)
        return blake2b(told.encode(), digest_size=16).hexdigest()


def plan_course(
    *,
    service: HealthcareService,
    location: Location,
    visits: int,
    first_day: date,
    time: time,
    now: datetime,
    every_days: int = 1,
    practitioner: Practitioner | None = None,
    patient: Patient | None = None,
    birth_date: date | None = None,
    audience: str = Audience.PATIENT,
) -> CoursePlan:
    """A visit every so many days at this time on the branch's clocks; what is closed or taken is skipped and told.

    Without a practitioner the one who can give the most of the visits gives them all. Raises NoFreeTime when more than
    a fortnight of days would have to be skipped, the refusal where no time can be had at all, ValueError for less than
    one visit or day.
    """
    if visits < 1 or every_days < 1:
        raise ValueError("A course has at least one visit, and at least a day between two.")
    days = [first_day + timedelta(days=every_days * number) for number in range(visits + MOST_SKIPPED)]
    moments = {moment: day for day in days for moment in occurrences(day, time, location.zone)[:1]}
    if not moments:
        raise NoFreeTime
    query = TimeQuery(
        start=max(now, min(moments)) if audience == Audience.PATIENT else min(moments),
        end=max(moments) + timedelta(minutes=1),
        service_id=service.pk,
        location_ids=frozenset([location.pk]),
        practitioner_ids=frozenset([practitioner.pk] if practitioner else ()),
        patient_id=patient.pk if patient else None,
        birth_date=birth_date,
        audience=audience,
    )
    answer = find_times(query, now=now)
    if answer.refusal:
        raise error_of(answer.refusal)
    found = [offer for offer in answer.offers if offer.start in moments]
    if not found:
        raise NoFreeTime
    giver = Counter(offer.practitioner_id for offer in found).most_common(1)[0][0]
    by_day = {moments[offer.start]: offer for offer in found if offer.practitioner_id == giver}
    chosen = [by_day[day] for day in days if day in by_day][:visits]
    if len(chosen) < visits:
        raise NoFreeTime
    doctor = practitioner or Practitioner.objects.get(pk=giver)
    last = moments[chosen[-1].start]
    starts = {day: moment for moment, day in moments.items()}
    skipped = tuple(
        SkippedDay(day, _reason(starts.get(day), doctor, query, now))
        for day in days
        if day < last and day not in by_day
    )
    return CoursePlan(service, location, doctor, every_days, first_day, time, tuple(chosen), skipped)


@in_one_transaction
def book_course(
    *,
    access: Access,
    plan: CoursePlan,
    patient: Patient,
    now: datetime,
    channel: str = Channel.WEB,
    comment: str = "",
    consent: ConsentText | None = None,
    consent_how: str = ConsentMeans.SIGNED_IN_FORM,
    preparation_acknowledged: bool = False,
) -> Course:
    """Book every visit of the plan, or none. Raises a TimeRefused when one of its times has gone meanwhile."""
    audience = audience_of(access)
    hold = hold_all(
        keys=[replace(offer.key, audience=audience) for offer in plan.visits],
        now=now,
        patient=patient,
        audience=audience,
        channel=channel,
    )
    course = Course.objects.create(
        patient=patient,
        service=plan.service,
        practitioner=plan.practitioner,
        location=plan.location,
        visits=len(plan.visits),
        every_days=plan.every_days,
        first_day=plan.first_day,
        time=plan.time,
        created_by=access.actor,
        created_at=now,
    )
    CourseSkip.objects.bulk_create(
        CourseSkip(course=course, date=day.date, reason_code=day.reason_code) for day in plan.skipped
    )
    book_all(
        access=access,
        hold=hold,
        patient=patient,
        now=now,
        comment=comment,
        consent=consent,
        consent_how=consent_how,
        preparation_acknowledged=preparation_acknowledged,
        course=course,
    )
    detail = {"visits": len(plan.visits), "skipped": len(plan.skipped)}
    audit.record(access.for_patient(patient), "course.booked", course, patient_id=patient.pk, detail=detail)
    return course


class CourseEnd(NamedTuple):
    """What became of a course: its visits that are cancelled now, and those for which it was too late, with why."""

    cancelled: list[Appointment]
    kept: list[tuple[Appointment, BookingError]]


@in_one_transaction
def cancel_course(*, access: Access, course: Course, reason: str, now: datetime) -> CourseEnd:
    """Cancel the visits that are still to come. One that is too late to cancel stays, and is told: unlike a program,
    a course is worth something without its last visits.

    Cancelling twice changes nothing. Raises ValueError for an unknown reason, or one that is not the patient's to give.
    """
    visits = list(course.appointments.open().select_related("service").order_by("start"))
    # All at once and in one order: visit by visit, two courses would wait for each other.
    lock(resource for visit in visits for resource in resources_of(visit))
    end = CourseEnd([], [])
    for visit in visits:
        try:
            end.cancelled.append(cancel(access=access, appointment=visit, reason=reason, now=now))
        except ChangeRefused as error:
            end.kept.append((visit, error))
    if end.cancelled:
        audit.record(
            access.for_patient(course.patient),
            "course.cancelled",
            course,
            patient_id=course.patient_id,
            detail={"reason": reason, "visits": len(end.cancelled), "kept": len(end.kept)},
        )
    return end


def _reason(moment: datetime | None, doctor: Practitioner, query: TimeQuery, now: datetime) -> str:
    """Why the doctor has no visit at this moment; None is a time that the clocks skip on that day."""
    if moment is None:
        return NonexistentTime.code
    exact = replace(query, start=moment, practitioner_ids=frozenset([doctor.pk]))
    return why_not(exact, now=now).code
