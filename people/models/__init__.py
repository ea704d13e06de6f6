"""Who: accounts, patients, family access, consents, the trail, and the keys of their data."""

# DataKey first: the encrypted fields of the other models look it up.
from people.models.data_key import DataKey  # isort: skip
from people.models.account import User
from people.models.consent import Consent, ConsentText, ConsentWithdrawal
from people.models.patient import Patient, PatientIdentifier, RelatedPerson
from people.models.rate_counter import RateCounter
from people.models.second_factor import Authenticator, BackupCode, BackupCodeSheet
from people.models.trail import AccessEvent, AuditEvent

__all__ = [
    "AccessEvent",
    "AuditEvent",
    "Authenticator",
    "BackupCode",
    "BackupCodeSheet",
    "Consent",
    "ConsentText",
    "ConsentWithdrawal",
    "DataKey",
    "Patient",
    "PatientIdentifier",
    "RateCounter",
    "RelatedPerson",
    "User",
]
