"""What the person has agreed to, word for word, and taking it back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cabinet.mount import patient_url
from cabinet.navigation import cabinet_page
from cabinet.person import access_for, family_of, shown_person, signed_in
from people.models import Consent
from people.services import withdraw_consent


@signed_in
def consents(request: HttpRequest) -> HttpResponse:
    person = shown_person(request)
    given = person.consents.select_related("text", "withdrawal").order_by("-given_at")
    return cabinet_page(request, "cabinet/consents.html", section="consents", consents=list(given))


@require_http_methods(["GET", "POST"])
@signed_in
def consent(request: HttpRequest, consent_id: UUID) -> HttpResponse:
    """The text that was agreed to. POST withdraws it."""
    found = (
        Consent.objects.filter(pk=consent_id, patient__in=family_of(request))
        .select_related("text", "withdrawal", "patient")
        .first()
    )
    if found is None:
        raise Http404
    if request.method == "POST":
        withdraw_consent(access=access_for(request, found.patient), consent=found)
        messages.success(request, _("The consent is withdrawn."))
        return HttpResponseRedirect(patient_url(request, "cabinet:consents"))
    return cabinet_page(request, "cabinet/consent.html", section="consents", consent=found)
