"""The address a request came from, as the one proxy we trust tells it."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The peer, or the value of `CLIENT_ADDRESS_HEADER` when a proxy of ours stands in front.

    The proxy overwrites that header with its own peer (deploy/), so it holds exactly one address. A list, as a
    client could send it, is not believed.
    """
    header = settings.CLIENT_ADDRESS_HEADER
    value = request.META.get(header, "") if header else ""
    if value and "," not in value:
        return value.strip()
    return request.META.get("REMOTE_ADDR", "")
