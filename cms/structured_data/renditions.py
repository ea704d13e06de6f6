"""JPEG renditions of a picture, made beforehand by a task; nobody waits for more than one."""

from collections.abc import Iterable

from wagtail.images.models import Filter

from cms.models import ClinicImage
from cms.models.images import ClinicRendition


def renditions(image: ClinicImage, specs: Iterable[str]) -> list[ClinicRendition]:
    """Those that have been made, in the order of `specs`; at least the first, which is quick to make."""
    filters = [Filter(spec=spec) for spec in specs]
    made = image.find_existing_renditions(*filters)
    found = [made[wanted] for wanted in filters if wanted in made]
    return found or [image.get_rendition(filters[0])]
