"""Picture one page of every kind at four widths in both languages: `python -m tests.browser.screenshots`.

Pages of the site come from the sitemap, one of each shape of address; the patient's pages are those the demonstration's
first patient sees. With `--at URL` a portal that runs already is pictured, otherwise one is started.
"""

import argparse
import re
import shutil
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, StorageState, sync_playwright

from tests.browser.demonstration import FLAGS, ROOT, running_portal

WIDTHS = (320, 390, 768, 1280)
LANGUAGES = ("ru", "en")
SCHEMES = ("light", "dark")
PATIENT_PHONE = "+79720000001"
PATIENT_PAGES = (
    "booking/",
    "booking/doctors/?speciality=cardiology",
    "booking/times/?service=cardiologist-visit",
    "cabinet/",
    "cabinet/visits/",
    "cabinet/results/",
    "cabinet/results/latest/",
    "cabinet/prescriptions/",
    "cabinet/documents/",
    "cabinet/history/",
    "cabinet/invoices/",
    "cabinet/family/",
    "cabinet/family/child/",
    "cabinet/profile/",
    "cabinet/consents/",
    "cabinet/trail/?own=1",
)
#: Pages that are reached from another one: (from, link).
FOLLOWED = (
    ("cabinet/visits/", ".clinic-visit .clinic-card__link"),
    ("cabinet/results/", "main .clinic-card__link"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--at", help="address of a running portal, such as http://localhost:8000")
    parser.add_argument("--out", type=Path, default=ROOT / "var" / "screenshots")
    parser.add_argument("--only", default="", help="a part of the addresses to picture")
    parser.add_argument("--widths", type=int, nargs="*", default=WIDTHS)
    parser.add_argument("--schemes", nargs="*", choices=SCHEMES, default=SCHEMES[:1])
    wanted = parser.parse_args()
    wanted.out.mkdir(parents=True, exist_ok=True)
    with portal_at(wanted.at) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for picture in pictures(browser, url, wanted):
            print(picture)
        browser.close()


@contextmanager
def portal_at(url: str | None) -> Iterator[str]:
    if url:
        yield url.rstrip("/")
        return
    with tempfile.TemporaryDirectory() as folder, running_portal(Path(folder)) as portal:
        yield portal.url


def pictures(browser: Browser, url: str, wanted: argparse.Namespace) -> Iterator[Path]:
    state = signed_in(browser, url)
    for scheme in wanted.schemes:
        for width in wanted.widths:
            context = browser.new_context(
                viewport={"width": width, "height": 900},
                color_scheme=scheme,
                reduced_motion="reduce",
                storage_state=state,
            )
            for page, name in pages(context, url, wanted.only):
                path = wanted.out / f"{name}-{width}-{scheme}.png"
                page.screenshot(path=path, full_page=True)
                yield path
            context.close()


def pages(context: BrowserContext, url: str, only: str) -> Iterator[tuple[Page, str]]:
    """Every kind of page, opened one after another in the same tab, with a name for its file."""
    page = context.new_page()
    for language in LANGUAGES:
        paths = [*public_paths(url, language), *(f"/{language}/{path}" for path in PATIENT_PAGES)]
        for path in paths:
            if only in path:
                open_settled(page, url + path)
                yield page, file_name(path)
        for path, link in FOLLOWED:
            if only in path and open_settled(page, f"{url}/{language}/{path}") and page.locator(link).count():
                page.locator(link).first.click()
                page.wait_for_load_state("networkidle")
                yield page, file_name(f"/{language}/{path}one/")


def open_settled(page: Page, address: str) -> bool:
    """Open a page with its late parts and lazy pictures; a full-page picture scrolls nowhere by itself."""
    page.goto(address)
    for _ in range(page.evaluate("Math.ceil(document.body.scrollHeight / innerHeight)")):
        page.mouse.wheel(0, 900)
        page.wait_for_timeout(30)
    page.wait_for_load_state("networkidle")
    page.evaluate("window.scrollTo(0, 0)")
    return True


def public_paths(url: str, language: str) -> list[str]:
    """One address of each shape in the sitemap: the section, and how deep below it."""
    with urllib.request.urlopen(f"{url}/sitemap.xml", timeout=60) as answer:
        found = [
            urlsplit(address).path for address in re.findall(r"<loc>([^<]+)</loc>", answer.read().decode())
        ]
    shapes: dict[tuple[str, int], str] = {}
    for path in sorted(found):
        parts = path.strip("/").split("/")
        if parts[0] == language:
            shapes.setdefault((parts[1] if len(parts) > 1 else "", len(parts)), path)
    return list(shapes.values())


def signed_in(browser: Browser, url: str) -> StorageState:
    """The cookies of the demonstration's first patient, who gets their code where the demonstration shows it."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{url}/account/sign-in/?next=/ru/cabinet/")
    page.fill("[name=phone]", PATIENT_PHONE)
    page.locator("main form").first.evaluate("form => form.requestSubmit()")
    page.wait_for_url("**/sign-in/code/**")
    messages = context.new_page()
    messages.goto(f"{url}/demo/messages/")
    page.fill("[name=code]", newest_code(messages.inner_text("main")))
    page.locator("main form").first.evaluate("form => form.requestSubmit()")
    page.wait_for_url("**/ru/cabinet/")
    state = context.storage_state()
    context.close()
    return state


def newest_code(text: str) -> str:
    """The page of sent messages has the newest on top."""
    found = re.search(r"\b\d{6}\b", text)
    if found is None:
        raise LookupError("the demonstration shows no code")
    return found.group()


def file_name(path: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-")


if __name__ == "__main__":
    main()
