"""Periodic jobs: when each ran, when it runs next, and what stopped it."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import permission_required
from wagtail.admin.ui.tables import Column, Table

from cms.editor.columns import MomentColumn
from cms.editor.menus import PermittedViewSet
from cms.presenters.durations import duration
from outbox.models import PeriodicRun

PERMISSION = "outbox.view_periodicrun"

#: What each of settings.PERIODIC_JOBS does; the setting's own name serves where nothing is said here.
NAMES = {
    "announce-changed-addresses": _("Tell search engines of changed pages"),
    "ask-for-reviews": _("Ask patients for reviews"),
    "check-links-of-pages": _("Look for broken links"),
    "check-rules-of-pages": _("Check pages against the rules of the clinic"),
    "check-structured-data": _("Check structured data"),
    "forget-answered-requests": _("Forget keys of answered requests"),
    "forget-booking-requests": _("Forget keys of booking requests"),
    "forget-enquiries": _("Delete old enquiries"),
    "forget-expired-counters": _("Forget rate limits that are over"),
    "forget-expired-sessions": _("Forget sessions that are over"),
    "forget-settled-messages": _("Delete old delivered messages"),
    "index-site-search": _("Renew the site search"),
    "mirror-all-free-times": _("Fetch free times of the whole horizon"),
    "mirror-near-free-times": _("Fetch free times of the next days"),
    "offer-freed-times": _("Offer freed times to those who wait"),
    "publish-scheduled-pages": _("Publish and withdraw pages on their day"),
    "remind-of-reviews": _("Remind of pages to review"),
    "sweep-expired-holds": _("Release times whose hold is over"),
}


@dataclass(frozen=True)
class Job:
    """A periodic job and its last run, which is empty while it has not run."""

    name: str
    every: str
    run: PeriodicRun

    @property
    def outcome(self) -> str:
        if self.run.finished_at is None:
            return str(_("has not run yet"))
        return self.run.last_error_class or str(_("went well"))


def all_jobs() -> list[Job]:
    """In alphabetical order, those that failed first."""
    runs = PeriodicRun.objects.in_bulk()
    found = [
        Job(
            name=str(NAMES.get(name, name)),
            every=_every(seconds),
            run=runs.get(name) or PeriodicRun(name=name),
        )
        for name, (_path, seconds) in settings.PERIODIC_JOBS.items()
    ]
    return sorted(found, key=lambda job: (not job.run.last_error_class, job.name))


def _every(seconds: int) -> str:
    return duration(seconds // 60) if seconds >= 60 else str(_("%(count)s s")) % {"count": seconds}


COLUMNS = [
    Column("name", label=_("Job")),
    Column("every", label=_("Every"), width="12%"),
    MomentColumn("finished_at", label=_("Last finished"), accessor="run.finished_at", width="16%"),
    Column("outcome", label=_("How it went"), width="18%"),
    MomentColumn("next_run_at", label=_("Next run"), accessor="run.next_run_at", width="16%"),
]


@permission_required(PERMISSION)
def index(request: HttpRequest) -> HttpResponse:
    title = _("Periodic jobs")
    context = {
        "page_title": title,
        "header_icon": "time",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": title},
        ],
        "table": Table(COLUMNS, all_jobs()),
    }
    return render(request, "wagtailadmin/operations/table.html", context)


class JobViewSet(PermittedViewSet):
    permission = PERMISSION
    icon = "time"
    menu_label = _("Periodic jobs")

    def get_urlpatterns(self) -> list[Any]:
        return [path("", index, name="index")]


jobs = JobViewSet("operations_jobs", url_prefix="operations/jobs")
