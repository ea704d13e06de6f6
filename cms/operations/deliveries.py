"""Messages to outside systems: state, attempts, last error; sent again, or settled with a reason."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

import django_filters
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.auth import permission_required
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import HeaderButton

from booking.models import Appointment
from cms.editor.columns import MomentColumn
from cms.editor.menus import PermittedViewSet
from cms.operations.names import event_name, system_name
from outbox.codes import BLOCKING, UNDELIVERED, DeliveryState
from outbox.errors import NotRepairable
from outbox.models import Delivery
from outbox.services import drop, mark_delivered, reason_for_waiting, resend
from outbox.services.repair import REPAIRABLE

PERMISSION = "outbox.view_delivery"
REPAIR_PERMISSION = "outbox.change_delivery"


@dataclass(frozen=True)
class Described:
    """A delivery as lists and pages tell of it."""

    delivery: Delivery
    event: str
    system: str
    url: str

    @property
    def is_stuck(self) -> bool:
        return self.delivery.state == DeliveryState.PARKED


def described(delivery: Delivery) -> Described:
    return Described(
        delivery=delivery,
        event=capfirst(event_name(delivery.event)),
        system=system_name(delivery.system),
        url=reverse("operations_deliveries:read", args=[delivery.pk]),
    )


class NamedValuesFilter(django_filters.AllValuesFilter):
    """Chooses among the values that occur, each in its words."""

    def __init__(self, *, naming: Callable[[str], str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.naming = naming

    @property
    def field(self) -> Any:
        field = super().field
        field.choices = [
            (value, capfirst(self.naming(value)) if value else label) for value, label in field.choices
        ]
        return field


class DeliveryFilterSet(WagtailFilterSet):
    system = NamedValuesFilter(label=_("Outside system"), naming=system_name)
    event = NamedValuesFilter(label=_("Event"), naming=event_name)
    published_at = django_filters.DateFromToRangeFilter(label=_("Written"), widget=DateRangePickerWidget)

    class Meta:
        model = Delivery
        fields: ClassVar[list[str]] = ["state", "system", "event", "published_at"]


def next_attempt(delivery: Delivery) -> Any:
    return delivery.next_attempt_at if delivery.state in UNDELIVERED else None


class DeliveryIndexView(IndexView):
    any_permission_required: ClassVar[list[str]] = ["view"]
    page_title = _("Messages to outside systems")
    header_icon = "mail"
    filterset_class = DeliveryFilterSet
    default_ordering = "-id"
    is_searchable = True
    search_fields: ClassVar[list[str]] = ["subject", "operation_id", "last_error"]
    paginate_by = 50
    columns: ClassVar[list[Any]] = [
        TitleColumn(
            "event",
            label=_("Event"),
            accessor=lambda delivery: capfirst(event_name(delivery.event)),
            url_name="operations_deliveries:read",
        ),
        Column("system", label=_("To"), accessor=lambda delivery: system_name(delivery.system), width="14%"),
        StatusTagColumn(
            "state",
            label=_("State"),
            accessor="get_state_display",
            primary=lambda delivery: delivery.state == DeliveryState.PARKED,
            sort_key="state",
            width="12%",
        ),
        Column("attempts", label=_("Attempts"), sort_key="attempts", width="8%"),
        MomentColumn("attempted_at", label=_("Last attempt"), sort_key="attempted_at", width="12%"),
        MomentColumn("next_attempt_at", label=_("Next attempt"), accessor=next_attempt, width="12%"),
        Column(
            "last_error",
            label=_("Last error"),
            accessor=lambda delivery: delivery.last_error[:160],
            width="22%",
        ),
    ]

    @property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.request.user.has_perm(REPAIR_PERMISSION) or not Delivery.objects.parked().exists():
            return []
        return [
            HeaderButton(
                _("Send again what is stuck"),
                url=reverse("operations_deliveries:resend_parked"),
                icon_name="rotate",
            )
        ]

    def get_base_queryset(self) -> QuerySet[Delivery]:
        return Delivery.objects.defer("payload", "last_request", "last_answer")


class RepairForm(forms.Form):
    """What the operator does with one message. Sending it again needs no reason; ending it does."""

    RESEND, DELIVERED, DROP = "resend", "delivered", "drop"

    act = forms.ChoiceField(
        label=_("What to do"),
        choices=[
            (RESEND, _("Send it again at once, under the same number")),
            (DELIVERED, _("Do not send: the outside system holds it already")),
            (DROP, _("Drop it: it will never be sent")),
        ],
        widget=forms.RadioSelect,
        initial=RESEND,
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=500, required=False, help_text=_("It is kept with the message.")
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("act") != self.RESEND and not cleaned.get("reason", "").strip():
            raise ValidationError({"reason": _("Say why: whoever looks at the visit later will ask.")})
        return cleaned

    def apply(self, delivery: Delivery, *, by: str) -> str:
        """Does it; the sentence for the operator.

        :raises NotRepairable: the message has moved on meanwhile.
        """
        now, reason = timezone.now(), self.cleaned_data["reason"]
        match self.cleaned_data["act"]:
            case self.RESEND:
                resend(delivery, by=by, now=now)
                return str(_("The message will be sent again at once, under the same number."))
            case self.DELIVERED:
                mark_delivered(delivery, by=by, reason=reason, now=now)
                return str(_("The message counts as delivered; later ones about the same subject go on."))
        drop(delivery, by=by, reason=reason, now=now)
        return str(_("The message is dropped; later ones about the same subject go on."))


@permission_required(PERMISSION)
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that is known of one message, and what can be done about it."""
    delivery = get_object_or_404(Delivery, pk=pk)
    may_repair = request.user.has_perm(REPAIR_PERMISSION)
    form = RepairForm(request.POST or None)
    if request.method == "POST" and may_repair and form.is_valid():
        try:
            messages.success(request, form.apply(delivery, by=str(request.user.pk)))
        except NotRepairable as error:
            messages.error(request, str(error))
        return HttpResponseRedirect(reverse("operations_deliveries:read", args=[pk]))
    told = described(delivery)
    context = {
        "page_title": told.event,
        "breadcrumbs_items": _trail(told.event),
        "told": told,
        "delivery": delivery,
        "waits_because": reason_for_waiting(delivery, now=timezone.now()),
        "next_attempt_at": next_attempt(delivery),
        "appointment": _appointment(delivery),
        "may_repair": may_repair and delivery.state in (*REPAIRABLE, DeliveryState.DROPPED),
        "form": form,
    }
    return render(request, "wagtailadmin/operations/delivery.html", context)


def _appointment(delivery: Delivery) -> Appointment | None:
    """The visit that the message is about, if it is about one."""
    try:
        key = UUID(str(delivery.payload.get("appointment")))
    except ValueError:
        return None
    return Appointment.objects.filter(pk=key).only("pk").first()


def _trail(here: str) -> list[dict[str, Any]]:
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("operations_deliveries:index"), "label": _("Messages to outside systems")},
        {"url": "", "label": here},
    ]


class SystemsForm(forms.Form):
    """Which systems' stuck messages are sent again."""

    systems = forms.MultipleChoiceField(label=_("To"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, stuck: dict[str, int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(system, f"{capfirst(system_name(system))}: {count}") for system, count in stuck.items()]
        self.fields["systems"].choices = choices  # type: ignore[attr-defined]
        self.fields["systems"].initial = list(stuck)


@permission_required(REPAIR_PERMISSION)
def resend_parked(request: HttpRequest) -> HttpResponse:
    """After an outage: everything that waits for an operator goes again, in the order in which it was written."""
    parked = Delivery.objects.parked().order_by()
    stuck = dict(parked.values_list("system").annotate(count=Count("pk")).order_by("system"))
    form = SystemsForm(stuck, request.POST or None)
    if request.method == "POST" and form.is_valid():
        by, now, sent = str(request.user.pk), timezone.now(), 0
        for delivery in parked.filter(system__in=form.cleaned_data["systems"]).order_by("id"):
            try:
                resend(delivery, by=by, now=now)
            except NotRepairable:
                # Another operator was quicker with this one.
                continue
            sent += 1
        told = ngettext("%(count)s message is sent again.", "%(count)s messages are sent again.", sent) % {
            "count": sent
        }
        messages.success(request, told)
        return HttpResponseRedirect(reverse("operations_deliveries:index"))
    title = _("Send again what is stuck")
    context = {"page_title": title, "breadcrumbs_items": _trail(str(title)), "form": form, "stuck": stuck}
    return render(request, "wagtailadmin/operations/resend.html", context)


def waiting_by_system() -> dict[str, dict[str, int]]:
    """Per system, how many messages wait in each state. One query."""
    rows = (
        Delivery.objects.filter(state__in=BLOCKING)
        .order_by()
        .values_list("system", "state")
        .annotate(count=Count("pk"))
    )
    found: dict[str, dict[str, int]] = {}
    for system, state, count in rows:
        found.setdefault(system, {})[state] = count
    return found


class DeliveryViewSet(PermittedViewSet):
    permission = PERMISSION
    icon = "mail"
    menu_label = _("Messages")

    def get_urlpatterns(self) -> list[Any]:
        index = {"model": Delivery, "index_url_name": self.get_url_name("index")}
        results = self.get_url_name("index_results")
        return [
            path("", DeliveryIndexView.as_view(**index, index_results_url_name=results), name="index"),
            path(
                "results/",
                DeliveryIndexView.as_view(**index, index_results_url_name=results, results_only=True),
                name="index_results",
            ),
            path("resend/", resend_parked, name="resend_parked"),
            path("<int:pk>/", read, name="read"),
        ]


deliveries = DeliveryViewSet("operations_deliveries", url_prefix="operations/deliveries")
