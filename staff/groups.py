"""Who of the staff may do what. Editors of the site are staff too, and none of this is theirs."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from people.models import User

FRONT_DESK = "Front desk"
DOCTORS = "Doctors"
#: Permissions by group, as `app.codename`. A doctor answers for the visits that are theirs; the desk for all.
PERMISSIONS = {
    FRONT_DESK: (
        "booking.view_appointment",
        "booking.change_appointment",
        "booking.add_appointment",
        "booking.add_block",
    ),
    DOCTORS: ("booking.view_appointment",),
}


def create_groups(**kwargs: Any) -> None:
    """After each migration: the groups exist with these permissions. What an administrator added stays."""
    for name, wanted in PERMISSIONS.items():
        group, _ = Group.objects.get_or_create(name=name)
        codenames = [permission.split(".")[1] for permission in wanted]
        group.permissions.add(
            *Permission.objects.filter(content_type__app_label="booking", codename__in=codenames)
        )


def is_front_desk(user: User) -> bool:
    return user.has_perm("booking.change_appointment")


def is_doctor(user: User) -> bool:
    return user.has_perm("booking.view_appointment") and hasattr(user, "practitioner")


def front_desk_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    return _only(is_front_desk, view)


def doctors_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    return _only(is_doctor, view)


def clinical_staff_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The desk or a doctor; which doctor may see which visit, the view decides."""
    return _only(lambda user: is_front_desk(user) or is_doctor(user), view)


def _only(may: Callable[[User], bool], view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # 404, not 403: an account without the right need not learn what is here.
        if not isinstance(request.user, User) or not may(request.user):
            raise Http404
        response = view(request, *args, **kwargs)
        # The desk's computer is shared: signed out, the back button shows nobody's name.
        add_never_cache_headers(response)
        return response

    return guarded
