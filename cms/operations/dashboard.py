"""What an operator sees first: is anything stuck?"""

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from cms.operations.deliveries import PERMISSION
from cms.operations.systems import states
from outbox.models import Delivery, PeriodicRun


class OperationsPanel(Component):
    name = "operations"
    template_name = "wagtailadmin/home/operations.html"
    order = 250

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        systems = states()
        return {
            **super().get_context_data(parent_context),
            "stuck": Delivery.objects.parked().count(),
            "waiting": Delivery.objects.undelivered().count(),
            "silent": [system.name for system in systems if system.circuit.is_open],
            "failed": PeriodicRun.objects.exclude(last_error_class="").count(),
        }

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        if not (parent_context or {})["request"].user.has_perm(PERMISSION):
            return ""
        html: str = super().render_html(parent_context)
        return html
