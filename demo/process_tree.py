"""Child processes that live and die together."""

import ctypes
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

PR_SET_PDEATHSIG = 1
GRACE_SECONDS = 10.0


class ChildEnded(Exception):
    """One of the processes stopped by itself; the text names it, its exit status and its last words."""


class ProcessTree:
    """Starts named processes, each logging to its own file, and ends all of them when the block is left.

    Children run in sessions of their own, so that Ctrl-C reaches only the parent, which then ends them in
    order; should the parent be killed outright, Linux sends them SIGTERM.
    """

    def __init__(self, log_folder: Path, environment: Mapping[str, str]) -> None:
        self.log_folder = log_folder
        self.environment = dict(environment)
        self.children: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        self.log_folder.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, *exception: object) -> None:
        # Last started, first ended: the web server stops taking requests before the worker and the simulators go.
        for child in reversed(self.children.values()):
            child.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for child in self.children.values():
            try:
                child.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()

    def start(self, name: str, command: Sequence[str]) -> None:
        with (self.log_folder / f"{name}.log").open("wb") as log:
            self.children[name] = subprocess.Popen(  # noqa: S603 - the commands are our own
                command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_end_with_parent if sys.platform == "linux" else None,
            )

    def check(self) -> None:
        """Raise ChildEnded when a process is no longer running."""
        for name, child in self.children.items():
            status = child.poll()
            if status is not None:
                log = self.log_folder / f"{name}.log"
                last_words = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
                raise ChildEnded(f"{name} ended with status {status}; its log is {log}\n{last_words}")


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
