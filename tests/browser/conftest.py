"""The demonstration clinic, served as a visitor's machine would serve it, and Debian's Chromium to visit it."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium")
AXE = ROOT / "site" / "node_modules" / "axe-core" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
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
START_SECONDS = 300


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass
class Portal:
    """A running demonstration: its address, what it printed at the start, and its folder of state."""

    url: str
    printed: str
    var: Path

    def state_of(self, system: str) -> Path:
        return self.var / "mis" / system


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    if not CHROMIUM:
        if os.environ.get("CI"):
            pytest.fail("Chromium is not installed")
        pytest.skip("Chromium is not installed")
    var = tmp_path_factory.mktemp("portal")
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
    raise RuntimeError("no free ports between 18000 and 19000")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"The demonstration ended at once:\n{log.read_text()}")
        # The summary is the last thing printed, once everything answers.
        if "Ctrl-C ends everything" in log.read_text():
            urllib.request.urlopen(f"{url}/readyz", timeout=5)
            return
        time.sleep(0.5)
    pytest.fail(f"The demonstration did not start within {START_SECONDS} s:\n{log.read_text()}")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright, portal: Portal) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield browser
    browser.close()


@dataclass
class Witness:
    """What a page did that it must not do."""

    host: str
    violations: list[str] = field(default_factory=list)
    foreign_requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("request", lambda request: self._note_request(request.url))
        page.on("pageerror", lambda error: self.errors.append(f"{page.url}: {error}"))
        page.on("console", lambda message: self._note_console(page.url, message.type, message.text))

    def _note_request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != self.host:
            self.foreign_requests.append(url)

    def _note_console(self, url: str, kind: str, text: str) -> None:
        if "Content Security Policy" in text or "Content-Security-Policy" in text:
            self.violations.append(f"{url}: {text}")
        elif kind == "error":
            self.errors.append(f"{url}: {text}")

    def assert_clean(self) -> None:
        assert self.violations == []
        assert self.foreign_requests == []
        assert self.errors == []


@dataclass
class Visitor:
    """One person's browser at the portal; every page it looks at is checked by axe-core."""

    context: BrowserContext
    page: Page
    portal: Portal
    witness: Witness

    def open(self, path: str) -> Page:
        self.page.goto(path if path.startswith("http") else self.portal.url + path)
        return self.page

    def assert_accessible(self) -> None:
        """Fail with rule, impact and place of every violation axe-core finds on the page now open."""
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate("tags => axe.run(document, {runOnly: tags})", AXE_TAGS)["violations"]
        told = [
            f"{rule['id']} ({rule['impact']}): {node['html'][:160]}"
            for rule in found
            for node in rule["nodes"]
        ]
        assert told == [], f"{self.page.url}\n" + "\n".join(told)

    def code_from_messages(self) -> str:
        """The newest six-digit code on the demonstration's page of sent messages."""
        other = self.context.new_page()
        other.goto(self.portal.url + "/demo/messages/")
        codes = re.findall(r"\b\d{6}\b", other.inner_text("main"))
        other.close()
        assert codes, "no code among the sent messages"
        return str(codes[0])


@pytest.fixture(params=["desktop", "phone"])
def viewport(request: pytest.FixtureRequest) -> dict[str, int]:
    return {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}[request.param]


@pytest.fixture
def visitor(browser: Browser, portal: Portal, viewport: dict[str, int]) -> Iterator[Visitor]:
    yield from _visit(browser, portal, viewport)


@pytest.fixture
def desktop_visitor(browser: Browser, portal: Portal) -> Iterator[Visitor]:
    yield from _visit(browser, portal, {"width": 1280, "height": 900})


def _visit(browser: Browser, portal: Portal, viewport: dict[str, int]) -> Iterator[Visitor]:
    context = browser.new_context(viewport=viewport, locale="ru-RU", accept_downloads=True)
    page = context.new_page()
    witness = Witness(urlsplit(portal.url).netloc)
    witness.watch(page)
    yield Visitor(context, page, portal, witness)
    context.close()
    witness.assert_clean()
