"""What is done with people. Each use case is one transaction, audited within."""

from people.services.consents import (
    current_consent_text,
    give_consent,
    publish_consent_text,
    require_consent,
    valid_consents,
    withdraw_consent,
)
from people.services.enrolment import Enrolment, enrol_totp
from people.services.registration import (
    add_identifier,
    change_contacts,
    correct_contacts,
    open_patient_record,
    patient_by_identifier,
    register_child,
    register_patient,
)
from people.services.representation import grant_representation, patients_of, revoke_representation
from people.services.trail import accesses_to

__all__ = [
    "Enrolment",
    "accesses_to",
    "add_identifier",
    "change_contacts",
    "correct_contacts",
    "current_consent_text",
    "enrol_totp",
    "give_consent",
    "grant_representation",
    "open_patient_record",
    "patient_by_identifier",
    "patients_of",
    "publish_consent_text",
    "register_child",
    "register_patient",
    "require_consent",
    "revoke_representation",
    "valid_consents",
    "withdraw_consent",
]
