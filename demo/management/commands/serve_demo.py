"""Serve the demonstration clinic: web, worker and simulated MISs in one process tree."""

import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from wagtail.models import Site

from demo.process_tree import ChildEnded, ProcessTree

HOST = "127.0.0.1"
START_SECONDS = 60.0


class Command(BaseCommand):
    help = "Serve the demonstration clinic with its worker and MIS simulators; Ctrl-C ends all of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--port", type=int, default=8000, help="port of the portal; the simulators take the next ones"
        )

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        systems = sorted(settings.MIS_CONNECTIONS)
        ports = {name: port + 1 + number for number, name in enumerate(systems)}
        _refuse_taken_ports([port, *ports.values()])
        prepare(self.stdout.write, port=port)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _interrupt)
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "DEBUG": "0",
            "PUBLIC_URL": f"http://localhost:{port}",
            "DEMO_MIS_PORT": str(port + 1),
            "PYTHONUNBUFFERED": "1",
        }
        try:
            with ProcessTree(settings.VAR_DIR / "log", environment) as tree:
                for name in systems:
                    tree.start(f"mis-{name}", _simulator(name, ports[name]))
                tree.start("worker", [sys.executable, "manage.py", "worker"])
                tree.start("web", _web(port))
                _wait_until_it_answers(port, tree)
                call_command("demo_summary", port=port)
                self.stdout.write(f"Logs are in {settings.VAR_DIR / 'log'}. Ctrl-C ends everything.")
                self._watch(tree)
        except KeyboardInterrupt:
            self.stdout.write("Ended.")
        except ChildEnded as error:
            raise CommandError(str(error)) from error

    def _watch(self, tree: ProcessTree) -> None:
        try:
            while True:
                time.sleep(1)
                tree.check()
        except KeyboardInterrupt:
            self.stdout.write("\nEnding; work that has begun is finished first …")
            raise


def prepare(say: Callable[[str], object], *, port: int) -> None:
    """Bring database, files and demonstration data up to date; what is there already is kept."""
    settings.VAR_DIR.mkdir(exist_ok=True)
    say("Preparing the database and the demonstration clinic (the first time takes a minute) …")
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    if _static_files_are_old():
        call_command("collectstatic", interactive=False, verbosity=0)
    call_command("load_demo")
    _tell_wagtail_its_address(port)


def _tell_wagtail_its_address(port: int) -> None:
    """Canonical addresses, sitemaps and JSON-LD are made from the site's record."""
    site = Site.objects.get(is_default_site=True)
    if (site.hostname, site.port) != ("localhost", port):
        site.hostname, site.port = "localhost", port
        site.save()


def _static_files_are_old() -> bool:
    """Whether the front end was built, or an app with files of its own was added, since they were collected."""
    collected = Path(settings.STATIC_ROOT) / "staticfiles.json"
    sources = ("build/site/manifest.json", "config/settings/base.py", "constraints.txt")
    newest = max((Path(settings.BASE_DIR) / source).stat().st_mtime for source in sources)
    return not collected.exists() or collected.stat().st_mtime < newest


def _simulator(name: str, port: int) -> list[str]:
    state = settings.VAR_DIR / "mis" / name
    state.mkdir(parents=True, exist_ok=True)
    return [
        *(sys.executable, "-m", "simulators.fhir_mis", "--port", str(port)),
        *("--state", str(state), "--seed", str(state / "seed.json")),
    ]


def _web(port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port)),
        *("--workers", "1", "--blocking-threads", "8", "--no-ws", "config.wsgi:application"),
    ]


def _refuse_taken_ports(ports: list[int]) -> None:
    for port in ports:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError as error:
                raise CommandError(
                    f"Port {port} is taken ({error.strerror}). Choose another: make demo PORT=9000"
                ) from error


def _wait_until_it_answers(port: int, tree: ProcessTree) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        tree.check()
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/readyz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise CommandError(f"The portal did not answer on port {port} within {START_SECONDS:.0f} seconds.")


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
