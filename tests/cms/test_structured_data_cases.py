"""What the structured data of a page says when something is missing, different, or hostile."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents import get_document_model

from booking import models as booking
from cms import models as cms
from cms.presenters.pictures import RATIO_SPECS
from schema_org.check import check
from tests.cms import clinic, search_site
from tests.cms.graphs import ROOT, main_entity, page_node, read


def fresh(page):
    """The page as the database has it: tests share the objects of the site, so they change copies."""
    return type(page).objects.get(pk=page.pk)


def test_doctor_without_reviews_has_no_rating(standing_site):
    page = cms.DoctorPage.objects.get(practitioner=standing_site.boris, locale__language_code="ru")

    doctor = main_entity(page)

    assert "aggregateRating" not in doctor
    assert "review" not in doctor


def test_reviews_that_are_not_published_are_not_told(standing_site):
    search_site.review(standing_site.anna, standing_site, rating=1, text="Ждёт проверки.", status="submitted")

    assert "aggregateRating" not in main_entity(standing_site.public["doctor"]["ru"])


def test_doctor_without_a_branch_is_a_person(standing_site):
    booking.PractitionerRole.objects.filter(practitioner=standing_site.anna).update(active=False)

    doctor = main_entity(standing_site.public["doctor"]["ru"])

    assert doctor["@type"] == "Person"
    assert "address" not in doctor


def test_doctor_who_has_left_leaves_no_graph_of_a_doctor(standing_site):
    booking.Practitioner.objects.filter(pk=standing_site.anna.pk).update(active=False)

    response = Client().get(standing_site.public["doctor"]["ru"].url)

    assert response.status_code == 410
    assert "IndividualPhysician" not in response.text


def test_speciality_without_a_value_is_said_in_words(standing_site):
    booking.Speciality.objects.update(schema_org_value="")

    doctor = main_entity(standing_site.public["doctor"]["ru"])

    assert "medicalSpecialty" not in doctor
    assert doctor["knowsAbout"] == ["Кардиология"]


def test_price_that_differs_between_doctors_is_where_prices_begin(standing_site):
    _give_anna_a_price_of_her_own(standing_site)
    post = booking.PractitionerRole.objects.create(
        practitioner=standing_site.boris, location=standing_site.branch
    )
    post.services.add(standing_site.service)

    offer = main_entity(standing_site.public["service"]["ru"])["offers"][0]

    assert "price" not in offer
    assert offer["priceSpecification"] == {
        "@type": "PriceSpecification",
        "minPrice": 2500,
        "priceCurrency": "RUB",
    }


def test_price_at_which_nobody_can_be_booked_is_not_told(standing_site):
    _give_anna_a_price_of_her_own(standing_site)

    offer = main_entity(standing_site.public["service"]["ru"])["offers"][0]

    assert offer["price"] == 3100
    assert "priceSpecification" not in offer


def _give_anna_a_price_of_her_own(site):
    booking.ServiceTerms.objects.create(
        service=site.service, practitioner=site.anna, price=Decimal("3100"), valid_from=dt.date(2026, 1, 1)
    )


def test_service_without_a_price_makes_no_offer(standing_site):
    booking.ServiceTerms.objects.all().delete()

    assert "offers" not in main_entity(standing_site.public["service"]["ru"])


def test_days_that_differ_are_told_once_each(standing_site):
    monday = search_site.today() + dt.timedelta(days=7 - search_site.today().weekday())
    holidays = monday + dt.timedelta(days=7), monday + dt.timedelta(days=9)
    search_site.exception(standing_site.branch, start_date=holidays[0], end_date=holidays[1])
    for closed in ((dt.time(0), dt.time(10)), (dt.time(14), dt.time(0))):
        search_site.exception(
            standing_site.branch, start_date=monday, end_date=monday, start_time=closed[0], end_time=closed[1]
        )

    special = main_entity(standing_site.public["branch"]["ru"])["specialOpeningHoursSpecification"]

    assert [(day["opens"], day["closes"], day["validFrom"], day["validThrough"]) for day in special] == [
        ("10:00:00", "14:00:00", f"{monday}", f"{monday}"),
        ("00:00:00", "00:00:00", f"{holidays[0]}", f"{holidays[1]}"),
    ]


def test_branch_without_coordinates_has_no_place_on_the_map(standing_site):
    booking.Location.objects.update(latitude=None, longitude=None)

    branch = main_entity(standing_site.public["branch"]["ru"])

    assert "geo" not in branch
    assert "hasMap" not in branch


def test_branch_without_a_street_is_left_out_and_leaves_nothing_dangling(standing_site):
    booking.Location.objects.filter(pk=standing_site.branch.pk).update(street_ru="", street_en="")

    _html, document = read(standing_site.public["branch"]["ru"])

    assert not [finding for finding in check(document) if finding.code == "dangling-id"]
    assert "MedicalClinic" not in json.dumps(document)


def test_article_has_its_picture_in_the_ratios_that_were_made(standing_site):
    article = fresh(standing_site.public["article"]["ru"])
    article.image = clinic.picture("Wide", size=(1600, 1200))
    article.save()
    for spec in RATIO_SPECS:
        article.image.get_rendition(spec)

    images = main_entity(article)["image"]

    assert [(image["width"]["value"], image["height"]["value"]) for image in images] == [
        (1200, 1200),
        (1200, 900),
        (1200, 675),
    ]
    assert all(image["contentUrl"].endswith(".jpg") for image in images)


def test_health_article_without_author_claims_none(standing_site):
    cms.ArticlePage.objects.update(author=None, medical_reviewer=None)

    page = standing_site.public["article"]["ru"]
    article = main_entity(page)

    assert "author" not in article
    assert "reviewedBy" not in page_node(page)


def test_news_that_nobody_signed_is_the_clinics(standing_site):
    cms.ArticlePage.objects.update(author=None, about_health=False, kind="NewsArticle")

    page = standing_site.public["article"]["ru"]
    article = main_entity(page)

    assert article["@type"] == "NewsArticle"
    assert article["author"] == [{"@id": f"{ROOT}/#organization"}]
    assert page_node(page)["@type"] == "WebPage"


# --- Hostile and unfinished content ----------------------------------------------------------------


@pytest.mark.parametrize(
    "title",
    [
        "</script><script>alert(1)</script>",
        "<!-- <script>",
        "кавычки \" и '",
        "строка\u2028разделена",
        "🩺 & <b>",
    ],
)
def test_title_cannot_break_out_of_the_script_element(standing_site, title):
    cms.ArticlePage.objects.update(title=title)

    html, document = read(standing_site.public["article"]["ru"])

    article = next(node for node in document["@graph"] if "headline" in node)
    assert article["headline"] == title
    assert "<script>alert" not in html


def test_preview_tells_search_engines_nothing(standing_site):
    page = fresh(standing_site.public["article"]["ru"])

    response = page.make_preview_request()

    assert "application/ld+json" not in response.text
    assert '<meta name="robots" content="noindex, nofollow">' in response.text


def test_film_of_a_page_is_told(standing_site):
    film = get_document_model().objects.create(title="Film", file=ContentFile(b"film", name="film.mp4"))
    page = fresh(standing_site.public["article"]["ru"])
    page.body = [
        (
            "video",
            {
                "title": "Как мерить давление",
                "film": film,
                "poster": standing_site.photo,
                "captions": None,
                "silent": True,
                "transcript": "<p>Рука лежит на столе.</p>",
            },
        )
    ]
    page.save()

    _html, document = read(page)

    (video,) = page_node(page)["video"]
    assert (video["name"], video["description"]) == ("Как мерить давление", "Рука лежит на столе.")
    assert video["contentUrl"].startswith("http")
    assert not [finding for finding in check(document) if "video" in finding.property]


def test_site_with_half_of_its_pages_in_a_language_has_a_right_graph(standing_site):
    for kind in ("branch", "doctor", "service"):
        fresh(standing_site.public[kind]["en"]).unpublish()

    for kind in ("article", "branches", "home", "program"):
        _html, document = read(standing_site.public[kind]["en"])
        assert not [str(finding) for finding in check(document) if finding.severity == "error"]
