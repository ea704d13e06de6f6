"""The pages of the demonstration itself: what was sent, and the switches of the simulated systems."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from demo import outages
from demo.models import SentMessage

LATEST = 60
REFRESH_SECONDS = 5
#: A mail brings its own styles, which no page of the portal may; it gets no scripts and no network either.
MAIL_POLICY = {"default-src": [NONE], "style-src": [UNSAFE_INLINE], "img-src": ["data:"]}

View = Callable[..., HttpResponse]


@never_cache
@require_GET
def sent_messages(request: HttpRequest) -> HttpResponse:
    """Newest first; `to` shows one phone or mailbox, `refresh` reads the page again every few seconds."""
    address = request.GET.get("to", "").strip()
    # A plus sign in an address typed by hand arrives as a space.
    found = (
        SentMessage.objects.filter(to__icontains=address.lstrip("+ "))
        if address
        else SentMessage.objects.all()
    )
    return render(
        request,
        "demo/messages.html",
        {
            "sent": found[:LATEST],
            "address": address,
            "refresh": REFRESH_SECONDS if "refresh" in request.GET else 0,
        },
    )


@require_GET
@csp_replace(MAIL_POLICY)  # type: ignore[arg-type]  # its types know no views with arguments in the address
def mail(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """The HTML part of a mail, as a mail program would show it."""
    message = get_object_or_404(SentMessage.objects.exclude(html=""), pk=message_id)
    return HttpResponse(message.html)


@require_GET
def calendar(request: HttpRequest, message_id: UUID) -> HttpResponse:
    message = get_object_or_404(SentMessage.objects.exclude(calendar=""), pk=message_id)
    answer = HttpResponse(message.calendar, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="visit.ics"'
    return answer


def for_staff(view: View) -> View:
    """The switches stop branches from working, so they are behind the second factor like all staff pages."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        if user.is_authenticated and user.is_staff and user.is_verified():
            return view(request, *args, **kwargs)
        return redirect_to_login(request.path, "two_factor:login")

    return guarded


@never_cache
@for_staff
@require_http_methods(["GET", "POST"])
def systems(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _switch(request)
    return render(request, "demo/systems.html", {"systems": outages.simulated_systems()})


def _switch(request: HttpRequest) -> HttpResponse:
    name = request.POST.get("system", "")
    acts = {
        "down": (outages.take_down, _("The system “%(name)s” is down.")),
        "up": (outages.bring_up, _("The system “%(name)s” is up again.")),
        "lose-answer": (outages.lose_next_answer, _("The next answer of “%(name)s” will be lost.")),
    }
    try:
        act, sentence = acts[request.POST.get("act", "")]
        act(name)
    except (KeyError, outages.NoSuchSystem) as error:
        raise Http404 from error
    messages.success(request, sentence % {"name": name})
    return redirect("demo:systems")
