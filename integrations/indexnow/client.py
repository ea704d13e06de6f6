"""IndexNow over HTTP: https://www.indexnow.org/documentation, read in November 2026. One endpoint tells all engines."""

from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlsplit

import httpx

from outbox.errors import Refused, Unavailable

ENDPOINT = "https://api.indexnow.org/indexnow"
TIMEOUT = httpx.Timeout(20, connect=5)

#: What each refusal means, for the operator.
REFUSALS = {
    400: "the request is not in the form IndexNow expects",
    403: "IndexNow did not find the key at the key's address",
    422: "some addresses do not belong to the host, or the key does not fit",
}


def announce(
    addresses: Sequence[str], *, key: str, key_location: str, transport: httpx.BaseTransport | None = None
) -> None:
    """Announces addresses of one host. 200 and 202 (the key is still being checked) mean the same to us.

    Raises Unavailable when the engines cannot answer now, Refused when they will never take this.
    """
    body = {
        "host": urlsplit(key_location).netloc,
        "key": key,
        "keyLocation": key_location,
        "urlList": list(addresses),
    }
    try:
        with httpx.Client(timeout=TIMEOUT, transport=transport) as http:
            answer = http.post(
                ENDPOINT, json=body, headers={"Content-Type": "application/json; charset=utf-8"}
            )
    except httpx.TransportError as error:
        raise Unavailable(f"IndexNow cannot be reached: {type(error).__name__}") from error
    if answer.status_code in (httpx.codes.OK, httpx.codes.ACCEPTED):
        return
    if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
        raise Unavailable("IndexNow asks for fewer requests", retry_after=_pause(answer))
    if answer.is_server_error:
        raise Unavailable(f"IndexNow answered {answer.status_code}")
    raise Refused(f"{answer.status_code}: {REFUSALS.get(answer.status_code, 'IndexNow refused')}")


def _pause(answer: httpx.Response) -> timedelta | None:
    seconds = answer.headers.get("Retry-After", "")
    return timedelta(seconds=int(seconds)) if seconds.isdigit() else None
