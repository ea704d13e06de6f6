"""The misfortunes of the simulated systems: a file in the state folder brings one about (simulators.fhir_mis.faults)."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from booking.models import Location

#: Lasts until somebody takes the file away.
DOWN = "down"
#: One writing request is carried out and its answer lost: does the portal book twice?
LOST_ANSWER = "lose-answer"


@dataclass(frozen=True)
class SimulatedSystem:
    name: str
    branches: list[Location]
    folder: Path

    @property
    def is_down(self) -> bool:
        return (self.folder / DOWN).exists()

    @property
    def loses_answer(self) -> bool:
        return (self.folder / LOST_ANSWER).exists()


class NoSuchSystem(Exception):
    pass


def simulated_systems() -> list[SimulatedSystem]:
    branches = list(Location.objects.exclude(mis_system=""))
    return [
        SimulatedSystem(
            name, [branch for branch in branches if branch.mis_system == name], Path(connection["state"])
        )
        for name, connection in sorted(_simulated().items())
    ]


def take_down(name: str) -> None:
    """Every request is answered 503 from now on. Raises NoSuchSystem."""
    _place(_folder(name), DOWN, "")


def bring_up(name: str) -> None:
    """Raises NoSuchSystem. Bringing up what is up changes nothing."""
    (_folder(name) / DOWN).unlink(missing_ok=True)


def lose_next_answer(name: str) -> None:
    """Raises NoSuchSystem."""
    _place(_folder(name), LOST_ANSWER, "1")


def _simulated() -> dict[str, dict[str, Any]]:
    return {
        name: connection for name, connection in settings.MIS_CONNECTIONS.items() if "state" in connection
    }


def _folder(name: str) -> Path:
    try:
        return Path(_simulated()[name]["state"])
    except KeyError as error:
        raise NoSuchSystem(name) from error


def _place(folder: Path, fault: str, content: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / fault).write_text(content)
