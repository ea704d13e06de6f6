"""Second decision: with whom, or with any doctor who is free soonest."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from booking.services import nearest_times
from cabinet import catalogue
from cabinet.choice import Choice
from cabinet.mount import patient_url
from cabinet.person import birth_date_of, current_person
from cabinet.presenters.doctors import doctor_rows, nearest_words, offer_url


def doctors(request: HttpRequest) -> HttpResponse:
    choice = Choice.of(request.GET.dict())
    if choice.service is None:
        return HttpResponseRedirect(patient_url(request, "booking:start"))
    giving = catalogue.doctors_giving(choice.service, choice.location)
    if len(giving) == 1:
        only = patient_url(
            request, "booking:times", query=choice.query(practitioner=giving[0].practitioner.pk)
        )
        return HttpResponseRedirect(only)
    now = timezone.now()
    person = current_person(request)
    nearest = nearest_times(
        now=now,
        practitioner_ids=[doctor.practitioner.pk for doctor in giving],
        service_id=choice.service.pk,
        location_ids=[choice.location.pk] if choice.location else [],
        modality=choice.modality,
        patient_id=person.pk if person else None,
        birth_date=birth_date_of(request, person, [choice.service.pk]),
    )
    soonest = min((offer for offer in nearest.values() if offer), key=lambda offer: offer.start, default=None)
    locations = {post.location_id: post.location for doctor in giving for post in doctor.posts}
    return render(
        request,
        "booking/doctors.html",
        {
            "choice": choice,
            "rows": doctor_rows(giving, nearest, choice, now=now),
            "any_url": patient_url(request, "booking:times", query=choice.query(practitioner=None)),
            "any_nearest": nearest_words(soonest, locations, now) if soonest else "",
            "any_branch": locations[soonest.location_id].name if soonest and len(locations) > 1 else "",
            "any_nearest_url": offer_url(soonest, choice) if soonest else "",
        },
    )
