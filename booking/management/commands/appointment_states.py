"""Writes the states of an appointment as documentation: `manage.py appointment_states > docs/appointment-states.md`."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import override

from booking.codes import AppointmentStatus
from booking.transitions import ALWAYS, TRANSITIONS, mermaid


class Command(BaseCommand):
    help = "Print the states of an appointment and the ways between them, as Markdown with a Mermaid diagram"
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(document())


@override("en")
def document() -> str:
    rows = [
        f"| `{state}` | {AppointmentStatus(state).label} | {', '.join(f'`{t}`' for t in sorted(targets)) or 'none'} |"
        for state, targets in TRANSITIONS.items()
    ]
    return "\n".join(
        [
            "# States of an appointment",
            "",
            "Made by `manage.py appointment_states` from `booking/transitions.py`. Codes are FHIR R4's.",
            f"Every state but itself may also become `{ALWAYS}`.",
            "",
            "```mermaid",
            mermaid(),
            "```",
            "",
            "| state | on the page | may become |",
            "| --- | --- | --- |",
            *rows,
        ]
    )
