"""Whose cabinet is open, and adding a child."""

from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cabinet.forms.person import ChildForm
from cabinet.mount import patient_url
from cabinet.navigation import cabinet_page
from cabinet.person import choose_person, current_person, family_of, full_names, own_account, signed_in
from people.access import Access
from people.codes import ConsentKind, Purpose
from people.services import current_consent_text, register_child


@signed_in
def family(request: HttpRequest) -> HttpResponse:
    people = family_of(request)
    names = full_names(request, people)
    current = current_person(request)
    return cabinet_page(
        request,
        "cabinet/family.html",
        section="family",
        people=[
            {"id": one.pk, "name": names[one.pk], "is_you": one is people[0], "is_shown": one == current}
            for one in people
        ],
    )


@require_POST
@signed_in
def switch(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Show another person's pages from now on, and go back to where the need arose."""
    choose_person(request, patient_id)
    back = _safe(request, request.POST.get("next", ""))
    return HttpResponseRedirect(back or patient_url(request, "cabinet:home"))


@require_http_methods(["GET", "POST"])
@signed_in
def child(request: HttpRequest) -> HttpResponse:
    """Add a child the account's owner represents. Afterwards back to where the need arose."""
    back = _safe(request, request.POST.get("next") or request.GET.get("next", ""))
    text = current_consent_text(ConsentKind.REGISTRATION, get_language() or settings.LANGUAGE_CODE)
    form = ChildForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return cabinet_page(
            request,
            "cabinet/child.html",
            section="family",
            status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK,
            form=form,
            consent_text=text,
            next=back,
        )
    told = {name: value for name, value in form.cleaned_data.items() if name != "agreed"}
    patient = register_child(
        access=Access.of_request(request, purpose=Purpose.PATIENT_REQUEST),
        guardian=own_account(request),
        text=text,
        now=timezone.now(),
        **told,
    )
    del request._family  # type: ignore[attr-defined]
    choose_person(request, patient.pk)
    messages.success(request, _("The child is added. You see their cabinet now."))
    return HttpResponseRedirect(back or patient_url(request, "cabinet:home"))


def _safe(request: HttpRequest, address: str) -> str:
    """An address within this site, or nothing."""
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if address and is_ours else ""
