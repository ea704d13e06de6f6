"""What a production server writes to its log."""

import logging
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any


class WithoutValues(logging.Formatter):
    """Says of an exception where it was raised and of what kind it is, and leaves its text out.

    Nobody vouches for the text: databases quote the row they refuse, parsers what they could not read.
    """

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's name
        return "\n".join(_described(ei[1], ei[2]))


def _described(error: BaseException, at: TracebackType | None) -> Iterator[str]:
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        yield from _described(cause, cause.__traceback__)
        yield "which led to"
    yield "".join(traceback.format_tb(at)).rstrip()
    yield f"{type(error).__module__}.{type(error).__qualname__}"
