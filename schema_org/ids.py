"""The `@id` of every node: stable for ever, the same in every language, and free of personal names.

Entities are named by the key of their record, a random UUID that no change of name, language or slug touches.
Page-level nodes are named by the page's address, since each language version is a page of its own.
"""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class SiteIds:
    """Ids below the canonical origin of one site, such as `https://clinic.example`."""

    root: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "root", self.root.rstrip("/"))

    @property
    def organization(self) -> str:
        return f"{self.root}/#organization"

    @property
    def website(self) -> str:
        return f"{self.root}/#website"

    def clinic(self, key: UUID) -> str:
        return f"{self.root}/#/clinic/{key}"

    def physician(self, key: UUID) -> str:
        return f"{self.root}/#/physician/{key}"

    def service(self, key: UUID) -> str:
        return f"{self.root}/#/service/{key}"


def review_id(reviewed: str, key: UUID) -> str:
    """The id of one review, below the id of the doctor, service or branch it speaks of."""
    return f"{reviewed}/review/{key}"


def webpage_id(url: str) -> str:
    return f"{url}#webpage"


def breadcrumb_id(url: str) -> str:
    return f"{url}#breadcrumb"


def article_id(url: str) -> str:
    return f"{url}#article"


def list_id(url: str) -> str:
    return f"{url}#list"


def primary_image_id(url: str) -> str:
    return f"{url}#primaryimage"
