"""Third decision: when. One week at a time, rendered here; the script only saves a page load."""

from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from booking.errors import BookingError, ReferralRequired, ReferralUnusable
from booking.models import HealthcareService
from cabinet.choice import Choice
from cabinet.mount import patient_url
from cabinet.other_ways import other_ways
from cabinet.person import current_person
from cabinet.views.booking.referral import branches_that_know_referrals
from cabinet.weeks import find_week


def times(request: HttpRequest) -> HttpResponse:
    choice = Choice.of(request.GET.dict())
    if choice.service is None:
        return HttpResponseRedirect(patient_url(request, "booking:start"))
    now = timezone.now()
    patient = current_person(request)

    def link(day: date) -> str:
        return patient_url(request, "booking:times", query=choice.query(day=day.isoformat()))

    query = choice.times_query(now, now, patient_id=patient.pk if patient else None)
    found = find_week(query, choice.service, day=choice.day, link=link, now=now)
    return render(
        request,
        "booking/times.html",
        {
            "choice": choice,
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


def _referral_url(
    request: HttpRequest, choice: Choice, service: HealthcareService, refusal: BookingError | None
) -> str:
    """Where the number of a referral is told, if that is what is missing and somebody can look it up."""
    is_missing = isinstance(refusal, ReferralRequired | ReferralUnusable)
    if not is_missing or not branches_that_know_referrals(service).exists():
        return ""
    return patient_url(request, "booking:referral", query=choice.query(referral=None))
