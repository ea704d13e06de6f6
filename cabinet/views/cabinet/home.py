"""The first page: what comes next, and what is new."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from booking.codes import ReviewStatus, WaitlistOfferStatus
from booking.models import WaitlistOffer
from cabinet import words
from cabinet.navigation import cabinet_page
from cabinet.person import shown_person, signed_in
from cabinet.presenters.visit import card_of, cards_of
from cabinet.tickets import tickets_of

SHOWN = 3


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    person = shown_person(request)
    upcoming = list(person.appointments.upcoming(timezone.now()).with_names()[: SHOWN + 1])
    offers = WaitlistOffer.objects.filter(
        entry__patient=person, status=WaitlistOfferStatus.OFFERED, expires_at__gt=timezone.now()
    ).select_related("location", "entry__service")
    return cabinet_page(
        request,
        "cabinet/home.html",
        section="home",
        next_visit=card_of(upcoming[0]) if upcoming else None,
        later=cards_of(upcoming[1:]),
        tickets=tickets_of(request),
        offered=[(one, words.moment_words(words.local(one.start, one.location))) for one in offers],
        asked=person.reviews.filter(status=ReviewStatus.ASKED).select_related("practitioner").first(),
    )
