"""A use case as one transaction that looks again when somebody else was faster."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, OperationalError, transaction

from booking.errors import TryAgain
from booking.locks import LostRace, is_lost_race

#: A room that went at the same moment may leave another room: look again, but not for ever.
ATTEMPTS = 3

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


def in_one_transaction(use_case: Callable[_Arguments, _Result]) -> Callable[_Arguments, _Result]:
    """Run it whole or not at all; after a lost race, a deadlock or two seconds on a lock, run it again.

    Raises TryAgain when it lost every time.
    """

    @wraps(use_case)
    def attempted(*args: _Arguments.args, **kwargs: _Arguments.kwargs) -> _Result:
        for _attempt in range(ATTEMPTS):
            try:
                with transaction.atomic():
                    return use_case(*args, **kwargs)
            except (LostRace, IntegrityError, OperationalError) as error:
                if not is_lost_race(error):
                    raise
        raise TryAgain

    return attempted
