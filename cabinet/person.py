"""Whose pages are shown: the account's own person, or one they may act for."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.http import urlencode

from booking.services import birth_date_for
from people.access import Access, Opened, open_fields
from people.codes import Purpose
from people.models import Patient, User
from people.services import patients_of

#: Where the session keeps the choice. It is only a preference: every use asks `patients_of` again.
SESSION_KEY = "cabinet.person"


def account_of(request: HttpRequest) -> User | None:
    """The patient's account that is signed in. Staff have pages of their own and no cabinet."""
    user = request.user
    return user if isinstance(user, User) and not user.is_staff else None


def family_of(request: HttpRequest) -> list[Patient]:
    """Whom the account may act for, its own person first. Asked once per request."""
    known: list[Patient] | None = getattr(request, "_family", None)
    if known is None:
        account = account_of(request)
        known = list(patients_of(account)) if account else []
        request._family = known  # type: ignore[attr-defined]
    return known


def current_person(request: HttpRequest) -> Patient | None:
    family = family_of(request)
    chosen = request.session.get(SESSION_KEY)
    return next((patient for patient in family if str(patient.pk) == chosen), family[0] if family else None)


def shown_person(request: HttpRequest) -> Patient:
    """Whose pages are shown, where somebody is signed in (`signed_in`). Raises Http404 otherwise."""
    person = current_person(request)
    if person is None:
        raise Http404
    return person


def own_account(request: HttpRequest) -> User:
    """The account itself, where somebody is signed in (`signed_in`). Raises Http404 otherwise."""
    account = account_of(request)
    if account is None:
        raise Http404
    return account


def choose_person(request: HttpRequest, patient_id: UUID) -> Patient:
    """Raises Http404 for somebody the account may not act for, the same as for nobody."""
    patient = member(request, patient_id)
    request.session[SESSION_KEY] = str(patient.pk)
    return patient


def member(request: HttpRequest, patient_id: UUID | str) -> Patient:
    for patient in family_of(request):
        if str(patient.pk) == str(patient_id):
            return patient
    raise Http404


def access_for(request: HttpRequest, patient: Patient, *, purpose: str = Purpose.PATIENT_REQUEST) -> Access:
    return Access.of_request(request, purpose=purpose).for_patient(patient)


def birth_date_of(
    request: HttpRequest, patient: Patient | None, service_ids: Collection[UUID], *, is_limited: bool = False
) -> date | None:
    """Of whoever the times are for, where they depend on it; `is_limited`: what is booked has limits of its own."""
    if patient is None:
        return None
    access = access_for(request, patient, purpose=Purpose.BOOKING)
    return birth_date_for(service_ids, patient=patient, access=access, is_limited=is_limited)


def sign_in_address(request: HttpRequest, *, back_to: str | None = None) -> str:
    return f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back_to or request.get_full_path()})}"


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only for a patient who has told who they are; others are led there and come back."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if account_of(request) is None:
            return HttpResponseRedirect(sign_in_address(request))
        if not family_of(request):
            return HttpResponseRedirect(person_address(request.get_full_path()))
        return view(request, *args, **kwargs)

    return answer


def person_address(back_to: str) -> str:
    """Where a new account says whom it belongs to."""
    return f"{reverse('account_person')}?{urlencode({'next': back_to})}"


def full_names(request: HttpRequest, patients: Sequence[Patient]) -> dict[UUID, str]:
    opened = _open(request, patients, ("family", "given", "patronymic"))
    return {one.record.pk: " ".join(filter(None, (one.family, one.given, one.patronymic))) for one in opened}


def given_names(request: HttpRequest, patients: Sequence[Patient]) -> dict[UUID, str]:
    return {one.record.pk: one.given for one in _open(request, patients, ("given",))}


def _open(request: HttpRequest, patients: Iterable[Patient], fields: Sequence[str]) -> list[Opened]:
    """Every person with the access that fits: their own, or on somebody's behalf."""
    return [
        one for patient in patients for one in open_fields(access_for(request, patient), [patient], fields)
    ]
