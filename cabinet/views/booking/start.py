"""First decision: what for. A link that already says so goes straight on."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from booking.models import Practitioner
from cabinet import catalogue
from cabinet.choice import Choice
from cabinet.mount import patient_url
from cabinet.old_links import tell_what_is_gone
from cabinet.tickets import tickets_of


def start(request: HttpRequest) -> HttpResponse:
    choice = Choice.of(request.GET.dict())
    is_timed = choice.start is not None or choice.wall_clock
    if not is_timed:
        # Of a time the page that books it tells.
        tell_what_is_gone(request, choice)
    if choice.program is not None:
        query = {"location": choice.location.code if choice.location else None}
        return HttpResponseRedirect(patient_url(request, "booking:program", choice.program.code, query=query))
    if is_timed:
        return HttpResponseRedirect(patient_url(request, "booking:offer", query=request.GET.dict()))
    if choice.practitioner is not None and choice.service is None:
        return _services_of_doctor(request, choice, choice.practitioner)
    if choice.service is not None:
        step = "booking:times" if choice.practitioner or choice.location else "booking:doctors"
        return HttpResponseRedirect(patient_url(request, step, query=choice.query()))
    return _catalogue(request, choice)


def _catalogue(request: HttpRequest, choice: Choice) -> HttpResponse:
    services = catalogue.online_services(choice.location)
    text = request.GET.get("q", "").strip()
    return render(
        request,
        "booking/start.html",
        {
            "choice": choice,
            "text": text,
            "found": catalogue.matching(services, text) if text else [],
            "specialities": catalogue.specialities_of(services),
            "categories": catalogue.by_category(services),
            "programs": catalogue.programs(),
            "tickets": tickets_of(request),
        },
    )


def _services_of_doctor(request: HttpRequest, choice: Choice, doctor: Practitioner) -> HttpResponse:
    services = catalogue.services_of(doctor)
    usual = catalogue.usual_service(doctor, services) if "all" not in request.GET else None
    if usual is not None or len(services) == 1:
        only = usual or services[0]
        return HttpResponseRedirect(
            patient_url(request, "booking:times", query=choice.query(service=only.code))
        )
    return render(
        request, "booking/services.html", {"choice": choice, "categories": catalogue.by_category(services)}
    )
