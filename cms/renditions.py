"""Sizes of a picture made beforehand, by a message of the outbox: an AVIF takes up to a second of a processor."""

from collections.abc import Iterable

from wagtail.images.models import Filter

from cms import generation
from cms.models import ClinicImage
from cms.presenters.pictures import RATIO_SPECS, SOCIAL_SPEC, filter_specs
from outbox.message import Message, subscriber
from outbox.services import publish

EVENT = "picture.uploaded"
#: A portrait is shown on doctors' cards and pages, anything else on cards and across the page.
UPRIGHT = ("portrait", "portrait-large", "content")
LYING = ("card", "wide", "content")


def specs_for(image: ClinicImage) -> list[str]:
    """Everything a page, a social card or structured data may ask for of a picture of this shape."""
    shapes = UPRIGHT if image.height > image.width else LYING
    return [*(spec for shape in shapes for spec in filter_specs(shape)), SOCIAL_SPEC, *RATIO_SPECS]


def make_later(image: ClinicImage) -> None:
    """Asks for all sizes that are missing, if any are."""
    if _missing(image):
        publish(EVENT, subject=str(image.pk), payload={"image": image.pk})


# Marked as an outside system so that no transaction is open while the encoder works.
@subscriber(system="pictures")
def make_all(message: Message) -> None:
    """Outbox subscriber. A size that is there already is not made again."""
    image = ClinicImage.objects.filter(pk=message.payload["image"]).first()
    if image is None:
        return
    if missing := list(_missing(image)):
        for spec in missing:
            image.create_rendition(spec)
        generation.begin()


def _missing(image: ClinicImage) -> Iterable[Filter]:
    filters = [Filter(spec=spec) for spec in specs_for(image)]
    made = image.find_existing_renditions(*filters)
    return [spec for spec in filters if spec not in made]
