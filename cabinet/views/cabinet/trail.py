"""Who looked at the person's record, when and why: the same rows that auditors read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from booking.models import Practitioner
from cabinet.navigation import cabinet_page
from cabinet.person import own_account, shown_person, signed_in
from people.codes import AccessAction, Purpose, Role
from people.models import AccessEvent
from people.services import accesses_to

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class Look:
    at: datetime
    who: str
    what: str
    why: str


@signed_in
def trail(request: HttpRequest) -> HttpResponse:
    person, account = shown_person(request), own_account(request)
    with_own = "own" in request.GET
    events = accesses_to(person)
    if not with_own:
        events = events.exclude(actor_id=account.pk)
    page = Paginator(events, PER_PAGE).get_page(request.GET.get("page"))
    return cabinet_page(
        request,
        "cabinet/trail.html",
        section="trail",
        looks=_looks(page.object_list, account.pk),
        page_obj=page,
        with_own=with_own,
    )


def _looks(events: Iterable[AccessEvent], own: UUID) -> list[Look]:
    rows = list(events)
    doctors = {
        doctor.user_id: doctor.name
        for doctor in Practitioner.objects.filter(
            user__in={event.actor_id for event in rows if event.actor_id}
        )
    }
    return [
        Look(
            at=event.at,
            who=_("You")
            if event.actor_id == own
            else doctors.get(event.actor_id) or _label(Role, event.actor_role),
            what=_label(AccessAction, event.action),
            why=_label(Purpose, event.purpose),
        )
        for event in rows
    ]


def _label(codes: type[Role] | type[AccessAction] | type[Purpose], value: str) -> str:
    """The words of a code; a code that this release no longer knows is shown as it is."""
    return str(codes(value).label) if value in codes.values else value
