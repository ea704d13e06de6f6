"""The day board, the doctor's own day, and the day on paper."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from booking.models import Location
from staff.board import Columns, day_board, today
from staff.doctor_day import doctor_day
from staff.forms import BoardChoice
from staff.groups import clinical_staff_only, doctors_only, front_desk_only, is_front_desk
from staff.views.acting import access_of, branch_of, day_of

#: The branch a member of the desk looked at last, so that tomorrow starts there.
BRANCH_COOKIE = "staff_branch"
BRANCH_COOKIE_SECONDS = 180 * 24 * 3600


@require_safe
@clinical_staff_only
def home(request: HttpRequest) -> HttpResponse:
    if not is_front_desk(request.user):  # type: ignore[arg-type]
        return HttpResponseRedirect(reverse("staff:my_day"))
    return _at_usual_branch(request, "staff:board_today")


@require_safe
@front_desk_only
def hours_home(request: HttpRequest) -> HttpResponse:
    return _at_usual_branch(request, "staff:hours")


@require_safe
@front_desk_only
def choose_board(request: HttpRequest) -> HttpResponse:
    form = BoardChoice(request.GET)
    if not form.is_valid():
        return HttpResponseRedirect(reverse("staff:home"))
    address = reverse(
        "staff:board", args=[form.cleaned_data["branch"].code, form.cleaned_data["day"].isoformat()]
    )
    return HttpResponseRedirect(f"{address}?by={form.cleaned_data['by'] or Columns.DOCTORS}")


@require_safe
@front_desk_only
def board_today(request: HttpRequest, branch: str) -> HttpResponse:
    return _board(request, branch_of(branch), None)


@require_safe
@front_desk_only
def board(request: HttpRequest, branch: str, day: str) -> HttpResponse:
    return _board(request, branch_of(branch), day)


@require_safe
@front_desk_only
def print_day(request: HttpRequest, branch: str, day: str) -> HttpResponse:
    """The paper list: what the desk works from when the power or the network fails."""
    now = timezone.now()
    shown = day_board(branch_of(branch), day_of(day), by=Columns.DOCTORS, access=access_of(request), now=now)
    return render(request, "staff/print_day.html", {"board": shown})


@require_safe
@doctors_only
def my_day(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    shown = doctor_day(request.user.practitioner, access=access_of(request), now=now)  # type: ignore[union-attr]
    return render(request, "staff/my_day.html", {"day": shown})


def _at_usual_branch(request: HttpRequest, view: str) -> HttpResponse:
    branches = Location.objects.filter(active=True)
    branch = branches.filter(code=request.COOKIES.get(BRANCH_COOKIE, "")).first() or branches.first()
    if branch is None:
        return render(request, "staff/no_branch.html")
    return HttpResponseRedirect(reverse(view, args=[branch.code]))


def _board(request: HttpRequest, location: Location, day: str | None) -> HttpResponse:
    now = timezone.now()
    by = Columns.ROOMS if request.GET.get("by") == Columns.ROOMS else Columns.DOCTORS
    shown = day_board(
        location, day_of(day) if day else today(location, now=now), by=by, access=access_of(request), now=now
    )
    branches = Location.objects.filter(active=True)
    response = render(request, "staff/board.html", {"board": shown, "branches": branches})
    response.set_cookie(
        BRANCH_COOKIE, location.code, BRANCH_COOKIE_SECONDS, httponly=True, samesite="Lax", path="/staff/"
    )
    return response
