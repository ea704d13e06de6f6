"""The medical information systems that settings name, each with one adapter per process."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.core.signals import setting_changed
from django.utils.module_loading import import_string

from booking.ports import SchedulingSystem

#: Keys of a connection that are not the adapter's: "state" is where the demonstration keeps its simulator.
NOT_FOR_THE_ADAPTER = ("adapter", "state")


@cache
def connect(name: str) -> SchedulingSystem:
    """The adapter of the connection `name`. Raises KeyError for a name that settings do not have."""
    connection: Mapping[str, Any] = settings.MIS_CONNECTIONS[name]
    adapter = import_string(connection["adapter"])
    options = {key: value for key, value in connection.items() if key not in NOT_FOR_THE_ADAPTER}
    system: SchedulingSystem = adapter(name, **options)
    return system


def forget(*, setting: str, **_: Any) -> None:
    if setting == "MIS_CONNECTIONS":
        connect.cache_clear()


# Settings change only in tests.
setting_changed.connect(forget)
