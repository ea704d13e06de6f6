"""Files that crawlers ask for, and the feed."""

from urllib.robotparser import RobotFileParser

import pytest
from django.test import Client
from django.utils.feedgenerator import rfc2822_date
from lxml import etree

from cms import models as cms
from tests.cms.graphs import ROOT


def robots():
    response = Client().get("/robots.txt")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    parser = RobotFileParser()
    parser.parse(response.text.splitlines())
    return parser


def test_robots_opens_the_site_and_closes_what_is_not_for_finding(standing_site):
    rules = robots()

    assert rules.site_maps() == [f"{ROOT}/sitemap.xml"]
    for path in (
        "/ru/",
        "/en/doctors/",
        "/ru/booking/",
        "/media/images/a.jpg",
        "/static/a.css",
        "/api/content/v1/",
    ):
        assert rules.can_fetch("Googlebot", f"{ROOT}{path}")
    for path in ("/admin/", "/staff/", "/account/login/", "/api/v1/appointments/"):
        assert not rules.can_fetch("Googlebot", f"{ROOT}{path}")


def test_robots_keeps_out_whom_the_owner_names(standing_site, settings):
    settings.UNWELCOME_CRAWLERS = ["GPTBot"]

    rules = robots()

    assert not rules.can_fetch("GPTBot", f"{ROOT}/ru/")
    assert rules.can_fetch("ClaudeBot", f"{ROOT}/ru/")


def test_robots_of_a_trial_installation_closes_everything(standing_site, settings):
    settings.SEARCH_ENGINES_WELCOME = False

    rules = robots()

    assert not rules.can_fetch("Googlebot", f"{ROOT}/ru/")
    assert rules.site_maps() is None


def test_indexnow_key_is_at_its_address_only(standing_site, settings):
    settings.INDEXNOW_KEY = "0123456789abcdef"

    assert Client().get("/0123456789abcdef.txt").text == "0123456789abcdef"
    assert Client().get("/0123456789abcdee.txt").status_code == 404


def test_without_a_key_there_is_no_key_file(standing_site):
    assert Client().get("/anything.txt").status_code == 404


def test_llms_txt_is_off_unless_the_owner_wants_it(standing_site, settings):
    assert Client().get("/llms.txt").status_code == 404

    settings.LLMS_TXT_ENABLED = True
    text = Client().get("/llms.txt").text

    assert text.startswith("# Клиника Пример\n")
    assert f"- [Врачи]({ROOT}{standing_site.public['doctors']['ru'].url})" in text
    assert f"- [Doctors]({ROOT}{standing_site.public['doctors']['en'].url})" in text


def feed(language):
    response = Client().get(f"/feeds/{language}/articles.xml")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/rss+xml")
    return etree.fromstring(response.content).find("channel")


@pytest.mark.parametrize(("language", "title"), [("ru", "Как мерить давление"), ("en", "Measuring pressure")])
def test_feed_lists_the_articles_of_its_language(standing_site, language, title):
    page = standing_site.public["article"][language]
    page.refresh_from_db()

    channel = feed(language)

    (item,) = channel.findall("item")
    assert channel.findtext("language") == language
    assert channel.findtext("link") == f"{ROOT}{standing_site.public['blog'][language].url}"
    assert item.findtext("title") == title
    assert item.findtext("link") == f"{ROOT}{page.url}"
    assert item.findtext("description") == "Пять правил."
    assert item.findtext("pubDate") == rfc2822_date(page.first_published_at)
    assert (
        item.findtext("{http://purl.org/dc/elements/1.1/}creator") == page.author.name
        if language == "ru"
        else True
    )


def test_feed_leaves_out_hidden_articles(standing_site):
    cms.ArticlePage.objects.update(noindex=True)

    assert feed("ru").findall("item") == []


@pytest.mark.parametrize("language", ["de", "xx"])
def test_feed_of_an_unknown_language_is_not_found(standing_site, language):
    assert Client().get(f"/feeds/{language}/articles.xml").status_code == 404


def test_feed_of_a_language_without_a_blog_is_not_found(standing_site):
    cms.BlogIndexPage.objects.filter(locale__language_code="en").update(live=False)

    assert Client().get("/feeds/en/articles.xml").status_code == 404
