"""Going through all pages while writing about them."""

from collections.abc import Iterator

from wagtail.models import Page
from wagtail.query import PageQuerySet

BITE = 100


def in_bites(pages: PageQuerySet, size: int = BITE) -> Iterator[Page]:
    """Every page as its own class, a bite per query. A page that is deleted meanwhile is passed over.

    With `iterator()` one statement would stay open all the way, and SQLite answers "database is locked" at once to
    whoever writes over a snapshot that another process has outdated (SQLITE_BUSY_SNAPSHOT).
    """
    keys = list(pages.values_list("pk", flat=True))
    for first in range(0, len(keys), size):
        found = Page.objects.specific().in_bulk(keys[first : first + size])
        yield from (found[key] for key in keys[first : first + size] if key in found)
