import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms import models as cms
from tests.cms.clinic import add

#: DESIGN.md §9, public page, uncached.
MOST_QUERIES = 12


def test_every_page_answers_in_its_language(client, site):
    for kind, pages in site.public.items():
        for language, page in pages.items():
            response = client.get(page.url)

            assert response.status_code == 200, (kind, language)
            assert f'<html lang="{language}">' in response.text, (kind, language)
            assert response.text.count("<h1") == 1, (kind, language)


def test_no_page_asks_more_than_twelve_queries(client, site):
    """With what all pages share (menus, links) in the cache, as it is from the second request of any page on."""
    counts = {}
    for kind, pages in site.public.items():
        client.get(pages["ru"].url)
        with CaptureQueriesContext(connection) as queries:
            # The page cache keeps no address with a query; the page is the same.
            client.get(pages["ru"].url, {"fresh": "1"})
        counts[kind] = len(queries)

    assert {kind: count for kind, count in counts.items() if count > MOST_QUERIES} == {}


def test_landing_page_lists_the_legal_texts_below_it(client, site):
    documents = add(site.homes, cms.LandingPage, ("Документы", "Documents"))
    rules = add(
        documents,
        cms.LegalTextPage,
        ("Правила", "Rules"),
        version="3",
        effective_from=dt.date(2026, 2, 1),
    )

    page = client.get(documents["en"].url)

    assert rules["en"].url in page.text
    assert "Version 3, in force from" in page.text


def test_contacts_tell_how_to_reach_every_branch(client, site):
    page = client.get(site.public["contacts"]["en"].url).text

    assert site.public["branch"]["en"].url in page
    assert site.branch.address in page
    assert site.public["enquiry"]["en"].url in page
