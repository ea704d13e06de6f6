"""The outside systems: who answers, who does not, and how much waits for each."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import permission_required
from wagtail.admin.ui.tables import Column, Table, TitleColumn

from cms.editor.columns import MomentColumn
from cms.editor.menus import PermittedViewSet
from cms.operations.deliveries import waiting_by_system
from cms.operations.names import system_name
from outbox.codes import UNDELIVERED, DeliveryState
from outbox.models import Circuit, Delivery

PERMISSION = "outbox.view_circuit"


@dataclass(frozen=True)
class SystemState:
    """An outside system, the circuit breaker's view of it, and its queue."""

    code: str
    circuit: Circuit
    waiting: int
    stuck: int

    @property
    def name(self) -> str:
        return capfirst(system_name(self.code))

    @property
    def state(self) -> str:
        return str(_("does not answer") if self.circuit.is_open else _("answers"))

    @property
    def messages_url(self) -> str:
        return f"{reverse('operations_deliveries:index')}?{urlencode({'system': self.code})}"


def states() -> list[SystemState]:
    """Every system that a message was ever sent to; silent ones first."""
    circuits = {circuit.system: circuit for circuit in Circuit.objects.all()}
    waiting = waiting_by_system()
    written_to = Delivery.objects.exclude(system="").order_by().values_list("system", flat=True).distinct()
    found = [
        SystemState(
            code=code,
            circuit=circuits.get(code) or Circuit(system=code),
            waiting=sum(waiting.get(code, {}).get(state, 0) for state in UNDELIVERED),
            stuck=waiting.get(code, {}).get(DeliveryState.PARKED, 0),
        )
        for code in sorted({*circuits, *written_to})
    ]
    return sorted(found, key=lambda system: not system.circuit.is_open)


COLUMNS = [
    TitleColumn("name", label=_("Outside system"), get_url=lambda system: system.messages_url),
    Column("state", label=_("State")),
    MomentColumn("opened_at", label=_("Down since"), accessor="circuit.opened_at"),
    Column("failures", label=_("Failures in a row"), accessor="circuit.failures"),
    MomentColumn("next_probe_at", label=_("Next probe"), accessor="circuit.next_probe_at"),
    Column("waiting", label=_("Waiting messages")),
    Column("stuck", label=_("Need an operator")),
]


@permission_required(PERMISSION)
def index(request: HttpRequest) -> HttpResponse:
    title = _("Outside systems")
    context = {
        "page_title": title,
        "header_icon": "globe",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": title},
        ],
        "table": Table(COLUMNS, states()),
        "nothing": _("No message has been sent to anybody yet."),
    }
    return render(request, "wagtailadmin/operations/table.html", context)


class SystemViewSet(PermittedViewSet):
    permission = PERMISSION
    icon = "globe"
    menu_label = _("Outside systems")

    def get_urlpatterns(self) -> list[Any]:
        return [path("", index, name="index")]


systems = SystemViewSet("operations_systems", url_prefix="operations/systems")
