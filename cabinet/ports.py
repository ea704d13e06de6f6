"""What the patient's pages need from the room that mounts them."""

from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class MountPoints(Protocol):
    def __call__(self, kind: str, language: str) -> str | None:
        """Address of the page that mounts "booking" or "cabinet" in a language; None: there is none."""


@cache
def mount_points() -> MountPoints:
    found: MountPoints = import_string(settings.PORTS["cabinet.MountPoints"])
    return found
