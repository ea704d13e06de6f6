"""What Google asks for, from Search Central as of November 2026, and the rules its documentation adds in
prose.

https://developers.google.com/search/docs/appearance/structured-data/search-gallery
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from schema_org.document import Document, PlacedNode, listed
from schema_org.findings import Finding, Severity, gettext_noop
from schema_org.requirements import Requirement, Scope, requirement_findings
from schema_org.vocabulary import Vocabulary

_ = gettext_noop
_SOURCE = "Google"
_PRICE_RANGE_LIMIT = 100
_AUTHOR_NAME_LIMIT = 100

#: `menu` and reviews of other businesses do not apply to a clinic and are not asked for; not every clinic has departments.
REQUIREMENTS = (
    Requirement(
        _SOURCE,
        _("an article"),
        types=("Article",),
        recommended=(
            "headline",
            "image",
            "datePublished",
            "dateModified",
            "author",
            "author.name",
            "author.url|author.sameAs",
        ),
    ),
    Requirement(
        _SOURCE,
        _("a path to the page"),
        types=("BreadcrumbList",),
        required=(
            "itemListElement",
            "itemListElement.position",
            "itemListElement.name|itemListElement.item.name",
        ),
    ),
    Requirement(
        _SOURCE, _("a list"), types=("ItemList",), required=("itemListElement",), excepted=("OfferCatalog",)
    ),
    Requirement(
        _SOURCE,
        _("a place of business"),
        types=("LocalBusiness",),
        required=("name", "address"),
        recommended=("url", "telephone", "image"),
    ),
    Requirement(
        _SOURCE,
        _("a place of business"),
        types=("LocalBusiness",),
        excepted=("IndividualPhysician",),
        recommended=("geo", "openingHoursSpecification", "priceRange"),
    ),
    Requirement(
        _SOURCE,
        _("a place of business"),
        types=("LocalBusiness",),
        recommended=(
            "address.streetAddress",
            "address.addressLocality",
            "address.addressRegion",
            "address.postalCode",
            "address.addressCountry",
        ),
    ),
    Requirement(
        _SOURCE,
        _("an organisation"),
        types=("Organization",),
        excepted=("LocalBusiness",),
        recommended=(
            "name",
            "url",
            "logo",
            "description",
            "address|department.address",
            "telephone|contactPoint.telephone",
        ),
    ),
    Requirement(
        _SOURCE,
        _("a profile page"),
        types=("ProfilePage",),
        required=("mainEntity", "mainEntity.name"),
        recommended=("dateCreated", "dateModified", "mainEntity.image", "mainEntity.description"),
        scope=Scope.ANYWHERE,
    ),
    Requirement(_SOURCE, _("a site name"), types=("WebSite",), required=("name", "url")),
    Requirement(
        _SOURCE,
        _("a rating"),
        types=("AggregateRating",),
        required=("ratingValue", "ratingCount|reviewCount"),
        recommended=("bestRating",),
        scope=Scope.ANYWHERE,
    ),
    Requirement(
        _SOURCE,
        _("a review"),
        types=("Review",),
        required=("author", "author.name", "reviewRating", "reviewRating.ratingValue"),
        recommended=("datePublished",),
        scope=Scope.ANYWHERE,
    ),
    Requirement(
        _SOURCE,
        _("a film"),
        types=("VideoObject",),
        required=("name", "thumbnailUrl", "uploadDate"),
        recommended=("description", "contentUrl|embedUrl"),
        scope=Scope.ANYWHERE,
    ),
    Requirement(
        _SOURCE,
        _("a vacancy"),
        types=("JobPosting",),
        required=("title", "description", "datePosted", "hiringOrganization", "jobLocation"),
        recommended=("validThrough", "employmentType"),
    ),
)


def google_findings(document: Document, vocabulary: Vocabulary) -> Iterator[Finding]:
    yield from requirement_findings(document, vocabulary, REQUIREMENTS)
    for node in document.nodes:
        for name in node.types:
            ancestors = vocabulary.ancestors(name)
            if "ItemList" in ancestors and "OfferCatalog" not in ancestors:
                yield from _list(node)
            if "BreadcrumbList" in ancestors:
                yield from _path(node)
            if "ProfilePage" in ancestors:
                yield from _profile(node, document, vocabulary)
            if "Rating" in ancestors:
                yield from _rating(node)
            if "CreativeWork" in ancestors:
                yield from _dates(node)
            if "Article" in ancestors:
                yield from _authors(node, document)
        yield from _price_range(node)


def _finding(severity: Severity, code: str, node: PlacedNode, name: str = "", **params: str) -> Finding:
    place = node.place
    return Finding(severity, code, place.node, node.types, place.at(name) if name else place.path, params)


def _entries(node: PlacedNode) -> list[dict[str, Any]]:
    return [entry for entry in listed(node.json.get("itemListElement")) if isinstance(entry, dict)]


def _list(node: PlacedNode) -> Iterator[Finding]:
    entries = _entries(node)
    positions = [entry.get("position") for entry in entries]
    first = positions[0] if positions and isinstance(positions[0], int) else 1
    if any("position" in entry for entry in entries) and positions != list(
        range(first, first + len(entries))
    ):
        yield _finding(Severity.ERROR, "wrong-positions", node, "itemListElement")
    seen: set[str] = set()
    for entry in entries:
        address = entry.get("url")
        if isinstance(address, str) and address in seen:
            yield _finding(Severity.ERROR, "repeated-address", node, "itemListElement", given=address)
        if isinstance(address, str):
            seen.add(address)


def _path(node: PlacedNode) -> Iterator[Finding]:
    entries = _entries(node)
    if len(entries) < 2:
        yield _finding(Severity.ERROR, "short-path", node, "itemListElement")
    for entry in entries[:-1]:
        if not entry.get("item"):
            params = {"property": "item", "source": _SOURCE, "subject": _("a path to the page")}
            yield _finding(Severity.ERROR, "missing-required", node, "itemListElement.item", **params)


def _profile(node: PlacedNode, document: Document, vocabulary: Vocabulary) -> Iterator[Finding]:
    for value in document.values(node.json, "mainEntity"):
        types = PlacedNode(value, node.place).types if isinstance(value, dict) else ()
        if types and not any(vocabulary.is_a(kind, ("Person", "Organization")) for kind in types):
            yield _finding(Severity.ERROR, "wrong-main-entity", node, "mainEntity", given=", ".join(types))


def _rating(node: PlacedNode) -> Iterator[Finding]:
    value, best, worst = (
        _number(node.json.get(name), default)
        for name, default in (("ratingValue", None), ("bestRating", 5.0), ("worstRating", 1.0))
    )
    if value is not None and best is not None and worst is not None and not worst <= value <= best:
        limits = {"given": f"{value:g}", "worst": f"{worst:g}", "best": f"{best:g}"}
        yield _finding(Severity.ERROR, "rating-out-of-bounds", node, "ratingValue", **limits)
    counts = [_number(node.json.get(name), None) for name in ("ratingCount", "reviewCount")]
    if any(count is not None for count in counts) and not any(counts):
        yield _finding(Severity.ERROR, "rating-without-marks", node, "ratingCount")


def _number(value: Any, default: float | None) -> float | None:
    if value is None:
        return default
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _dates(node: PlacedNode) -> Iterator[Finding]:
    published, modified = (_moment(node.json.get(name)) for name in ("datePublished", "dateModified"))
    if published is not None and modified is not None and modified < published:
        yield _finding(Severity.WARNING, "dates-reversed", node, "dateModified")


def _moment(value: Any) -> datetime | None:
    """A moment with a zone; dates alone and faulty ones are the vocabulary check's concern."""
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo is not None else None


def _authors(node: PlacedNode, document: Document) -> Iterator[Finding]:
    for name in document.values(node.json, "author.name"):
        if isinstance(name, str) and len(name) > _AUTHOR_NAME_LIMIT:
            params = {"property": "author.name", "limit": str(_AUTHOR_NAME_LIMIT)}
            yield _finding(Severity.WARNING, "text-too-long", node, "author.name", **params)


def _price_range(node: PlacedNode) -> Iterator[Finding]:
    text = node.json.get("priceRange")
    if isinstance(text, str) and len(text) >= _PRICE_RANGE_LIMIT:
        params = {"property": "priceRange", "limit": str(_PRICE_RANGE_LIMIT - 1)}
        yield _finding(Severity.WARNING, "text-too-long", node, "priceRange", **params)
