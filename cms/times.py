"""The small requests by which cached pages get their free times.

Each answers with a piece of HTML whose elements carry the ids of the places they belong into; `clinic-late` in the page
puts them there. A wrong query is answered with 400 and no words: only our own pages ask.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cms.presenters.clinic import clinic_of
from cms.presenters.links import booking_address
from cms.presenters.times import days_of_doctor, nearest_links, soonest_doctors

#: A list of doctors shows a dozen; more at once is nobody's page.
MOST_DOCTORS = 24
LANGUAGES = ("ru", "en")

View = Callable[..., HttpResponse]


def in_language(view: View) -> View:
    """Fragments live at one address for both languages; the page says which it speaks."""

    @require_safe
    @cache_control(public=True, max_age=15)
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = request.GET.get("language")
        if language not in LANGUAGES:
            return HttpResponseBadRequest()
        with translation.override(language):
            return view(request, *args, **kwargs)

    return answer


class ChosenForm(forms.Form):
    service = forms.UUIDField(required=False)
    location = forms.UUIDField(required=False)


class SoonestForm(forms.Form):
    speciality = forms.SlugField(required=False)
    branch = forms.SlugField(required=False)
    limit = forms.IntegerField(min_value=1, max_value=12)


@in_language
def nearest(request: HttpRequest) -> HttpResponse:
    """The nearest time of each doctor named by a `doctor` parameter."""
    try:
        doctors = [UUID(value) for value in request.GET.getlist("doctor")]
    except ValueError:
        return HttpResponseBadRequest()
    if not 0 < len(doctors) <= MOST_DOCTORS:
        return HttpResponseBadRequest()
    links = nearest_links(doctors, book_url=clinic_of(request).book_url, now=timezone.now())
    return render(request, "fragments/nearest.html", {"doctors": links.items()})


@in_language
def doctor(request: HttpRequest, practitioner_id: UUID) -> HttpResponse:
    """The next free days of one doctor, for one service and branch where they are given."""
    form = ChosenForm(request.GET)
    if not form.is_valid():
        return HttpResponseBadRequest()
    service_id, location_id = form.cleaned_data["service"], form.cleaned_data["location"]
    book_url = clinic_of(request).book_url
    service, days = days_of_doctor(
        practitioner_id, book_url=book_url, now=timezone.now(), service_id=service_id, location_id=location_id
    )
    context = {
        "practitioner_id": practitioner_id,
        "service": service,
        "days": days,
        "all_url": booking_address(
            book_url, practitioner=practitioner_id, service=service_id, location=location_id
        ),
    }
    return render(request, "fragments/doctor.html", context)


@in_language
def soonest(request: HttpRequest) -> HttpResponse:
    """Doctors of a speciality at a branch, those with the earliest time first."""
    form = SoonestForm(request.GET)
    if not form.is_valid():
        return HttpResponseBadRequest()
    asked = form.cleaned_data
    doctors = soonest_doctors(
        language=translation.get_language() or "",
        book_url=clinic_of(request).book_url,
        now=timezone.now(),
        **asked,
    )
    return render(request, "fragments/soonest.html", {"doctors": doctors, **asked})
