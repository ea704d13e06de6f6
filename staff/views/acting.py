"""What the staff's views share: who acts, and where to go afterwards."""

from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from booking.errors import BookingError
from booking.models import Location, Practitioner
from people.access import Access
from people.codes import Purpose

CHANNEL = "desk"


def access_of(request: HttpRequest) -> Access:
    return Access.of_request(request, purpose=Purpose.BOOKING, channel=CHANNEL)


def branch_of(code: str) -> Location:
    return get_object_or_404(Location, code=code, active=True)


def doctor_of(practitioner_id: UUID) -> Practitioner:
    return get_object_or_404(Practitioner, pk=practitioner_id)


def day_of(text: str) -> date:
    """The day of an address; 404 for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Http404(f"{text!r} is no date") from error


def back(request: HttpRequest, fallback: str) -> HttpResponse:
    """To the page the form came from, if it is one of ours."""
    target = request.POST.get("next", "")
    own = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(target if target and own else fallback)


def why_address(location: Location, service_id: UUID, practitioner_id: UUID | None, day: date) -> str:
    """ "Why is nothing free?", asked already."""
    asked = {
        "location": location.pk,
        "service": service_id,
        "practitioner": practitioner_id or "",
        "day": day,
    }
    return f"{reverse('staff:why')}?{urlencode(asked)}"


def tell_refusal(request: HttpRequest, error: BookingError) -> None:
    messages.error(request, str(error))
