"""JPEG renditions of a picture, made beforehand by a task; nobody waits for more than one."""

from wagtail.images.models import Filter

from cms.models import ClinicImage
from cms.models.images import ClinicRendition
from cms.presenters.pictures import RATIO_SPECS, SOCIAL_SPEC

_SPECS = (SOCIAL_SPEC, *RATIO_SPECS)


class Renditions:
    """The social card and the ratios of some pictures; one query a picture, however often it is asked for."""

    def __init__(self) -> None:
        self._made: dict[int, dict[str, ClinicRendition]] = {}

    def social(self, image: ClinicImage) -> ClinicRendition:
        made = self._of(image)
        if SOCIAL_SPEC not in made:
            made[SOCIAL_SPEC] = image.get_rendition(SOCIAL_SPEC)
        return made[SOCIAL_SPEC]

    def in_ratios(self, image: ClinicImage) -> list[ClinicRendition]:
        """1:1, 4:3 and 16:9 as far as they have been made; the first is quick to make and is always there."""
        made = self._of(image)
        if not any(spec in made for spec in RATIO_SPECS):
            made[RATIO_SPECS[0]] = image.get_rendition(RATIO_SPECS[0])
        return [made[spec] for spec in RATIO_SPECS if spec in made]

    def _of(self, image: ClinicImage) -> dict[str, ClinicRendition]:
        if image.pk not in self._made:
            wanted = {Filter(spec=spec): spec for spec in _SPECS}
            existing = image.find_existing_renditions(*wanted)
            self._made[image.pk] = {wanted[chosen]: rendition for chosen, rendition in existing.items()}
        return self._made[image.pk]
