"""The medical information systems that settings name, each with one adapter per process."""

from threading import Lock
from typing import Any

from django.conf import settings
from django.core.signals import setting_changed
from django.utils.module_loading import import_string

from booking.ports import SchedulingSystem

#: Keys of a connection that are not the adapter's: "state" is where the demonstration keeps its simulator.
NOT_FOR_THE_ADAPTER = ("adapter", "state")

_systems: dict[str, SchedulingSystem] = {}
_lock = Lock()


def connect(name: str) -> SchedulingSystem:
    """The adapter of the connection `name`. Raises KeyError for a name that settings do not have."""
    with _lock:
        if name not in _systems:
            _systems[name] = make(settings.MIS_CONNECTIONS[name], name)
        return _systems[name]


def make(connection: dict[str, Any], name: str) -> SchedulingSystem:
    options = {key: value for key, value in connection.items() if key not in NOT_FOR_THE_ADAPTER}
    system: SchedulingSystem = import_string(connection["adapter"])(name, **options)
    return system


def disconnect(*, setting: str = "MIS_CONNECTIONS", **_: Any) -> None:
    """Close every connection; the next question opens it again, with the settings as they are then."""
    if setting == "MIS_CONNECTIONS":
        with _lock:
            while _systems:
                _systems.popitem()[1].close()


# Settings change only in tests.
setting_changed.connect(disconnect)
