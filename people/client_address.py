"""The address a request came from, as the one proxy we trust tells it."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The peer, or the value of `CLIENT_ADDRESS_HEADER` when a proxy of ours stands in front.

    The proxy overwrites that header with the address of its own peer, so it holds exactly one. Anything else in it
    came from the client, who may write what they like, and is not believed.
    """
    told = request.META.get(settings.CLIENT_ADDRESS_HEADER, "") if settings.CLIENT_ADDRESS_HEADER else ""
    try:
        return str(ipaddress.ip_address(told.strip()))
    except ValueError:
        return str(request.META.get("REMOTE_ADDR", ""))


def address_group(address: str) -> str:
    """What one customer of a provider holds: an IPv4 address, or the /64 network of an IPv6 address."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network(f"{parsed}/64", strict=False))
