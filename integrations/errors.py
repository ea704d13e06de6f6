"""How talk with an outside system fails. Clients raise; whoever called decides what follows.

IntegrationError
├── Unavailable            try again later                        (also booking.ports.SystemUnavailable)
│   ├── AuthFailed         our credentials are not accepted: the same for the patient, an alert for operators
│   └── RateLimited        carries how long the system wants to be left alone
├── UnknownOutcome         sent, but not answered: look it up before sending again
├── Refusal                the system said no; trying again will not help
│   ├── SlotTaken, SlotGone, DuplicateBooking
│   ├── PatientAmbiguous, ReferralInvalid, ValidationRejected
│   └── Unsupported
└── ProtocolError          an answer that this client cannot read

The texts are written here, never copied from an answer, so they may be kept and shown to operators.
"""

from datetime import timedelta
from typing import ClassVar

from booking.ports import SystemUnavailable


class IntegrationError(Exception):
    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class Unavailable(IntegrationError, SystemUnavailable):
    retry_after: timedelta | None = None


class AuthFailed(Unavailable):
    pass


class RateLimited(Unavailable):
    def __init__(self, detail: str, *, retry_after: timedelta | None) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class UnknownOutcome(IntegrationError):
    pass


class Refusal(IntegrationError):
    """`code` is what booking.reject() is told and the page explains."""

    code: ClassVar[str] = "refused"


class SlotTaken(Refusal):
    code = "slot-taken"


class SlotGone(Refusal):
    code = "slot-gone"


class DuplicateBooking(Refusal):
    code = "patient-busy"


class PatientAmbiguous(Refusal):
    code = "patient-ambiguous"


class ReferralInvalid(Refusal):
    code = "referral-unusable"


class ValidationRejected(Refusal):
    code = "validation-rejected"


class Unsupported(Refusal):
    code = "unsupported"


class ProtocolError(IntegrationError):
    pass
