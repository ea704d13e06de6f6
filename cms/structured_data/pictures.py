"""Pictures as nodes: JPEG renditions with their true sizes."""

from dataclasses import replace

from cms.models import ClinicImage
from cms.presenters.pictures import Rendition, in_ratios
from cms.structured_data.scene import Scene
from schema_org.ids import primary_image_id
from schema_org.nodes import ImageObject, pixels


def image_node(scene: Scene, image: ClinicImage, rendition: Rendition) -> ImageObject:
    address = scene.absolute(rendition.url)
    return ImageObject(
        url=address,
        content_url=address,
        width=pixels(rendition.width),
        height=pixels(rendition.height),
        caption=image.default_alt_text,
    )


def primary_image(scene: Scene) -> ImageObject | None:
    """The page's main picture, the same as on its social card."""
    image, rendition = scene.page.main_image, scene.social_rendition
    if image is None or rendition is None:
        return None
    return replace(image_node(scene, image, rendition), id=primary_image_id(scene.canonical))


def images_in_ratios(scene: Scene, image: ClinicImage | None) -> tuple[ImageObject, ...]:
    """The picture of an article, a service or a place, in the ratios Google asks for."""
    if image is None:
        return ()
    return tuple(image_node(scene, image, rendition) for rendition in in_ratios(image))


def portrait(scene: Scene, image: ClinicImage | None) -> tuple[ImageObject, ...]:
    return images_in_ratios(scene, image)[:1]
