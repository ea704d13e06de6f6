"""Time out of sale, doctors who run late, and why a day has nothing to offer."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from booking import services
from booking.clock import day_span
from booking.codes import Audience
from booking.errors import BY_CODE, BookingError
from booking.models import Block, Practitioner
from booking.services import DayReport, TimeQuery
from booking.timeline import moment_of
from staff.board import today
from staff.forms import BlockForm, DelayForm, WhyForm
from staff.groups import front_desk_only
from staff.views.acting import access_of, back, branch_of, doctor_of, tell_refusal

#: Minutes a doctor is usually late by, each one press.
USUAL_DELAYS = (5, 10, 15, 20, 30, 45, 60)


@require_http_methods(["GET", "HEAD", "POST"])
@front_desk_only
def block(request: HttpRequest) -> HttpResponse:
    form = BlockForm(request.POST or None, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        resource_type, resource_id = form.resource
        start, end = form.span
        location = form.cleaned_data["location"]
        try:
            services.block_time(
                access=access_of(request),
                resource_type=resource_type,
                resource_id=resource_id,
                location=location,
                start=start,
                end=end,
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
            )
        except BookingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, gettext("The time is blocked."))
            return HttpResponseRedirect(
                reverse("staff:board", args=[location.code, form.cleaned_data["day"].isoformat()])
            )
    return render(request, "staff/block.html", {"form": form})


@require_POST
@front_desk_only
def unblock(request: HttpRequest, block_id: UUID) -> HttpResponse:
    blocked = get_object_or_404(Block, pk=block_id)
    services.release_block(access=access_of(request), block=blocked)
    messages.success(request, gettext("The time is on sale again."))
    return back(request, reverse("staff:home"))


@require_http_methods(["GET", "HEAD", "POST"])
@front_desk_only
def delay(request: HttpRequest, branch: str, practitioner_id: UUID) -> HttpResponse:
    """How late a doctor runs today; patients who wait see it."""
    location, doctor, now = branch_of(branch), doctor_of(practitioner_id), timezone.now()
    form = DelayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.note_delay(
            access=access_of(request),
            practitioner=doctor,
            location=location,
            on=today(location, now=now),
            minutes=form.cleaned_data["minutes"],
            now=now,
        )
        return HttpResponseRedirect(reverse("staff:board_today", args=[location.code]))
    context = {"form": form, "doctor": doctor, "usual": USUAL_DELAYS}
    return render(request, "staff/delay.html", context)


@dataclass(frozen=True, slots=True)
class Explanation:
    """One doctor's day in words: what was there, and what took it away, in the order of the search."""

    doctor: Practitioner
    hours_minutes: int
    offered: int
    removed: list[tuple[str, int]]

    @classmethod
    def of(cls, report: DayReport, doctor: Practitioner) -> "Explanation":
        removed = [(str(BY_CODE[code]()), count) for code, count in report.removed.items() if count]
        return cls(doctor, report.hours_minutes, report.offered, removed)


@require_safe
@front_desk_only
def why(request: HttpRequest) -> HttpResponse:
    form = WhyForm(request.GET or None)
    explanations: list[Explanation] | None = None
    if form.is_valid():
        location, doctor = form.cleaned_data["location"], form.cleaned_data["practitioner"]
        start, end = map(moment_of, day_span(location.zone, form.cleaned_data["day"]))
        query = TimeQuery(
            start=start,
            end=end,
            service_id=form.cleaned_data["service"].pk,
            practitioner_ids=frozenset([doctor.pk] if doctor else []),
            location_ids=frozenset([location.pk]),
            audience=Audience.PATIENT,
            explain=True,
        )
        answer = services.find_times(query, now=timezone.now())
        if answer.refusal:
            tell_refusal(request, BY_CODE[answer.refusal.code](**answer.refusal.values))
        doctors = Practitioner.objects.in_bulk({report.practitioner_id for report in answer.days})
        explanations = [Explanation.of(report, doctors[report.practitioner_id]) for report in answer.days]
    return render(request, "staff/why.html", {"form": form, "explanations": explanations})
