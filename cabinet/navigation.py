"""The places of the cabinet: all of them beside the page, the most used five under the thumb."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cabinet.mount import patient_url
from cabinet.person import current_person, family_of, given_names


@dataclass(frozen=True, slots=True)
class Place:
    name: str
    title: str | Promise
    icon: str
    is_tab: bool = False

    @property
    def url(self) -> str:
        # Signing in and out belongs to the account, which has addresses of its own.
        return (
            reverse("account_sessions")
            if self.name == "sessions"
            else patient_url(None, f"cabinet:{self.name}")
        )


PLACES = (
    Place("home", _("Overview"), "components/icons/home.svg", is_tab=True),
    Place("visits", _("Visits"), "components/icons/calendar.svg", is_tab=True),
    Place("results", _("Results"), "components/icons/results.svg", is_tab=True),
    Place("prescriptions", _("Prescriptions"), "components/icons/pill.svg"),
    Place("documents", _("Documents"), "components/icons/document.svg"),
    Place("history", _("Medical history"), "components/icons/heart.svg"),
    Place("invoices", _("Invoices"), "components/icons/wallet.svg"),
    Place("family", _("Family"), "components/icons/people.svg"),
    Place("profile", _("Profile"), "components/icons/person.svg", is_tab=True),
    Place("consents", _("Consents"), "components/icons/edit.svg"),
    Place("trail", _("Who looked at my record"), "components/icons/eye.svg"),
    Place("sessions", _("Sign-ins"), "components/icons/key.svg"),
)


def cabinet_page(
    request: HttpRequest, template: str, *, section: str, status: int = 200, **context: Any
) -> HttpResponse:
    """A page in the cabinet's frame. Of a relative's pages it says whose they are; of one's own that is plain."""
    person, family = current_person(request), family_of(request)
    relative = ""
    if person is not None and family and person.pk != family[0].pk:
        relative = given_names(request, [person])[person.pk]
    return render(
        request,
        template,
        {
            "section": section,
            "navigation": PLACES,
            "tabs": [place for place in PLACES if place.is_tab],
            "person": person,
            "relative": relative,
            **context,
        },
        status=status,
    )
