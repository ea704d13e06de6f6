"""Pictures and films."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from schema_org.node import Node
from schema_org.nodes.values import QuantitativeValue


@dataclass(frozen=True, kw_only=True)
class ImageObject(Node, types=("ImageObject",), required=("content_url",)):
    url: str = ""
    content_url: str = ""
    width: QuantitativeValue | None = None
    height: QuantitativeValue | None = None
    caption: str = ""
    in_language: str = ""


@dataclass(frozen=True, kw_only=True)
class VideoObject(Node, types=("VideoObject",), required=("name", "thumbnail_url", "upload_date")):
    """A film; Google shows it only with a name, a picture and the day it was put up."""

    name: str = ""
    description: str = ""
    thumbnail_url: str = ""
    upload_date: datetime | None = None
    duration: timedelta | None = None
    content_url: str = ""
    embed_url: str = ""
    in_language: str = ""
