from typing import Any

from django import template
from django.utils.safestring import SafeString

from cms.models import ClinicImage
from cms.presenters import pictures

register = template.Library()


@register.simple_tag
def picture(
    image: ClinicImage | None, shape: str, alt: str | None = None, eager: bool = False
) -> SafeString | str:
    """A picture in one of the shapes of `cms.presenters.pictures.SHAPES`; nothing where there is no image."""
    return pictures.picture(image, shape, alt=alt, eager=eager) or ""


@register.simple_tag
def contextual_picture(image: Any, shape: str) -> SafeString | str:
    """A picture of a block, with the alternative text that the editor gave it there."""
    if image is None:
        return ""
    alt = "" if image.decorative else (image.contextual_alt_text or image.default_alt_text)
    return pictures.picture(image, shape, alt=alt) or ""
