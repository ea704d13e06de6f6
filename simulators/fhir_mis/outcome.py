"""Answers that are not what was asked for: FHIR OperationOutcome with an HTTP status."""

from typing import Any

Resource = dict[str, Any]


class Fault(Exception):
    """Ends the request with this status. `code` is FHIR R4's issue-type, `reason` this server's own."""

    def __init__(self, status: int, code: str, text: str, *, reason: str = "") -> None:
        super().__init__(text)
        self.status = status
        self.code = code
        self.text = text
        self.reason = reason

    def outcome(self) -> Resource:
        issue: Resource = {"severity": "error", "code": self.code, "diagnostics": self.text}
        if self.reason:
            issue["details"] = {"coding": [{"system": "urn:fhir-mis:reason", "code": self.reason}]}
        return {"resourceType": "OperationOutcome", "issue": [issue]}


def invalid(text: str) -> Fault:
    return Fault(422, "invalid", text)


def unknown(resource_type: str, id_: str) -> Fault:
    return Fault(404, "not-found", f"{resource_type}/{id_} is not known here")


def conflict(text: str, *, reason: str) -> Fault:
    return Fault(409, "conflict", text, reason=reason)
