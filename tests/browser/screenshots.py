"""Picture every kind of page at four widths in both languages: `python -m tests.browser.screenshots`.

Pages of the site come from the sitemap, one of each shape of address. The patient's pages are met as a patient meets them:
a visit is chosen, kept, lost, booked and cancelled again, then every kind of page the cabinet links to is opened; the staff's
and the editors' pages likewise. With `--at URL` a demonstration that runs already is pictured, otherwise one is started.
"""

import argparse
import datetime as dt
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.demonstration import FLAGS, ROOT, running_portal

WIDTHS = (320, 390, 768, 1280)
LANGUAGES = {"ru": "ru-RU", "en": "en-GB"}
SCHEMES = ("light", "dark")
#: Whose cabinet is pictured, each in their own language.
PATIENT_PHONES = {"ru": "+79720000001", "en": "+79720000003"}
#: A doctor in the patients' own city, whose branch answers by an information system.
DOCTOR = "airova"
ANSWER_MILLISECONDS = 90_000
#: Further ahead than anything can be booked.
NEVER_FREE = dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=700)
ADMINISTRATOR = ("admin", "north-pine-mirror-71")
#: Files, which open no page, and further pages of a list.
NO_PICTURE = re.compile(r"/documents/[^/]+/$|/calendar/$|\.ics$|[?&]page=")

#: Opens pages one after another and says how to call the picture of each.
Walk = Callable[[Page, str, str], Iterator[str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--at", help="address of a running demonstration, such as http://localhost:8000")
    parser.add_argument("--out", type=Path, default=ROOT / "var" / "screenshots")
    parser.add_argument("--walks", nargs="*", choices=WALKS, default=list(WALKS))
    parser.add_argument("--only", default="", help="a part of the names to picture")
    parser.add_argument("--widths", type=int, nargs="*", default=WIDTHS)
    parser.add_argument("--languages", nargs="*", choices=LANGUAGES, default=list(LANGUAGES))
    parser.add_argument("--schemes", nargs="*", choices=SCHEMES, default=SCHEMES[:1])
    wanted = parser.parse_args()
    wanted.out.mkdir(parents=True, exist_ok=True)
    with portal_at(wanted.at) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for picture in pictures(browser, url, wanted):
            print(picture, flush=True)
        browser.close()


@contextmanager
def portal_at(url: str | None) -> Iterator[str]:
    if url:
        yield url.rstrip("/")
        return
    with tempfile.TemporaryDirectory() as folder, running_portal(Path(folder)) as portal:
        yield portal.url


def pictures(browser: Browser, url: str, wanted: argparse.Namespace) -> Iterator[Path]:
    for walk in wanted.walks:
        context = new_context(browser, max(wanted.widths))
        page = context.new_page()
        for language in wanted.languages:
            context.set_extra_http_headers({"Accept-Language": LANGUAGES[language]})
            for name in WALKS[walk](page, url, language):
                if wanted.only in name:
                    yield from pictures_of(page, wanted, f"{language}-{name}")
        context.close()


def new_context(browser: Browser, width: int) -> BrowserContext:
    return browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")


def pictures_of(page: Page, wanted: argparse.Namespace, name: str) -> Iterator[Path]:
    for scheme in wanted.schemes:
        page.emulate_media(color_scheme=scheme)
        for width in wanted.widths:
            page.set_viewport_size({"width": width, "height": 900})
            settle(page)
            path = wanted.out / f"{name}-{width}-{scheme}.png"
            page.screenshot(path=path, full_page=True)
            yield path


def settle(page: Page) -> None:
    """Bring late parts and lazy pictures in; a full-page picture scrolls nowhere by itself."""
    page.evaluate("document.querySelectorAll('img').forEach((image) => { image.loading = 'eager'; })")
    for screen in range(page.evaluate("Math.ceil(document.body.scrollHeight / innerHeight)")):
        page.evaluate("screen => window.scrollTo(0, screen * innerHeight)", screen)
        page.wait_for_timeout(30)
    page.wait_for_load_state("networkidle")
    page.evaluate("Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)))")
    page.evaluate("window.scrollTo(0, 0)")


# --- Walks ----------------------------------------------------------------------------------------


def site(page: Page, url: str, language: str) -> Iterator[str]:
    for path in public_paths(url, language):
        page.goto(url + path)
        yield f"site-{file_name(path.removeprefix(f'/{language}/')) or 'home'}"
    page.goto(f"{url}/{language}/search/?q={'сердце' if language == 'ru' else 'heart'}")
    yield "site-search-found"
    page.goto(f"{url}/{language}/search/?q=zzzzzz")
    yield "site-search-nothing"
    page.goto(f"{url}/{language}/doctors/?speciality=cardiology&language=fr")
    yield "site-doctors-nobody"
    page.goto(f"{url}/{language}/no-such-page/")
    yield "site-not-found"


def patient(page: Page, url: str, language: str) -> Iterator[str]:
    """From the first choice to the cancelled visit, then everything the cabinet links to."""
    home = f"{url}/{language}"
    page.context.clear_cookies()
    for path in ("", "doctors/?speciality=cardiology", "times/?service=cardiologist-visit"):
        page.goto(f"{home}/booking/{path}")
        yield f"booking-{file_name(path) or 'start'}"
    page.goto(f"{home}/booking/times/?service=cardiologist-visit&day={NEVER_FREE}")
    yield "booking-nothing-free"
    choose_time(page, home)
    yield "booking-offer"
    press(page)
    yield "account-sign-in"
    press(page)
    yield "account-sign-in-error"
    page.fill("[name=phone]", PATIENT_PHONES[language])
    press(page)
    yield "account-code"
    page.fill("[name=code]", newest_code(page, url))
    page.press("[name=code]", "Enter")
    keep_a_time(page)
    yield "booking-check-kept"
    kept = page.url
    page.locator("form[action$='/release/']").evaluate("form => form.requestSubmit()")
    page.wait_for_load_state()
    page.goto(kept)
    yield "booking-lost"
    choose_time(page, home)
    keep_a_time(page)
    for box in page.locator("main input[type=checkbox]").all():
        box.check()
    press(page)
    yield "booking-processing"
    page.locator(".clinic-outcome--good").wait_for(timeout=ANSWER_MILLISECONDS)
    yield "booking-outcome"
    page.locator("main a.nhsuk-button").first.click()
    page.wait_for_load_state()
    visit = page.url
    for act in ("move", "cancel"):
        page.goto(f"{visit}{act}/")
        yield f"cabinet-visit-{act}"
    page.locator("main input[type=radio]").first.check()
    press(page)
    page.goto(visit)
    yield "cabinet-visit-cancelled"
    page.goto(f"{home}/booking/programs/everything-that-matters/")
    yield "booking-program"
    page.locator("main input[type=radio]").first.check()
    press(page)
    yield "booking-program-check"
    for name in linked_pages(page, f"{home}/cabinet/"):
        yield f"cabinet-{name}"
    for path in ("sessions", "sign-out"):
        page.goto(f"{url}/account/{path}/")
        yield f"account-{path}"
    page.goto(f"{url}/demo/messages/")
    yield "demo-messages"
    mail = page.locator("a[href$='/mail/']")
    if mail.count():
        page.goto(url + (mail.first.get_attribute("href") or ""))
        yield "demo-mail"


def staff(page: Page, url: str, language: str) -> Iterator[str]:
    page.goto(f"{url}/staff/")
    if "sign-in" in page.url:
        yield "staff-sign-in"
        sign_in_staff(page)
    for name in linked_pages(page, f"{url}/staff/", whole=False):
        yield f"staff-{name}"


def editors(page: Page, url: str, language: str) -> Iterator[str]:
    page.goto(f"{url}/admin/")
    if "sign-in" in page.url:
        sign_in_staff(page)
    for path in ("", "pages/", "reports/site-history/", "snippets/", "settings/cms/localetexts/"):
        page.goto(f"{url}/admin/{path}")
        yield f"admin-{file_name(path) or 'home'}"
    page.goto(f"{url}/admin/pages/search/?q=Аирова")
    page.locator("main a[href*='/edit/']", has_text="Аирова").first.click()
    page.wait_for_load_state("networkidle")
    yield "admin-doctor"
    page.locator("[data-side-panel-toggle=preview]").first.click()
    page.wait_for_load_state("networkidle")
    yield "admin-doctor-preview"


WALKS: dict[str, Walk] = {"site": site, "patient": patient, "staff": staff, "editors": editors}


# --- Steps ----------------------------------------------------------------------------------------


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


def linked_pages(page: Page, start: str, *, whole: bool = True) -> Iterator[str]:
    """One page of each shape that links lead to from `start`; `whole` tells shapes by the whole address, not its end."""
    waiting, seen = [start], set[str]()
    while waiting:
        address = waiting.pop(0)
        name = shape(address.removeprefix(start), whole=whole)
        if name in seen:
            continue
        seen.add(name)
        page.goto(address)
        yield name or "home"
        links = page.locator("a[href]:not([download])").evaluate_all(
            "links => links.map((link) => link.href)"
        )
        waiting += [link for link in links if link.startswith(start) and not NO_PICTURE.search(link)]


def shape(address: str, *, whole: bool) -> str:
    """What is left of an address without what names one thing: "visits/one/move"."""
    parts = urlsplit(address)
    steps = [
        re.sub(r"^[0-9a-f]{8}-[0-9a-f-]{27}$", "one", re.sub(r"^\d{4}-\d\d-\d\d$", "day", step))
        for step in parts.path.strip("/").split("/")
    ]
    asked = sorted({name for name, _value in parse_qsl(parts.query) if name != "page"})
    # One parameter chooses another view of a page; several are somebody's way to it.
    return file_name(" ".join([*(steps if whole else steps[-2:]), *(asked if len(asked) == 1 else [])]))


def keep_a_time(page: Page) -> None:
    """Where the patient has a visit elsewhere near the chosen time, the first of the times offered instead."""
    kept = "form[action$='/release/']"
    page.wait_for_selector(f"{kept}, main input[name=offer]", state="attached")
    if not page.locator(kept).count():
        press(page)
        page.wait_for_selector(kept, state="attached")


def choose_time(page: Page, home: str) -> None:
    page.goto(f"{home}/doctors/{DOCTOR}/")
    page.locator("#times").scroll_into_view_if_needed()
    # Not of the nearest day: it might pass while it is being looked at.
    page.locator("#times .clinic-day-times").nth(1).locator("a").first.click()
    page.wait_for_load_state()


def press(page: Page) -> None:
    """Send the page's main form, which is its last."""
    page.locator("main form button.nhsuk-button[type=submit]").last.click()
    page.wait_for_load_state("networkidle")


def newest_code(page: Page, url: str) -> str:
    """The page of sent messages has the newest on top."""
    messages = page.context.new_page()
    messages.goto(f"{url}/demo/messages/")
    found = re.search(r"\b\d{6}\b", messages.inner_text("main"))
    messages.close()
    if found is None:
        raise LookupError("the demonstration shows no code")
    return found.group()


def sign_in_staff(page: Page) -> None:
    name, password = ADMINISTRATOR
    page.fill("[name=auth-username]", name)
    page.fill("[name=auth-password]", password)
    page.locator("main form button[type=submit]").first.click()
    token = page.locator("[name=token-otp_token]")
    token.wait_for()
    while token.count():
        token.fill(authenticator_code())
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_load_state("networkidle")
        if token.count():
            # A code is good once, and somebody has just used it: the next one comes with the next half minute.
            time.sleep(30 - time.time() % 30 + 0.5)


def authenticator_code() -> str:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
    told = subprocess.run(
        [sys.executable, "manage.py", "demo_code"],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return told.stdout.strip()


def file_name(path: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-")


if __name__ == "__main__":
    main()
