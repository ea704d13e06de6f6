"""What is done with the patient's file. Reads open sealed values once per page, on record."""

from records.services.fingerprint import content_fingerprint, fingerprint
from records.services.intake import Result, Stored, known_records, store_records

__all__ = ["Result", "Stored", "content_fingerprint", "fingerprint", "known_records", "store_records"]
