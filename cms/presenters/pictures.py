"""Pictures in AVIF with JPEG beside it, in the sizes a page needs, with width and height so that nothing jumps."""

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.images.models import Filter

from cms import generation
from cms.models import ClinicImage
from cms.models.images import ClinicRendition

#: Name → (filter without format, widths offered, the `sizes` attribute). All renditions a page may ask for are listed
#: here, so that a task can make them at upload and no visitor ever waits for an encoder.
SHAPES: dict[str, tuple[str, tuple[int, ...], str]] = {
    "portrait": ("fill-{width}x{four_by_five}", (224, 448), "7rem"),
    "portrait-large": ("fill-{width}x{four_by_five}", (320, 640), "20rem"),
    "card": ("fill-{width}x{sixteen_by_nine}", (400, 800), "(min-width: 60rem) 24rem, 100vw"),
    "content": ("width-{width}", (480, 960), "(min-width: 48rem) 44rem, 100vw"),
    "wide": ("fill-{width}x{sixteen_by_nine}", (640, 1280), "(min-width: 60rem) 40rem, 100vw"),
}
FORMATS = ("avif", "jpeg")
EAGER = SafeString('fetchpriority="high"')
LAZY = SafeString('loading="lazy" decoding="async"')
#: The picture of social cards and of the page as a whole. Card readers want JPEG whatever the upload was.
SOCIAL_SPEC = "fill-1200x630|format-jpeg"
#: The ratios in which Google shows the picture of an article or a place: 1:1, 4:3, 16:9.
RATIO_SPECS = ("fill-1200x1200|format-jpeg", "fill-1200x900|format-jpeg", "fill-1200x675|format-jpeg")


@cache
def filter_specs(shape: str) -> list[str]:
    """Wagtail filter specifications of all renditions of a shape, AVIF first.

    >>> filter_specs("content")[0]
    'width-480|format-avif'
    """
    template, widths, _sizes = SHAPES[shape]
    return [
        f"{_operation(template, width)}|format-{image_format}" for image_format in FORMATS for width in widths
    ]


def _operation(template: str, width: int) -> str:
    return template.format(width=width, four_by_five=width * 5 // 4, sixteen_by_nine=width * 9 // 16)


class Rendition(NamedTuple):
    """A size of a picture that has been made; `url` as the storage gives it, width and height in pixels."""

    url: str
    width: int
    height: int


def load(images: Iterable[ClinicImage | None]) -> Mapping[int, Mapping[str, Rendition]]:
    """What has been made of these pictures, by picture and filter specification, in one query at most.

    Call it before `picture` where a page draws several.
    """
    known = {image.pk: image for image in images if image is not None}
    return generation.remember_each(
        "cms:renditions:", known, lambda missing: _made_of([known[pk] for pk in missing])
    )


def _made_of(images: Collection[ClinicImage]) -> dict[int, dict[str, Rendition]]:
    made: dict[int, dict[str, Rendition]] = {image.pk: {} for image in images}
    by_id = {image.pk: image for image in images}
    for found in ClinicRendition.objects.filter(image__in=made):
        spec = Filter(spec=found.filter_spec)
        # What was cut around another focal point is of no use any more.
        if found.focal_point_key == spec.get_cache_key(by_id[found.image_id]):
            made[found.image_id][found.filter_spec] = _rendition(found)
    return made


def _rendition(found: ClinicRendition) -> Rendition:
    return Rendition(found.url, found.width, found.height)


def _at_once(image: ClinicImage, spec: str) -> Rendition:
    """One JPEG that has to be there is quick to make, should somebody look before the task has run."""
    return _rendition(image.get_rendition(spec))


def social(image: ClinicImage) -> Rendition:
    """For the social card, and the page's primary image: they have to be the same."""
    return load([image])[image.pk].get(SOCIAL_SPEC) or _at_once(image, SOCIAL_SPEC)


def in_ratios(image: ClinicImage) -> list[Rendition]:
    """1:1, 4:3 and 16:9 as far as they have been made, the first in any case."""
    made = load([image])[image.pk]
    return [made[spec] for spec in RATIO_SPECS if spec in made] or [_at_once(image, RATIO_SPECS[0])]


def picture(
    image: ClinicImage | None, shape: str, *, alt: str | None = None, eager: bool = False
) -> SafeString | None:
    """A `<picture>` of the image, or None where there is no image, so that a template can draw something else.

    `alt` replaces the image's own text; an empty string makes it decoration. `eager` is for the first picture of a page.
    """
    if image is None:
        return None
    avif, jpeg = _offered(image, shape)
    sizes = SHAPES[shape][2]
    source = (
        format_html('<source type="image/avif" srcset="{}" sizes="{}">', _srcset(avif), sizes) if avif else ""
    )
    largest = jpeg[-1]
    return format_html(
        '<picture>{}<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" {}></picture>',
        source,
        largest.url,
        _srcset(jpeg),
        sizes,
        largest.width,
        largest.height,
        image.default_alt_text if alt is None else alt,
        EAGER if eager else LAZY,
    )


def _offered(image: ClinicImage, shape: str) -> tuple[list[Rendition], list[Rendition]]:
    """AVIF and JPEG. A visitor never waits for AVIF."""
    made, specs = load([image])[image.pk], filter_specs(shape)
    avif = [made[spec] for spec in specs if spec in made and spec.endswith("avif")]
    jpeg = [made[spec] for spec in specs if spec in made and spec.endswith("jpeg")]
    return avif, jpeg or [_at_once(image, specs[-1])]


def _srcset(renditions: Iterable[Rendition]) -> SafeString:
    return format_html_join(", ", "{} {}w", ((rendition.url, rendition.width) for rendition in renditions))
