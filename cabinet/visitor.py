"""The visitor's own mark in their session: holds belong to it before anybody has signed in, and survive signing in."""

from secrets import token_urlsafe
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone

from booking.errors import NotYours
from booking.models import Hold
from booking.services import live_hold
from cabinet.person import member

_MARK = "cabinet.visitor"
_CHOICES = "cabinet.choices"
#: So many are remembered to say "choose again" where a hold is gone; a visitor keeps two at most at a time.
_CHOICES_KEPT = 8


def visitor_mark(request: HttpRequest) -> str:
    """The mark, made when it is first needed: a page that only shows something sets no cookie.

    The session's own key will not do, since signing in changes it.
    """
    mark: str | None = request.session.get(_MARK)
    if mark is None:
        mark = request.session[_MARK] = token_urlsafe(24)
    return mark


def own_hold(request: HttpRequest, hold_id: UUID) -> Hold:
    """A hold of this browser, or of a person the account may act for.

    Raises Http404 for somebody else's, HoldExpired for one that has run out.
    """
    owner = Hold.objects.filter(pk=hold_id).values_list("patient", flat=True).first()
    patient = member(request, owner) if owner else None
    try:
        return live_hold(
            hold_id, now=timezone.now(), session_key=request.session.get(_MARK, ""), patient=patient
        )
    except NotYours as error:
        raise Http404 from error


def remember_choice(request: HttpRequest, hold_id: UUID, query: dict[str, str]) -> None:
    """Keep the way back to the times of a hold, for when it has run out and is swept away."""
    choices: dict[str, dict[str, str]] = request.session.get(_CHOICES, {})
    choices[str(hold_id)] = query
    request.session[_CHOICES] = dict(list(choices.items())[-_CHOICES_KEPT:])


def remembered_choice(request: HttpRequest, hold_id: UUID) -> dict[str, str]:
    found: dict[str, str] = request.session.get(_CHOICES, {}).get(str(hold_id), {})
    return found
