"""What is done with the patient's file. Reads open sealed values once per page, on record."""

from records.services.documents import document_file, documents_of, shown_documents
from records.services.fingerprint import content_fingerprint, fingerprint
from records.services.history import bills, medical_history, prescriptions
from records.services.intake import Result, Stored, known_records, store_records
from records.services.results import latest_results, report_lines, report_sheet, reports_of, trend

__all__ = [
    "Result",
    "Stored",
    "bills",
    "content_fingerprint",
    "document_file",
    "documents_of",
    "fingerprint",
    "known_records",
    "latest_results",
    "medical_history",
    "prescriptions",
    "report_lines",
    "report_sheet",
    "reports_of",
    "shown_documents",
    "store_records",
    "trend",
]
