"""The patient's file. Every model belongs to one patient, and what it says of them is sealed with their
key.
"""

from records.models.documents import DocumentContent, DocumentReference
from records.models.encounters import Encounter
from records.models.invoices import Invoice, InvoiceLine
from records.models.results import DiagnosticReport, Observation, ReportResult
from records.models.sources import ExternalRecord, PreviousVersion
from records.models.treatment import Condition, Immunization, MedicationRequest

__all__ = [
    "Condition",
    "DiagnosticReport",
    "DocumentContent",
    "DocumentReference",
    "Encounter",
    "ExternalRecord",
    "Immunization",
    "Invoice",
    "InvoiceLine",
    "MedicationRequest",
    "Observation",
    "PreviousVersion",
    "ReportResult",
]
