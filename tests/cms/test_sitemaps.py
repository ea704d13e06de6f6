"""The sitemap holds every live indexable page of every language, and no other."""

import datetime as dt

import pytest
from django.test import Client
from lxml import etree
from wagtail.models import Page

from cms import models as cms
from cms import sitemaps
from cms.presenters.pictures import SOCIAL_SPEC
from tests.cms import clinic
from tests.cms.graphs import ROOT
from tests.cms.search_site import CHANGED_AT, PUBLISHED_AT

NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
    "i": "http://www.google.com/schemas/sitemap-image/1.1",
}
HIDDEN = {"search"}


def tree(address="/sitemap.xml"):
    response = Client().get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    assert response["X-Robots-Tag"] == "noindex, noodp, noarchive"
    return etree.fromstring(response.content)


def entries(address="/sitemap.xml"):
    return {url.findtext("s:loc", namespaces=NAMES): url for url in tree(address).findall("s:url", NAMES)}


def versions(entry):
    return {link.get("hreflang"): link.get("href") for link in entry.findall("x:link", NAMES)}


def test_all_indexable_pages_of_both_languages_are_listed_and_no_others(standing_site):
    second = cms.DoctorPage.objects.filter(practitioner=standing_site.boris)
    expected = {
        f"{ROOT}{page.url}"
        for kind, pages in standing_site.public.items()
        if kind not in HIDDEN
        for page in pages.values()
    }
    expected |= {f"{ROOT}{page.url}" for page in second}

    assert set(entries()) == expected


def test_entries_name_their_translations_and_themselves(standing_site):
    pages = standing_site.public["doctor"]
    expected = {
        "ru": f"{ROOT}{pages['ru'].url}",
        "en": f"{ROOT}{pages['en'].url}",
        "x-default": f"{ROOT}{pages['ru'].url}",
    }

    found = entries()

    assert versions(found[expected["ru"]]) == versions(found[expected["en"]]) == expected


def test_entry_has_last_change_and_picture_that_was_made(standing_site):
    standing_site.photo.get_rendition(SOCIAL_SPEC)
    cms.DoctorPage.objects.update(first_published_at=PUBLISHED_AT, content_changed_at=CHANGED_AT)
    page = standing_site.public["doctor"]["ru"]

    entry = entries()[f"{ROOT}{page.url}"]

    assert dt.datetime.fromisoformat(entry.findtext("s:lastmod", namespaces=NAMES)) == CHANGED_AT
    assert entry.findtext("i:image/i:loc", namespaces=NAMES).startswith("http")


@pytest.mark.parametrize(
    "changes", [{"noindex": True}, {"canonical_url": "https://other.example/"}, {"live": False}]
)
def test_hidden_page_is_neither_listed_nor_named_as_a_translation(standing_site, changes):
    russian, english = standing_site.public["article"]["ru"], standing_site.public["article"]["en"]
    cms.ArticlePage.objects.filter(pk=english.pk).update(**changes)

    found = entries()

    assert f"{ROOT}{english.url}" not in found
    assert versions(found[f"{ROOT}{russian.url}"]) == {}


def test_copy_of_a_page_is_not_listed(standing_site):
    russian, english = standing_site.public["faq"]["ru"], standing_site.public["faq"]["en"]
    cms.FAQPage.objects.filter(pk=english.pk).update(alias_of=russian)

    assert f"{ROOT}{english.url}" not in entries()


def test_large_site_has_an_index_of_files_by_kind(standing_site, monkeypatch):
    monkeypatch.setattr(sitemaps, "PAGES_PER_FILE", 2)
    everything = set()

    files = [loc.text for loc in tree().findall("s:sitemap/s:loc", NAMES)]
    for address in files:
        everything |= set(entries(address.removeprefix(ROOT)))

    assert f"{ROOT}/sitemap-doctorpage-1.xml" in files
    assert f"{ROOT}/sitemap-doctorpage-2.xml" in files
    assert f"{ROOT}{standing_site.public['doctor']['en'].url}" in everything
    assert f"{ROOT}{standing_site.public['home']['ru'].url}" in everything


@pytest.mark.parametrize(
    "address", ["/sitemap-doctorpage-99.xml", "/sitemap-nothing-1.xml", "/sitemap-searchpage-1.xml"]
)
def test_file_that_is_not_there_is_not_found(standing_site, address):
    assert Client().get(address).status_code == 404


def test_sitemap_of_an_empty_site_is_empty(standing_site):
    Page.objects.update(live=False)

    assert entries() == {}


def test_number_of_queries_does_not_grow_with_the_pages(standing_site, django_assert_max_num_queries):
    from django.core.cache import cache

    def queries():
        cache.clear()
        with django_assert_max_num_queries(200) as captured:
            Client().get("/sitemap.xml")
        return len(captured)

    before = queries()
    for number in range(5):
        clinic.add(
            standing_site.public["blog category"],
            cms.ArticlePage,
            (f"А {number}", f"A {number}"),
            introduction="x",
        )

    assert queries() == before
