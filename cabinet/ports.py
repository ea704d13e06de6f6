"""What the patient's pages need from the room that mounts them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString


class MountPoints(Protocol):
    def __call__(self, kind: str, language: str) -> str | None:
        """Address of the page that mounts "booking" or "cabinet" in a language; None: there is none."""


@cache
def mount_points() -> MountPoints:
    found: MountPoints = import_string(settings.PORTS["cabinet.MountPoints"])
    return found


@dataclass(frozen=True, slots=True)
class DoctorFace:
    """What the site shows of a doctor beside the name; None for what it does not have."""

    picture: SafeString | None
    rating: float | None
    reviews: int | None


class DoctorFaces(Protocol):
    def __call__(self, practitioner_ids: Collection[UUID], language: str) -> Mapping[UUID, DoctorFace]:
        """By doctor; one without a published page may be missing."""


@cache
def doctor_faces() -> DoctorFaces:
    found: DoctorFaces = import_string(settings.PORTS["cabinet.DoctorFaces"])
    return found
