"""The first page: what comes next, and what is new."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from cabinet.navigation import cabinet_page
from cabinet.person import shown_person, signed_in
from cabinet.presenters.visit import card_of, cards_of
from cabinet.tickets import tickets_of

SHOWN = 3


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    person = shown_person(request)
    upcoming = list(person.appointments.upcoming(timezone.now()).with_names()[: SHOWN + 1])
    return cabinet_page(
        request,
        "cabinet/home.html",
        section="home",
        next_visit=card_of(upcoming[0]) if upcoming else None,
        later=cards_of(upcoming[1:]),
        tickets=tickets_of(request),
    )
