"""Step 2 of the demonstration: every kind of public page, in both languages, at phone and desktop size."""

import json
import re

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Visitor
from tests.browser.demonstration import Portal

PAGES = [
    "",
    "doctors/",
    "doctors/airova/",
    "services/",
    "branches/",
    "branches/maples/",
    "programs/",
    "prices/",
    "blog/",
    "faq/",
    "promotions/",
    "contacts/",
    "about/",
    "legal/privacy/",
    "booking/",
]
#: Lists whose first entry is looked at too.
LISTS = {"services/": "/services/", "blog/": "/blog/", "programs/": "/programs/"}


@pytest.mark.parametrize("language", ["ru", "en"])
def test_public_pages_are_complete_and_accessible(visitor: Visitor, language: str) -> None:
    for path in [*PAGES, *_first_entries(visitor, language)]:
        address = path if path.startswith("/") else f"/{language}/{path}"
        page = visitor.open(address)

        assert page.locator("html").get_attribute("lang") == language, address
        assert page.locator("h1").count() == 1, address
        assert page.title(), address
        _assert_head(visitor, address)
        visitor.assert_accessible()


def _first_entries(visitor: Visitor, language: str) -> list[str]:
    found = []
    for path, part in LISTS.items():
        page = visitor.open(f"/{language}/{path}")
        links = page.locator(f"main a[href^='/{language}{part}']").all()
        hrefs = [link.get_attribute("href") or "" for link in links]
        deepest = max((href for href in hrefs if "?" not in href), key=lambda href: href.count("/"))
        found.append(deepest)
    return found


def _assert_head(visitor: Visitor, address: str) -> None:
    page = visitor.page
    head = {
        "canonical": page.locator("link[rel=canonical]").count(),
        "description": page.locator("meta[name=description]").count(),
    }
    indexed = "noindex" not in (page.locator("meta[name=robots]").first.get_attribute("content") or "")
    if indexed:
        assert head == {"canonical": 1, "description": 1}, address
        languages = {link.get_attribute("hreflang") for link in page.locator("link[hreflang]").all()}
        assert {"ru", "en", "x-default"} <= languages, address
        graph = json.loads(page.locator("script[type='application/ld+json']").first.inner_text())["@graph"]
        assert graph, address


def test_no_page_is_wider_than_a_small_phone(desktop_visitor: Visitor) -> None:
    page = desktop_visitor.page
    page.set_viewport_size({"width": 320, "height": 640})
    for path in PAGES:
        desktop_visitor.open(f"/ru/{path}")
        too_wide = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert too_wide <= 0, path


def test_doctors_can_be_filtered(visitor: Visitor) -> None:
    _filter_doctors(visitor.open("/ru/doctors/"))
    visitor.assert_accessible()


def test_doctors_can_be_filtered_without_script(browser: Browser, portal: Portal) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{portal.url}/ru/doctors/")
    _filter_doctors(page)
    context.close()


def _filter_doctors(page: Page) -> None:
    names = page.locator("main h2, main h3")
    everyone = names.count()

    page.locator("select[name=speciality]").select_option(index=3)
    page.get_by_role("button", name="Показать").click()
    page.wait_for_url(re.compile(r"/ru/doctors/.+"))

    assert 0 < names.count() < everyone


def test_sitemap_lists_both_languages(desktop_visitor: Visitor) -> None:
    answer = desktop_visitor.context.request.get(desktop_visitor.portal.url + "/sitemap.xml")

    text = answer.text()
    assert text.count(f"<loc>{desktop_visitor.portal.url}/ru/") > 50
    assert text.count(f"<loc>{desktop_visitor.portal.url}/en/") > 50
