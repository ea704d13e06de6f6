"""Referrals that book: what a doctor has ordered and the patient has only to choose a time for."""

from django.http import HttpRequest
from django.utils import timezone

from booking.models import ServiceRequest
from cabinet.person import current_person


def tickets_of(request: HttpRequest) -> list[ServiceRequest]:
    """Usable referrals of the person whose pages are shown, the oldest first; none for visitors."""
    person = current_person(request)
    if person is None:
        return []
    usable = person.referrals.usable(timezone.localdate())
    return list(
        usable.select_related("service", "speciality__consultation", "requester").order_by("authored_on")
    )
