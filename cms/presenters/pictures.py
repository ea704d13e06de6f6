"""Pictures in AVIF with JPEG beside it, in the sizes a page needs, with width and height so that nothing jumps."""

from collections.abc import Iterable

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.images.models import Filter

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


def load(images: Iterable[ClinicImage | None], *shapes: str) -> None:
    """Fetches what has been made of these pictures, all in one query; call it before `picture`.

    For a list name the shapes that it shows: a picture has some twenty renditions.
    """
    wanted = ClinicRendition.objects.all()
    if shapes:
        wanted = wanted.filter(filter_spec__in=[spec for shape in shapes for spec in filter_specs(shape)])
    fetch = Prefetch("renditions", queryset=wanted, to_attr="prefetched_renditions")
    prefetch_related_objects([image for image in images if image is not None], fetch)


def picture(
    image: ClinicImage | None, shape: str, *, alt: str | None = None, eager: bool = False
) -> SafeString | None:
    """A `<picture>` of the image, or None where there is no image, so that a template can draw something else.

    `alt` replaces the image's own text; an empty string makes it decoration. `eager` is for the first picture of a page.
    """
    if image is None:
        return None
    avif, jpeg = _renditions(image, shape)
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


def _renditions(image: ClinicImage, shape: str) -> tuple[list[ClinicRendition], list[ClinicRendition]]:
    """What has been made already, AVIF and JPEG. A visitor never waits for AVIF; the one JPEG that must be there is
    quick to make, should somebody look before the task has run."""
    specs = filter_specs(shape)
    wanted = {spec: Filter(spec=spec) for spec in specs}
    existing = image.find_existing_renditions(*wanted.values())
    made = [(spec, existing[wanted[spec]]) for spec in specs if wanted[spec] in existing]
    avif = [rendition for spec, rendition in made if spec.endswith("avif")]
    jpeg = [rendition for spec, rendition in made if spec.endswith("jpeg")]
    return avif, jpeg or [image.get_rendition(specs[-1])]


def _srcset(renditions: Iterable[ClinicRendition]) -> SafeString:
    return format_html_join(", ", "{} {}w", ((rendition.url, rendition.width) for rendition in renditions))
