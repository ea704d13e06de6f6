"""Whom a request is about: the account's own person, or one they may act for."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.http import Http404
from rest_framework.request import Request

from booking.services import birth_date_for
from people.access import Access
from people.codes import Purpose
from people.models import Patient, User
from people.services import patients_of

CHANNEL = "api"
PATIENT_PARAMETER = "patient"


def family_of(request: Request) -> list[Patient]:
    """Whom the account may act for, its own person first. Asked once per request."""
    known: list[Patient] | None = getattr(request, "_family", None)
    if known is None:
        account = request.user
        known = list(patients_of(account)) if isinstance(account, User) else []
        request._family = known  # type: ignore[attr-defined]
    return known


def person_of(request: Request, patient_id: UUID | None = None) -> Patient:
    """The named person, or the account's own.

    :raises Http404: somebody the account may not act for, the same as nobody; or an account that is
    nobody's yet.
    """
    for patient in family_of(request):
        if patient_id is None or patient.pk == patient_id:
            return patient
    raise Http404


def access_for(request: Request, patient: Patient, *, purpose: str = Purpose.PATIENT_REQUEST) -> Access:
    return Access.of_request(request._request, purpose=purpose, channel=CHANNEL).for_patient(patient)


def birth_date_of(
    request: Request, patient: Patient | None, service_ids: Collection[UUID], *, is_limited: bool = False
) -> date | None:
    """Of whoever the times are for, where they depend on it; `is_limited`: what is booked has limits of its own."""
    if patient is None:
        return None
    access = access_for(request, patient, purpose=Purpose.BOOKING)
    return birth_date_for(service_ids, patient=patient, access=access, is_limited=is_limited)
