from typing import TypeVar

Record = TypeVar("Record")


def known(record: Record | None) -> Record:
    """A record that the query has asked for: pages keep their place when their record goes, lists leave them out."""
    if record is None:
        raise LookupError("a page without its record among pages that were asked for with one")
    return record
