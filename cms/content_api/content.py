"""A page's own fields as JSON: blocks as data and as HTML, pictures with their sizes, records by id and name."""

from typing import Any

from django.db.models import Field, ForeignKey, Model
from django.http import HttpRequest
from django.template.loader import render_to_string
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.models import Page

from booking.models import Entity
from cms.models import ClinicImage
from cms.models.base import ContentPage

#: What editors arrange among themselves; the head tells the rest of it in its final form.
INTERNAL = frozenset(
    (
        "page_ptr",
        "noindex",
        "canonical_url",
        "social_image",
        "review_by",
        "review_interval_months",
        "content_changed_at",
        "content_digest",
        "to_address",
        "from_address",
        "subject",
    )
)


def content_of(page: ContentPage, request: HttpRequest) -> dict[str, Any]:
    """Every field that the page's type adds to a page."""
    return {
        field.name: _value(page, field, request)
        for field in page._meta.local_fields
        if field.name not in INTERNAL
    }


def _value(page: ContentPage, field: "Field[Any, Any]", request: HttpRequest) -> Any:
    value = getattr(page, field.name)
    if isinstance(field, StreamField):
        return _blocks(value, page, request)
    if isinstance(field, ForeignKey):
        return _record(value, request)
    return value


def _blocks(stream: StreamValue, page: ContentPage, request: HttpRequest) -> dict[str, Any]:
    """The blocks as the editor arranged them, and as the site shows them."""
    html = render_to_string(
        "blocks/stream.html", {"stream": stream, "page": page, "self": page}, request=request
    )
    return {"blocks": stream.stream_block.get_api_representation(stream), "html": html.strip()}


def _record(value: Model | None, request: HttpRequest) -> dict[str, Any] | None:
    match value:
        case None:
            return None
        case ClinicImage():
            return _picture(value, request)
        case Page():
            return {
                "id": value.pk,
                "title": value.title,
                "url": value.get_full_url(request) if value.live else None,
            }
        case Entity():
            return {"id": value.pk, "name": str(value)}
        case _:
            return {"id": value.pk}


def _picture(image: ClinicImage, request: HttpRequest) -> dict[str, Any]:
    """The sizes that have been made; the upload itself is not handed out."""
    made = sorted(image.renditions.all(), key=lambda rendition: (rendition.filter_spec, rendition.width))
    return {
        "alt": image.default_alt_text,
        "credit": image.credit,
        "sizes": [
            {"url": request.build_absolute_uri(size.url), "width": size.width, "height": size.height}
            for size in made
        ],
    }
