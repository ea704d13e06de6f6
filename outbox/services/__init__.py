"""The outbox's acts. Everything here is called inside or outside a transaction as its docstring says."""

from outbox.services.circuits import open_circuits, system_answered, system_failed
from outbox.services.delivery import deliver_due, due_systems
from outbox.services.periodic import due_jobs, run_job
from outbox.services.publishing import publish
from outbox.services.repair import drop, mark_delivered, reason_for_waiting, resend
from outbox.services.retention import forget_settled

__all__ = [
    "deliver_due",
    "drop",
    "due_jobs",
    "due_systems",
    "forget_settled",
    "mark_delivered",
    "open_circuits",
    "publish",
    "reason_for_waiting",
    "resend",
    "run_job",
    "system_answered",
    "system_failed",
]
