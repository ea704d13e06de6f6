"""What an operator sees: appointments without their patients, and messages to outside systems with their fate.

Plain lists to look at: nothing here is edited. A message is sent again by its own button, through the outbox's service.
"""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.admin.filters import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import re_path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import permission_required
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup

from booking.models import Appointment, Location
from outbox.codes import DeliveryState
from outbox.errors import NotRepairable
from outbox.models import Circuit, Delivery, PeriodicRun
from outbox.services import drop, reason_for_waiting, resend
from outbox.services.repair import REPAIRABLE


class LookOnly(PermissionHelper):
    """Those with the view permission may look; nobody adds, changes or deletes here."""

    def user_can_list(self, user: Any) -> bool:
        return bool(user.has_perm(f"{self.opts.app_label}.view_{self.opts.model_name}"))

    def user_has_any_permissions(self, user: Any) -> bool:
        return self.user_can_list(user)

    def user_can_inspect_obj(self, user: Any, obj: Any) -> bool:
        return self.user_can_list(user)

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: Any) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: Any) -> bool:
        return False


class OperationsList(ModelAdmin):
    permission_helper_class = LookOnly
    inspect_view_enabled = True
    list_per_page = 50


class BranchFilter(SimpleListFilter):
    """Django's own filter for relations asks its admin site, which is not installed here."""

    title = _("branch")
    parameter_name = "branch"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(location.pk), location.name) for location in Location.objects.all()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Appointment]) -> QuerySet[Appointment]:
        branch = self.value()
        return queryset.filter(location_id=UUID(branch)) if branch else queryset


class AppointmentList(OperationsList):
    """Who comes is not said: the list is for questions about the road to the information system."""

    model = Appointment
    menu_icon = "calendar-alt"
    base_url_path = "operations/appointments"
    list_display = (
        "start_at_branch",
        "practitioner",
        "service",
        "location",
        "status",
        "external_id",
        "created_at",
    )
    list_filter = ("status", BranchFilter, "modality")
    list_select_related = ("practitioner", "service", "location")
    ordering = ("-start",)
    inspect_view_fields: ClassVar[list[str]] = [
        "id",
        "status",
        "start",
        "end",
        "practitioner",
        "service",
        "location",
        "modality",
        "visit_type",
        "external_id",
        "created_at",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Appointment]:
        queryset: QuerySet[Appointment] = super().get_queryset(request).defer("comment")
        return queryset

    def start_at_branch(self, appointment: Appointment) -> str:
        return f"{appointment.start.astimezone(appointment.location.zone):%d.%m.%Y %H:%M}"

    start_at_branch.short_description = _("Start, branch time")  # type: ignore[attr-defined]
    start_at_branch.admin_order_field = "start"  # type: ignore[attr-defined]


class DeliveryList(OperationsList):
    model = Delivery
    menu_icon = "mail"
    menu_label = _("Messages to outside systems")
    base_url_path = "operations/deliveries"
    list_display = (
        "event",
        "target",
        "system",
        "state",
        "attempts",
        "attempted_at",
        "next_attempt_at",
        "shown_error",
        "repair",
    )
    list_filter = ("state", "system", "event")
    search_fields = ("subject", "operation_id")
    ordering = ("-id",)
    inspect_view_fields: ClassVar[list[str]] = [
        "operation_id",
        "event",
        "subject",
        "payload",
        "subscriber",
        "system",
        "state",
        "waits_because",
        "attempts",
        "published_at",
        "attempted_at",
        "next_attempt_at",
        "give_up_at",
        "last_error_class",
        "last_error",
        "last_request",
        "last_answer",
        "settled_at",
        "settled_by",
        "settled_reason",
    ]

    def shown_error(self, delivery: Delivery) -> str:
        return delivery.last_error[:120]

    shown_error.short_description = _("Last error")  # type: ignore[attr-defined]

    def repair(self, delivery: Delivery) -> SafeString | str:
        if delivery.state not in (*REPAIRABLE, DeliveryState.DROPPED):
            return ""
        address = reverse("operations_repair", args=[delivery.pk])
        return format_html('<a class="button button-small" href="{}">{}</a>', address, _("Send again…"))

    repair.short_description = ""  # type: ignore[attr-defined]

    def waits_because(self, delivery: Delivery) -> str:
        return reason_for_waiting(delivery, now=timezone.now())

    waits_because.short_description = _("Why it waits")  # type: ignore[attr-defined]

    def get_admin_urls_for_registration(self) -> tuple[Any, ...]:
        repair = re_path(
            r"^operations/deliveries/(?P<pk>\d+)/repair/$", repair_delivery, name="operations_repair"
        )
        return (*super().get_admin_urls_for_registration(), repair)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=500, help_text=_("It is kept with the message."))


@permission_required("outbox.change_delivery")
def repair_delivery(request: HttpRequest, pk: str) -> HttpResponse:
    """Shows what is known of one message; sends it again, or drops it with a reason."""
    delivery = get_object_or_404(Delivery, pk=pk)
    form = ReasonForm(request.POST if request.POST.get("act") == "drop" else None)
    if request.method == "POST":
        by, now = str(request.user.pk), timezone.now()
        try:
            if request.POST.get("act") == "resend":
                resend(delivery, by=by, now=now)
                messages.success(request, _("The message will be sent again at once, under the same number."))
                return HttpResponseRedirect(DeliveryList().url_helper.index_url)
            if form.is_valid():
                drop(delivery, by=by, reason=form.cleaned_data["reason"], now=now)
                messages.success(
                    request, _("The message is dropped; later ones about the same subject go on.")
                )
                return HttpResponseRedirect(DeliveryList().url_helper.index_url)
        except NotRepairable as error:
            messages.error(request, str(error))
    context = {
        "delivery": delivery,
        "form": form,
        "waits_because": reason_for_waiting(delivery, now=timezone.now()),
    }
    return render(request, "wagtailadmin/operations/repair.html", context)


class CircuitList(OperationsList):
    model = Circuit
    menu_icon = "globe"
    base_url_path = "operations/systems"
    list_display = ("system", "failures", "opened_at", "next_probe_at")
    inspect_view_enabled = False


class PeriodicRunList(OperationsList):
    model = PeriodicRun
    menu_icon = "time"
    base_url_path = "operations/jobs"
    list_display = ("name", "finished_at", "next_run_at", "last_error_class")
    inspect_view_enabled = False


class OperationsGroup(ModelAdminGroup):
    menu_label = _("Operations")
    menu_icon = "cogs"
    menu_order = 800
    items = (AppointmentList, DeliveryList, CircuitList, PeriodicRunList)
