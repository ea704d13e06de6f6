"""Films among a page's blocks."""

from collections.abc import Iterator

from wagtail.blocks import StreamValue

from cms.presenters.pictures import social
from cms.structured_data.scene import Scene
from schema_org.nodes import VideoObject
from schema_org.text import plain_text

#: Fields of page models that hold blocks.
_STREAMS = ("body", "story")
_DESCRIPTION_LENGTH = 300


def films(scene: Scene) -> tuple[VideoObject, ...]:
    return tuple(_films(scene))


def _films(scene: Scene) -> Iterator[VideoObject]:
    for name in _STREAMS:
        stream = getattr(scene.page, name, None)
        if not isinstance(stream, StreamValue):
            continue
        for block in stream:
            if block.block_type == "video":
                film = block.value
                yield VideoObject(
                    name=film["title"],
                    description=plain_text(str(film["transcript"]), longest=_DESCRIPTION_LENGTH),
                    thumbnail_url=scene.absolute(social(film["poster"]).url),
                    upload_date=film["film"].created_at,
                    content_url=scene.absolute(film["film"].url),
                    in_language=scene.language,
                )
