"""What operators see of a resource: its kind, state, times and references; never a name, contact or free text."""

import json
from typing import Any

SHOWN = ("resourceType", "id", "status", "start", "end")


def excerpt(resource: Any) -> str:
    if not isinstance(resource, dict):
        return "(not JSON)"
    shown: dict[str, Any] = {name: resource[name] for name in SHOWN if name in resource}
    match resource.get("resourceType"):
        case "Appointment":
            shown["identifier"] = [one.get("value") for one in resource.get("identifier", [])]
            shown["slot"] = [one.get("reference") for one in resource.get("slot", [])]
            shown["participant"] = [
                one.get("actor", {}).get("reference") for one in resource.get("participant", [])
            ]
        case "OperationOutcome":
            shown["issue"] = [
                {"code": issue.get("code"), "details": issue.get("details", {}).get("coding")}
                for issue in resource.get("issue", [])
            ]
        case "Bundle":
            shown["entries"] = len(resource.get("entry", []))
    return json.dumps(shown, ensure_ascii=False, indent=1)
