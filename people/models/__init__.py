"""Who: accounts, patients, family access, consents, the trail, and the keys of their data."""

# DataKey first: the encrypted fields of the other models look it up.
from people.models.data_key import DataKey  # isort: skip
from people.models.account import User
from people.models.consent import Consent, ConsentText, ConsentWithdrawal
from people.models.patient import Patient, PatientIdentifier, RelatedPerson
from people.models.trail import AccessEvent, AuditEvent

__all__ = [
    "AccessEvent",
    "AuditEvent",
    "Consent",
    "ConsentText",
    "ConsentWithdrawal",
    "DataKey",
    "Patient",
    "PatientIdentifier",
    "RelatedPerson",
    "User",
]
