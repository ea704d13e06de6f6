"""What can be wrong with a file and with one entry of it. Texts are for the integrator's terminal, in
English.
"""


class FhirImportError(Exception):
    """Base of this package's errors."""


class Unreadable(FhirImportError):
    """The file as a whole cannot be used: not there, not JSON, not FHIR."""


class Refused(FhirImportError):
    """One entry cannot be used; the rest of the file can."""

    def __init__(self, reason: str, path: str = "") -> None:
        self.reason = reason
        self.path = path
        super().__init__(f"{path} {reason}" if path else reason)
