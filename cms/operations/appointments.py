"""Appointments on their road to the information system. Who comes is not said."""

import datetime as dt
from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import permission_required
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView

from booking.models import Appointment, Location
from cms.editor.columns import MomentColumn
from cms.editor.menus import PermittedViewSet
from cms.operations.deliveries import described
from outbox.models import Delivery

PERMISSION = "booking.view_appointment"


class AppointmentFilterSet(WagtailFilterSet):
    location = django_filters.ModelMultipleChoiceFilter(label=_("Branch"), queryset=Location.objects.all())
    start = django_filters.DateFromToRangeFilter(label=_("Start"), widget=DateRangePickerWidget)

    class Meta:
        model = Appointment
        fields: ClassVar[list[str]] = ["status", "location", "modality", "start"]


def start_at_branch(appointment: Appointment) -> str:
    return f"{appointment.start.astimezone(appointment.location.zone):%d.%m.%Y %H:%M}"


class AppointmentIndexView(IndexView):
    any_permission_required: ClassVar[list[str]] = ["view"]
    page_title = _("Appointments")
    header_icon = "calendar-alt"
    filterset_class = AppointmentFilterSet
    default_ordering = "-created_at"
    is_searchable = True
    search_fields: ClassVar[list[str]] = [
        "external_id",
        "practitioner__family_ru",
        "practitioner__family_en",
        "service__name_ru",
        "service__name_en",
    ]
    paginate_by = 50
    columns: ClassVar[list[Any]] = [
        TitleColumn(
            "start",
            label=_("Start, branch time"),
            accessor=start_at_branch,
            url_name="operations_appointments:read",
            sort_key="start",
            width="14%",
        ),
        Column("practitioner", label=_("Doctor")),
        Column("service", label=_("Service")),
        Column("location", label=_("Branch")),
        Column("status", label=_("Status"), accessor="get_status_display", sort_key="status", width="12%"),
        Column(
            "external_id", label=_("Number in the outside system"), classname="clinic-number", width="14%"
        ),
        MomentColumn("created_at", label=_("Booked"), sort_key="created_at", width="11%"),
    ]

    def get_base_queryset(self) -> QuerySet[Appointment]:
        return Appointment.objects.select_related("practitioner", "service", "location").defer(
            "patient", "comment"
        )


@permission_required(PERMISSION)
def read(request: HttpRequest, pk: str) -> HttpResponse:
    """One appointment and everything that was said of it to anybody."""
    appointment = get_object_or_404(
        Appointment.objects.select_related("practitioner", "service", "location").defer("patient", "comment"),
        pk=pk,
    )
    said = Delivery.objects.filter(subject=str(appointment.pk)).order_by("-id")
    shown: list[tuple[Any, Any]] = [
        (_("Number"), appointment.pk),
        (_("Status"), appointment.get_status_display()),
        (_("Start, branch time"), start_at_branch(appointment)),
        (_("Takes"), _minutes(appointment.end - appointment.start)),
        (_("Doctor"), appointment.practitioner),
        (_("Service"), appointment.service),
        (_("Branch"), appointment.location),
        (_("Kind of visit"), appointment.get_modality_display()),
        (_("Number in the outside system"), appointment.external_id),
    ]
    context = {
        "page_title": _("Appointment"),
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("operations_appointments:index"), "label": _("Appointments")},
            {"url": "", "label": start_at_branch(appointment)},
        ],
        "rows": shown,
        "deliveries": [described(delivery) for delivery in said],
    }
    return render(request, "wagtailadmin/operations/appointment.html", context)


def _minutes(length: dt.timedelta) -> str:
    return str(_("%(count)s min")) % {"count": int(length.total_seconds() // 60)}


class AppointmentViewSet(PermittedViewSet):
    permission = PERMISSION
    icon = "calendar-alt"
    menu_label = _("Appointments")

    def get_urlpatterns(self) -> list[Any]:
        index = {"model": Appointment, "index_url_name": self.get_url_name("index")}
        results = self.get_url_name("index_results")
        return [
            path("", AppointmentIndexView.as_view(**index, index_results_url_name=results), name="index"),
            path(
                "results/",
                AppointmentIndexView.as_view(**index, index_results_url_name=results, results_only=True),
                name="index_results",
            ),
            path("<uuid:pk>/", read, name="read"),
        ]


appointments = AppointmentViewSet("operations_appointments", url_prefix="operations/appointments")
