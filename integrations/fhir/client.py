"""FHIR R4 over HTTP: read, search, conditional create, version-aware update. Knows nothing of the portal.

It never repeats a request by itself: whether something may be sent again is the caller's decision.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import httpx

from integrations.errors import (
    AuthFailed,
    ProtocolError,
    RateLimited,
    Unavailable,
    UnknownOutcome,
    ValidationRejected,
)
from integrations.exchanges import note
from integrations.fhir.excerpts import excerpt

Resource = dict[str, Any]
Parameters = Iterable[tuple[str, str]]

JSON = "application/fhir+json"
# A search over some weeks of a large branch; more means that a server's links go round in a circle.
MOST_PAGES = 1000


class Conflict(ValidationRejected):
    """409, 412 or 423: the state there is not what we thought. `reasons` are the codes of the outcome."""

    def __init__(self, detail: str, *, status: int, reasons: frozenset[str]) -> None:
        super().__init__(detail)
        self.status = status
        self.reasons = reasons


class FhirClient:
    def __init__(
        self,
        base_url: str,
        *,
        token: str = "",
        timeout_seconds: float = 8,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.timeout = httpx.Timeout(timeout_seconds, connect=3, pool=5)
        self.headers = {"Accept": JSON, **({"Authorization": f"Bearer {token}"} if token else {})}
        self.http = self.open()

    def open(self) -> httpx.Client:
        # A redirection is not followed: it would take names and the token to another place.
        return httpx.Client(timeout=self.timeout, headers=self.headers, follow_redirects=False)

    def close(self) -> None:
        self.http.close()
        self.http = self.open()

    # --- Reading ----------------------------------------------------------------------------------

    def read(self, reference: str) -> Resource | None:
        """The resource, or None where the server knows none (any more)."""
        answer = self.get(f"{self.base_url}/{reference}")
        return None if answer.status_code in (404, 410) else self.resource(answer)

    def search(self, resource_type: str, parameters: Parameters) -> Iterator[Resource]:
        """All matches, page by page; included resources are passed over."""
        answer = self.get(f"{self.base_url}/{resource_type}", tuple(parameters))
        for _ in range(MOST_PAGES):
            bundle = self.resource(answer)
            if bundle.get("resourceType") != "Bundle":
                raise ProtocolError(f"The search for {resource_type} was not answered with a Bundle")
            for entry in bundle.get("entry", []):
                if entry.get("search", {}).get("mode", "match") == "match" and "resource" in entry:
                    yield entry["resource"]
            following = next(
                (link for link in bundle.get("link", []) if link.get("relation") == "next"), None
            )
            if following is None:
                return
            answer = self.get(self.own_address(following.get("url", "")))
        raise ProtocolError(f"The search for {resource_type} has no last page")

    def own_address(self, url: str) -> str:
        """A server's link, which may lead to no other host: it would be given our token."""
        address = httpx.URL(self.base_url + "/").join(url)
        ours, theirs = urlsplit(self.base_url), urlsplit(str(address))
        if (ours.scheme, ours.netloc) != (theirs.scheme, theirs.netloc):
            raise ProtocolError("The next page is said to be on another host")
        return str(address)

    def get(self, url: str, parameters: tuple[tuple[str, str], ...] = ()) -> httpx.Response:
        try:
            answer = self.http.get(url, params=parameters or None)
        except httpx.TransportError as error:
            raise Unavailable(f"Not answered: {type(error).__name__}") from error
        self.tell(answer, None)
        if answer.status_code in (404, 410):
            return answer
        self.refuse_failure(answer)
        return answer

    # --- Writing ----------------------------------------------------------------------------------

    def create(
        self, resource: Resource, *, if_none_exist: str = "", request_id: str = ""
    ) -> tuple[Resource, bool]:
        """The resource as the server has it, and whether it is new. Raises UnknownOutcome when it may be there."""
        headers = {"If-None-Exist": if_none_exist} if if_none_exist else {}
        address = f"{self.base_url}/{resource['resourceType']}"
        answer = self.write("POST", address, resource, headers, request_id)
        return self.written(answer), answer.status_code == httpx.codes.CREATED

    def update(self, resource: Resource, *, if_match: str = "", request_id: str = "") -> Resource:
        """Raises Conflict when the version is not `if_match` any more, UnknownOutcome as `create` does."""
        headers = {"If-Match": if_match} if if_match else {}
        address = f"{self.base_url}/{resource['resourceType']}/{resource['id']}"
        return self.written(self.write("PUT", address, resource, headers, request_id))

    def write(
        self, method: str, url: str, resource: Resource, headers: dict[str, str], request_id: str
    ) -> httpx.Response:
        if request_id:
            headers["X-Request-Id"] = request_id
        headers |= {"Content-Type": JSON, "Prefer": "return=representation"}
        body = json.dumps(resource, ensure_ascii=False).encode()
        try:
            answer = self.http.request(method, url, content=body, headers=headers)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise Unavailable(f"Not reached: {type(error).__name__}") from error
        except httpx.TransportError as error:
            raise UnknownOutcome(f"Sent and not answered: {type(error).__name__}") from error
        self.tell(answer, resource)
        if answer.status_code in (500, 502, 504):
            raise UnknownOutcome(f"Answered {answer.status_code}: it may have been carried out")
        self.refuse_failure(answer)
        return answer

    def written(self, answer: httpx.Response) -> Resource:
        """What the server says it stored. An unreadable success is still one, so its outcome is to be looked up."""
        try:
            return self.resource(answer)
        except ProtocolError as error:
            raise UnknownOutcome("Carried out, but the answer cannot be read") from error

    # --- Answers ----------------------------------------------------------------------------------

    def refuse_failure(self, answer: httpx.Response) -> None:
        status = answer.status_code
        if answer.is_success:
            return
        if status in (401, 403):
            raise AuthFailed(f"Answered {status}: our credentials are not accepted")
        if status == 429:
            raise RateLimited("Answered 429: too many requests", retry_after=pause_asked_for(answer))
        if status in (409, 412, 423):
            raise Conflict(f"Answered {status}", status=status, reasons=reasons(answer))
        if 400 <= status < 500:
            codes = ", ".join(sorted(reasons(answer)))
            raise ValidationRejected(f"Answered {status} ({codes})" if codes else f"Answered {status}")
        if status >= 500:
            raise Unavailable(f"Answered {status}")
        raise ProtocolError(f"Answered {status}, which no request of ours expects")

    @staticmethod
    def resource(answer: httpx.Response) -> Resource:
        try:
            resource = answer.json()
        except ValueError as error:
            raise ProtocolError("The answer is not JSON") from error
        if not isinstance(resource, dict) or not isinstance(resource.get("resourceType"), str):
            raise ProtocolError("The answer is not a FHIR resource")
        return resource

    @staticmethod
    def tell(answer: httpx.Response, sent: Resource | None) -> None:
        request = answer.request
        asked = f"{request.method} {request.url.path}"
        note(
            request=f"{asked}\n{excerpt(sent)}" if sent else asked,
            answer=f"{answer.status_code}\n{excerpt(readable(answer))}",
        )


def readable(answer: httpx.Response) -> Any:
    try:
        return answer.json()
    except ValueError:
        return None


def reasons(answer: httpx.Response) -> frozenset[str]:
    """The codes of an OperationOutcome. Its texts are left alone: they may name a person."""
    outcome = readable(answer)
    issues = outcome.get("issue", []) if isinstance(outcome, dict) else []
    codes = {str(issue.get("code")) for issue in issues if issue.get("code")}
    codings = [coding for issue in issues for coding in issue.get("details", {}).get("coding", [])]
    return frozenset(codes | {str(coding.get("code")) for coding in codings if coding.get("code")})


def pause_asked_for(answer: httpx.Response) -> timedelta | None:
    """Retry-After: seconds or a date."""
    text = answer.headers.get("Retry-After", "")
    if text.isdigit():
        return timedelta(seconds=int(text))
    try:
        return max(parsedate_to_datetime(text) - datetime.now(UTC), timedelta())
    except ValueError:
        return None
