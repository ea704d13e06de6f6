"""Titles, canonical addresses, language versions and social cards."""

import datetime as dt
import re

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from booking import models as booking
from cms import models as cms
from tests.cms import clinic
from tests.cms.graphs import ROOT
from tests.cms.search_site import CHANGED_AT, PUBLISHED_AT


def head(page, query=""):
    response = Client().get(f"{page.url}{query}")
    assert response.status_code == 200
    return response.text.partition("</head>")[0]


def title(text):
    return re.search(r"<title>(.*?)</title>", text, re.DOTALL)[1]


def canonical(text):
    (address,) = re.findall(r'<link rel="canonical" href="([^"]*)">', text)
    return address


def robots(text):
    (content,) = re.findall(r'<meta name="robots" content="([^"]*)">', text)
    return content


def alternates(text):
    return dict(re.findall(r'<link rel="alternate" hreflang="([^"]*)" href="([^"]*)">', text))


def social(text):
    return dict(re.findall(r'<meta property="([^"]*)" content="([^"]*)">', text))


def many_doctors(site, number):
    for count in range(number):
        practitioner = clinic.make_doctor(10 + count, site.branch, site.speciality, [site.service])
        clinic.add(
            site.public["doctors"],
            cms.DoctorPage,
            (f"Врач {count}", f"Doctor {count}"),
            slug=f"doctor-{count}",
            practitioner=practitioner,
        )


def test_title_begins_with_the_page_and_ends_with_the_site(complete_site):
    assert title(head(complete_site.public["doctor"]["ru"])) == "Примерова Анна – Клиника Пример"
    assert title(head(complete_site.public["doctor"]["en"])) == "Anna Example – Example Clinic"


def test_title_and_description_of_the_editor_come_first(complete_site):
    cms.DoctorPage.objects.update(seo_title="Кардиолог Примерова", search_description="Приём по будням.")

    text = head(complete_site.public["doctor"]["ru"])

    assert title(text) == "Кардиолог Примерова – Клиника Пример"
    assert '<meta name="description" content="Приём по будням.">' in text
    assert social(text)["og:title"] == "Кардиолог Примерова"


def test_page_without_a_description_borrows_none(complete_site):
    cms.FAQPage.objects.update(search_description="")

    assert 'name="description"' not in head(complete_site.public["faq"]["ru"])


def test_canonical_leaves_out_what_does_not_change_the_content(complete_site):
    page = complete_site.public["article"]["ru"]

    assert canonical(head(page, "?utm_source=mail&gclid=1")) == f"{ROOT}{page.url}"


def test_pages_of_a_list_are_addresses_of_their_own(complete_site):
    many_doctors(complete_site, 12)
    page = complete_site.public["doctors"]["ru"]

    first, second = head(page), head(page, "?page=2&utm_source=mail")

    assert canonical(first) == f"{ROOT}{page.url}"
    assert canonical(second) == social(second)["og:url"] == f"{ROOT}{page.url}?page=2"
    assert title(first) != title(second)
    assert robots(second).startswith("index")
    assert alternates(first)
    assert not alternates(second)
    assert Client().get(f"{page.url}?page=1").url == page.url
    assert Client().get(f"{page.url}?page=99").status_code == 404


def test_second_page_of_a_list_goes_on_counting(complete_site):
    many_doctors(complete_site, 12)
    page = complete_site.public["doctors"]["ru"]

    text = Client().get(f"{page.url}?page=2").text

    assert f'"@id":"{ROOT}{page.url}?page=2#webpage"' in text
    assert '"position":13' in text
    assert '"position":1,"name":"Врач' not in text


def test_filtered_list_stays_out_of_the_index(complete_site):
    page = complete_site.public["doctors"]["ru"]

    text = head(page, "?language=en&utm_source=mail")

    assert canonical(text) == f"{ROOT}{page.url}?language=en"
    assert robots(text) == "noindex, follow"
    assert not alternates(text)


@pytest.mark.parametrize("kind", ["home", "doctor", "service", "article", "branch"])
def test_language_versions_name_each_other_and_themselves(complete_site, kind):
    pages = complete_site.public[kind]
    expected = {
        "ru": f"{ROOT}{pages['ru'].url}",
        "en": f"{ROOT}{pages['en'].url}",
        "x-default": f"{ROOT}{pages['ru'].url}",
    }

    assert alternates(head(pages["ru"])) == alternates(head(pages["en"])) == expected


def test_page_of_one_language_names_no_versions(complete_site):
    cms.ArticlePage.objects.filter(locale__language_code="en").update(live=False)

    assert alternates(head(complete_site.public["article"]["ru"])) == {}


def test_hidden_translation_is_not_named(complete_site):
    cms.ArticlePage.objects.filter(locale__language_code="en").update(noindex=True)

    assert alternates(head(complete_site.public["article"]["ru"])) == {}
    assert robots(head(complete_site.public["article"]["en"])) == "noindex, follow"


def test_copy_of_another_language_is_no_translation(complete_site):
    page = complete_site.public["article"]["en"]
    cms.ArticlePage.objects.filter(pk=page.pk).update(alias_of=complete_site.public["article"]["ru"])

    assert alternates(head(complete_site.public["article"]["ru"])) == {}


def test_text_published_elsewhere_points_there(complete_site):
    elsewhere = "https://journal.example/article/"
    cms.ArticlePage.objects.update(canonical_url=elsewhere)

    text = head(complete_site.public["article"]["ru"])

    assert canonical(text) == social(text)["og:url"] == elsewhere
    assert robots(text).startswith("index")
    assert not alternates(text)


def test_trial_installation_is_noindex(complete_site, settings):
    settings.SEARCH_ENGINES_WELCOME = False

    assert robots(head(complete_site.public["home"]["ru"])) == "noindex, follow"


@pytest.mark.parametrize(
    ("kind", "expected"), [("home", "website"), ("doctor", "profile"), ("article", "article")]
)
def test_social_card_says_what_the_page_is(complete_site, kind, expected):
    shown = social(head(complete_site.public[kind]["ru"]))

    assert shown["og:type"] == expected
    assert shown["og:site_name"] == "Клиника Пример"
    assert (shown["og:locale"], shown["og:locale:alternate"]) == ("ru_RU", "en_GB")


def test_social_card_of_an_article_names_author_and_dates(complete_site):
    shown = social(head(complete_site.public["article"]["ru"]))

    assert dt.datetime.fromisoformat(shown["article:published_time"]) == PUBLISHED_AT
    assert dt.datetime.fromisoformat(shown["article:modified_time"]) == CHANGED_AT
    assert shown["article:author"] == f"{ROOT}{complete_site.public['doctor']['ru'].url}"
    assert shown["article:section"] == "Сердце"


def test_social_picture_is_a_jpeg_of_its_size_and_the_pages_primary_image(complete_site):
    picture = clinic.picture("Wide", size=(1600, 1200), alt_ru="Кабинет")
    cms.ArticlePage.objects.update(image=picture)

    text = Client().get(complete_site.public["article"]["ru"].url).text

    shown = social(text)
    assert shown["og:image"].startswith("http")
    assert shown["og:image"].endswith(".jpg")
    assert (shown["og:image:width"], shown["og:image:height"]) == ("1200", "630")
    assert shown["og:image:alt"] == "Кабинет"
    assert f'"contentUrl":"{shown["og:image"]}"' in text
    assert '<meta name="twitter:card" content="summary_large_image">' in text


def test_page_without_a_picture_takes_the_sites(complete_site):
    shown = social(head(complete_site.public["faq"]["en"]))

    assert "social" in shown["og:image"]
    assert shown["og:image:alt"] == "The clinic"


def test_site_without_pictures_has_a_plain_card(complete_site):
    cms.SiteSettings.objects.update(social_image=None)

    text = head(complete_site.public["faq"]["ru"])

    assert "og:image" not in social(text)
    assert '<meta name="twitter:card" content="summary">' in text


def test_blog_names_its_feed(complete_site):
    assert f'href="{ROOT}/feeds/ru/articles.xml"' in head(complete_site.public["blog"]["ru"])
    assert "rss+xml" not in head(complete_site.public["doctor"]["ru"])


def test_markup_in_titles_and_descriptions_is_escaped(complete_site):
    cms.ArticlePage.objects.update(seo_title='"><script>alert(1)</script>', search_description='"><b>')

    text = head(complete_site.public["article"]["ru"])

    assert "<script>alert" not in text
    assert '"><b>' not in text


def test_private_page_is_not_listed_anywhere(complete_site):
    page = complete_site.public["article"]["ru"]
    PageViewRestriction.objects.create(page=page, restriction_type="login")

    assert page.url not in Client().get("/sitemap.xml").text
    assert page.url not in Client().get("/feeds/ru/articles.xml").text


def test_promotion_that_is_over_leaves_the_index(complete_site):
    cms.PromotionPage.objects.update(ends_on="2026-01-02")

    assert robots(head(complete_site.public["promotion"]["ru"])) == "noindex, follow"
    assert complete_site.public["promotion"]["ru"].url not in Client().get("/sitemap.xml").text


def test_doctor_who_has_left_is_not_in_the_sitemap(complete_site):
    booking.Practitioner.objects.filter(pk=complete_site.anna.pk).update(active=False)

    assert complete_site.public["doctor"]["ru"].url not in Client().get("/sitemap.xml").text
