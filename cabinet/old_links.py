"""Links lead here from search engines, letters and other people's pages, and outlive what they name."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cabinet import catalogue
from cabinet.choice import Choice


def tell_what_is_gone(request: HttpRequest, choice: Choice) -> None:
    """On the page that is shown next: what of the link leads nowhere, and so was left out."""
    names = {
        "service": _("the service"),
        "speciality": _("the speciality"),
        "practitioner": _("the doctor"),
        "location": _("the branch"),
        "program": _("the program"),
        "start": _("the time"),
        "day": _("the day"),
        "referral": _("the referral"),
    }
    if choice.unknown:
        gone = ", ".join(names[name] for name in choice.unknown)
        messages.warning(
            request,
            _("This link is out of date: it no longer leads to %(gone)s. Here is what can be booked.")
            % {"gone": gone},
        )


def with_usual_service(choice: Choice) -> Choice:
    """A link that names a doctor and a time, and not what for, means what one comes to this doctor for."""
    if choice.service is not None or choice.practitioner is None:
        return choice
    given = catalogue.services_of(choice.practitioner)
    usual = catalogue.usual_service(choice.practitioner, given)
    return replace(choice, service=usual or (given[0] if len(given) == 1 else None))
