"""What a resource is called and what a Reference points to, as (system, value) names. No database here.

FHIR has four ways to say which: an entry's `fullUrl`, `Type/id` on the sender's server, an absolute
address, and a business identifier. A resource keeps one name for good, by which it is recognised when it
comes again.
"""

import re
from uuid import UUID

from integrations.fhir_import.element import Element
from integrations.fhir_import.errors import Refused
from integrations.fhir_import.reading import Entry
from records.received import ExternalRef

#: RFC 3986, the system of identifiers that are URIs themselves.
URI_SYSTEM = "urn:ietf:rfc:3986"
#: The system of plain ids (`Patient/1`) when neither the file nor the operator names the sender.
DEFAULT_SOURCE = "urn:fhir:import"

_MAX_LENGTH = 200
_TYPE_AND_ID = re.compile(
    r"(?P<base>https?://.+/)?(?P<type>[A-Z][A-Za-z]+)/(?P<id>[A-Za-z0-9\-._]{1,64})(?:/_history/.*)?"
)
_CONDITIONAL = re.compile(r"(?P<type>[A-Z][A-Za-z]+)\?identifier=(?P<system>[^|&]*)\|(?P<value>[^&]+)")


def name_of(entry: Entry, source: str) -> ExternalRef | None:
    """The lasting name that an entry itself tells; None when it has neither an id nor a fullUrl.

    An id that is a UUID names the resource everywhere. Any other is only unique on its server.
    """
    if _is_uuid(entry.id):
        return _checked(ExternalRef(URI_SYSTEM, f"urn:uuid:{entry.id.lower()}"))
    address = _TYPE_AND_ID.fullmatch(entry.full_url)
    if address and address["base"]:
        return _checked(ExternalRef(address["base"].rstrip("/"), f"{address['type']}/{address['id']}"))
    if entry.id:
        return _checked(ExternalRef(source, f"{entry.type}/{entry.id}"))
    if entry.full_url:
        return _checked(ExternalRef(URI_SYSTEM, entry.full_url))
    return None


def names_of_literal(literal: str, source: str, base: str = "") -> list[ExternalRef]:
    """What the target of a literal reference may be called, the likeliest first.

    :param base: the server of the referring entry, when its fullUrl tells it.
    """
    if literal.startswith("urn:"):
        return [ExternalRef(URI_SYSTEM, literal.lower() if literal.startswith("urn:uuid:") else literal)]
    match = _TYPE_AND_ID.fullmatch(literal)
    if match is None:
        return []
    if _is_uuid(match["id"]):
        return [ExternalRef(URI_SYSTEM, f"urn:uuid:{match['id'].lower()}")]
    name = f"{match['type']}/{match['id']}"
    if match["base"]:
        return [ExternalRef(match["base"].rstrip("/"), name)]
    return [ExternalRef(system, name) for system in (base, source) if system]


def identifier_of_conditional(literal: str) -> tuple[str, ExternalRef] | None:
    """`Practitioner?identifier=system|value` as (type, identifier)."""
    match = _CONDITIONAL.fullmatch(literal)
    return (match["type"], ExternalRef(match["system"], match["value"])) if match else None


def type_of_literal(literal: str) -> str:
    """The resource type a literal reference names; empty for `urn:uuid:…`, which does not."""
    match = _TYPE_AND_ID.fullmatch(literal) or _CONDITIONAL.fullmatch(literal)
    return match["type"] if match else ""


def base_of(entry: Entry) -> str:
    """The server an entry came from, when its fullUrl tells it."""
    match = _TYPE_AND_ID.fullmatch(entry.full_url)
    return match["base"].rstrip("/") if match and match["base"] else ""


def local_names(entry: Entry) -> list[str]:
    """How other entries of the same file may refer to this one."""
    names = [entry.full_url] if entry.full_url else []
    if entry.id:
        names.append(f"{entry.type}/{entry.id}")
    return names


def contained(resource: Element, literal: str) -> Element | None:
    """The contained resource that `#id` names."""
    for item in resource.children("contained"):
        if f"#{item.text('id')}" == literal:
            return item
    return None


def _is_uuid(text: str) -> bool:
    try:
        return len(text) == 36 and bool(UUID(text))
    except ValueError:
        return False


def _checked(ref: ExternalRef) -> ExternalRef:
    if len(ref.system) > _MAX_LENGTH or len(ref.value) > _MAX_LENGTH:
        raise Refused(f"its id or fullUrl is longer than {_MAX_LENGTH} characters")
    return ref
