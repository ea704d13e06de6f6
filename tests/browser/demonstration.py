"""The demonstration clinic, served as a visitor's machine would serve it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: Without these Chromium speaks to its vendor in the background, and as root it refuses to start.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Loading takes a minute and a half on two idle cores; a machine shared with others needs several times that.
START_SECONDS = 900


class DidNotStart(Exception):
    """With the log of what happened instead."""


@dataclass
class Portal:
    """A running demonstration: its address, what it printed at the start, and its folder of state."""

    url: str
    printed: str
    var: Path

    def state_of(self, system: str) -> Path:
        return self.var / "mis" / system


@contextmanager
def running_portal(var: Path) -> Iterator[Portal]:
    """Serve the demonstration with its state in `var`. Raises DidNotStart."""
    port = _free_port()
    log = var / "serve_demo.log"
    environment = {**os.environ, "VAR_DIR": str(var), "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
    environment.pop("DATABASE_URL", None)
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve_demo", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        url = f"http://localhost:{port}"
        _wait(url, process, log)
        yield Portal(url, log.read_text(), var)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


def _free_port() -> int:
    """The first of a run of four free ports: the portal and three simulators."""
    for start in range(18000, 19000, 10):
        if all(_is_free(port) for port in range(start, start + 4)):
            return start
    raise DidNotStart("no free ports between 18000 and 19000")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise DidNotStart(f"The demonstration ended at once:\n{log.read_text()}")
        # The summary is the last thing printed, once everything answers.
        if "Ctrl-C ends everything" in log.read_text():
            urllib.request.urlopen(f"{url}/readyz", timeout=5)
            return
        time.sleep(0.5)
    raise DidNotStart(f"The demonstration did not start within {START_SECONDS} s:\n{log.read_text()}")
