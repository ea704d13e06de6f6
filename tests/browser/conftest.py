"""The demonstration clinic, and Debian's Chromium to visit it."""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.browser.demonstration import FLAGS, ROOT, DidNotStart, Portal, running_portal

CHROMIUM = shutil.which("chromium")
AXE = ROOT / "site" / "node_modules" / "axe-core" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    if not CHROMIUM:
        if os.environ.get("CI"):
            pytest.fail("Chromium is not installed")
        pytest.skip("Chromium is not installed")
    if "PORTAL_URL" in os.environ:
        # A demonstration that is running already, while a journey is being written.
        var = Path(os.environ["VAR_DIR"])
        yield Portal(os.environ["PORTAL_URL"], (var / "serve_demo.log").read_text(), var)
        return
    try:
        with running_portal(tmp_path_factory.mktemp("portal")) as running:
            yield running
    except DidNotStart as error:
        pytest.fail(str(error))


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
