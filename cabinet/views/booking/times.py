"""Third decision: when. One week at a time, rendered here; the script only saves a page load."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from booking.errors import BookingError, ReferralRequired, ReferralUnusable, TooOld, TooYoung
from booking.models import HealthcareService, Practitioner
from cabinet import catalogue, words
from cabinet.choice import Choice
from cabinet.mount import patient_url
from cabinet.other_ways import other_ways
from cabinet.person import birth_date_of, current_person, family_of, full_names
from cabinet.presenters.doctors import ages
from cabinet.views.booking.referral import branches_that_know_referrals
from cabinet.weeks import find_week
from people.models import Patient


def times(request: HttpRequest) -> HttpResponse:
    choice = Choice.of(request.GET.dict())
    if choice.service is None:
        return HttpResponseRedirect(patient_url(request, "booking:start"))
    now = timezone.now()
    patient = current_person(request)

    def link(day: date) -> str:
        return patient_url(request, "booking:times", query=choice.query(day=day.isoformat()))

    query = choice.times_query(
        now,
        now,
        patient_id=patient.pk if patient else None,
        birth_date=birth_date_of(request, patient, [choice.service.pk]),
    )
    found = find_week(query, choice.service, day=choice.day, link=link, now=now)
    return render(
        request,
        "booking/times.html",
        {
            "choice": choice,
            "ages": _ages(choice.service, choice.practitioner),
            "relatives": _relatives(request, patient, found.refusal),
            "week": found.week,
            "refusal": found.refusal,
            "branches": found.branches,
            "is_last_week": found.is_last,
            "other_ways": [] if found.week.count else other_ways(choice, query, now=now),
            "action": patient_url(request, "booking:hold"),
            "waitlist_url": patient_url(request, "cabinet:join", query=choice.query()),
            "referral_url": _referral_url(request, choice, choice.service, found.refusal),
        },
    )


def _relatives(
    request: HttpRequest, patient: Patient | None, refusal: BookingError | None
) -> list[tuple[UUID, str]] | None:
    """Who else of the family the visit may be for, where it is not for this person's age. None: it is not the age."""
    if patient is None or not isinstance(refusal, TooYoung | TooOld):
        return None
    others = [one for one in family_of(request) if one != patient]
    return list(full_names(request, others).items())


def _ages(service: HealthcareService, practitioner: Practitioner | None) -> str:
    """For whom the visit is: who is not signed in must not learn it last."""
    own = words.age_limits(service.min_age, service.max_age)
    if own or practitioner is None:
        return own
    return next((ages(one) for one in catalogue.doctors_giving(service, practitioner=practitioner)), "")


def _referral_url(
    request: HttpRequest, choice: Choice, service: HealthcareService, refusal: BookingError | None
) -> str:
    """Where the number of a referral is told, if that is what is missing and somebody can look it up."""
    is_missing = isinstance(refusal, ReferralRequired | ReferralUnusable)
    if not is_missing or not branches_that_know_referrals(service).exists():
        return ""
    return patient_url(request, "booking:referral", query=choice.query(referral=None))
