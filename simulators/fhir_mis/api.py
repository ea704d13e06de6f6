"""FHIR R4's REST interactions over the store: read, search, create, conditional create, update."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from simulators.fhir_mis import scheduling, timetable
from simulators.fhir_mis.outcome import Fault, Resource, invalid
from simulators.fhir_mis.search import PARAMETERS
from simulators.fhir_mis.store import Store

PAGE_SIZE, LARGEST_PAGE = 100, 500
JSON_TYPES = ("application/fhir+json", "application/json", "text/json")


@dataclass(frozen=True)
class Request:
    """`path` is below the base address; header names are lower case."""

    method: str
    path: str
    query: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True)
class Answer:
    status: int
    resource: Resource | None = None
    headers: dict[str, str] = field(default_factory=dict)


class Api:
    def __init__(self, store: Store, *, base_url: str, token: str = "") -> None:
        self.store = store
        self.base_url = base_url
        self.token = token

    def answer(self, request: Request) -> Answer:
        try:
            return self.dispatch(request)
        except Fault as fault:
            return Answer(fault.status, fault.outcome())

    def dispatch(self, request: Request) -> Answer:
        if self.token and request.headers.get("authorization") != f"Bearer {self.token}":
            raise Fault(401, "login", "A bearer token is required")
        parts = [part for part in request.path.split("/") if part]
        if parts and parts[0] in ("Slot", "Schedule", "Appointment"):
            timetable.extend(self.store, now=datetime.now(UTC))
        match request.method, parts:
            case "GET", ["metadata"]:
                return Answer(200, self.capabilities())
            case "GET", [resource_type]:
                return self.search(known(resource_type), parse_qsl(request.query))
            case "POST", [resource_type, "_search"]:
                form = parse_qsl(request.body.decode(errors="replace"))
                return self.search(known(resource_type), parse_qsl(request.query) + form)
            case "GET", [resource_type, id_]:
                return self.read(known(resource_type), id_, request)
            case "POST", [resource_type]:
                return self.create(known(resource_type), request)
            case "PUT", [resource_type, id_]:
                return self.update(known(resource_type), id_, request)
        raise Fault(405, "not-supported", f"{request.method} is not answered at this address")

    def read(self, resource_type: str, id_: str, request: Request) -> Answer:
        resource = self.store.get(resource_type, id_)
        if request.headers.get("if-none-match") == etag(resource):
            return Answer(304, headers=version_headers(resource))
        return Answer(200, resource, version_headers(resource))

    def search(self, resource_type: str, parameters: list[tuple[str, str]]) -> Answer:
        control = {name: value for name, value in parameters if name in ("_count", "_offset", "_include")}
        asked = [(name, value) for name, value in parameters if name not in (*control, "_format")]
        count = min(number(control, "_count", PAGE_SIZE), LARGEST_PAGE)
        offset = number(control, "_offset", 0)
        found = self.store.matching(resource_type, asked, count=count + 1, offset=offset)
        page = found[:count]
        entries = [self.entry(resource, "match") for resource in page]
        entries += [
            self.entry(resource, "include") for resource in self.included(page, control.get("_include"))
        ]
        links = [{"relation": "self", "url": self.link(resource_type, asked, count, offset)}]
        if len(found) > count:
            links.append({"relation": "next", "url": self.link(resource_type, asked, count, offset + count)})
        return Answer(200, {"resourceType": "Bundle", "type": "searchset", "link": links, "entry": entries})

    def included(self, page: list[Resource], include: str | None) -> list[Resource]:
        if include is None:
            return []
        if include != "Slot:schedule":
            raise Fault(400, "not-supported", f"_include={include} is not supported")
        references = sorted({slot["schedule"]["reference"] for slot in page})
        return [schedule for schedule in map(self.store.by_reference, references) if schedule]

    def create(self, resource_type: str, request: Request) -> Answer:
        resource = parsed(resource_type, request)
        resource.pop("id", None)
        with self.store.transaction():
            if "if-none-exist" in request.headers:
                earlier = self.store.matching(resource_type, parse_qsl(request.headers["if-none-exist"]))
                if len(earlier) > 1:
                    raise Fault(412, "multiple-matches", "If-None-Exist fits more than one resource")
                if earlier:
                    return Answer(200, earlier[0], version_headers(earlier[0]))
            if resource_type == "Appointment":
                stored = scheduling.create(self.store, resource, now=datetime.now(UTC))
            else:
                stored = self.store.save(resource)
        location = f"{self.base_url}/{resource_type}/{stored['id']}/_history/{stored['meta']['versionId']}"
        return Answer(201, stored, {**version_headers(stored), "Location": location})

    def update(self, resource_type: str, id_: str, request: Request) -> Answer:
        resource = parsed(resource_type, request)
        if resource.get("id") != id_:
            raise Fault(400, "invalid", "The resource bears another id than the address")
        with self.store.transaction():
            earlier = self.store.get(resource_type, id_)
            expected = request.headers.get("if-match")
            if expected is not None and expected != etag(earlier):
                raise Fault(412, "conflict", f"The resource is at version {etag(earlier)}")
            if resource_type == "Appointment":
                stored = scheduling.update(self.store, earlier, resource)
            else:
                stored = self.store.save(resource)
        return Answer(200, stored, version_headers(stored))

    def entry(self, resource: Resource, mode: str) -> Resource:
        url = f"{self.base_url}/{resource['resourceType']}/{resource['id']}"
        return {"fullUrl": url, "resource": resource, "search": {"mode": mode}}

    def link(self, resource_type: str, parameters: list[tuple[str, str]], count: int, offset: int) -> str:
        query = urlencode([*parameters, ("_count", str(count)), ("_offset", str(offset))])
        return f"{self.base_url}/{resource_type}?{query}"

    def capabilities(self) -> Resource:
        return {
            "resourceType": "CapabilityStatement",
            "status": "active",
            "date": "2026-01-01",
            "kind": "instance",
            "fhirVersion": "4.0.1",
            "format": ["json"],
            "software": {"name": "Simulated MIS"},
            "implementation": {"description": "Invented clinic, no real patients", "url": self.base_url},
            "rest": [{"mode": "server", "resource": [resource_capabilities(name) for name in PARAMETERS]}],
        }


def resource_capabilities(resource_type: str) -> Resource:
    return {
        "type": resource_type,
        "versioning": "versioned-update",
        "conditionalCreate": True,
        "updateCreate": False,
        "interaction": [{"code": code} for code in ("read", "search-type", "create", "update")],
        "searchParam": [
            {"name": name, "type": kind} for name, (kind, _) in PARAMETERS[resource_type].items()
        ],
    }


def known(resource_type: str) -> str:
    if resource_type not in PARAMETERS:
        raise Fault(404, "not-supported", f"{resource_type!r} is not kept here")
    return resource_type


def parsed(resource_type: str, request: Request) -> Resource:
    content_type = request.headers.get("content-type", "").partition(";")[0].strip()
    if content_type not in JSON_TYPES:
        raise Fault(415, "not-supported", "Resources are sent as application/fhir+json")
    try:
        resource: Any = json.loads(request.body)
    except ValueError:
        raise Fault(400, "structure", "The body is not JSON") from None
    if not isinstance(resource, dict) or resource.get("resourceType") != resource_type:
        raise invalid(f"The body is not a {resource_type}")
    return resource


def number(control: dict[str, str], name: str, default: int) -> int:
    text = control.get(name, str(default))
    if not text.isdigit():
        raise Fault(400, "invalid", f"{name} is a number")
    return int(text)


def etag(resource: Resource) -> str:
    return f'W/"{resource["meta"]["versionId"]}"'


def version_headers(resource: Resource) -> dict[str, str]:
    updated = datetime.fromisoformat(resource["meta"]["lastUpdated"])
    return {"ETag": etag(resource), "Last-Modified": updated.strftime("%a, %d %b %Y %H:%M:%S GMT")}
