import datetime as dt
import gzip
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from booking.models import HoursException, HoursRule, ServiceTerms
from cms.models import BookingPage, DoctorPage, LocaleTexts
from cms.page_cache import CACHE_CONTROL
from tests.cms import clinic

pytestmark = pytest.mark.django_db


def state(client, url, **kwargs):
    return client.get(url, **kwargs).headers.get("X-Page-Cache")


def test_second_answer_comes_from_the_cache_without_a_query(client, small_site):
    url = small_site.doctor["ru"].url
    first = client.get(url)

    with CaptureQueriesContext(connection) as queries:
        second = client.get(url)

    assert (first["X-Page-Cache"], second["X-Page-Cache"]) == ("miss", "hit")
    assert second.content == first.content
    assert second["Cache-Control"] == CACHE_CONTROL
    assert len(queries) == 0


@pytest.mark.parametrize("known", ["{etag}", '"something", {etag}', "*"])
def test_unchanged_page_is_not_sent_twice(client, small_site, known):
    url = small_site.doctor["ru"].url
    etag = client.get(url)["ETag"]

    response = client.get(url, headers={"If-None-Match": known.format(etag=etag)})

    assert (response.status_code, response.content) == (304, b"")


def test_page_is_sent_packed_to_who_can_unpack_it(client, small_site):
    url = small_site.doctor["ru"].url
    plain = client.get(url)

    packed = client.get(url, headers={"Accept-Encoding": "br, gzip"})

    assert (plain.headers.get("Content-Encoding"), packed["Content-Encoding"]) == (None, "gzip")
    assert gzip.decompress(packed.content) == plain.content
    assert packed["ETag"] == plain["ETag"]
    assert packed["Vary"] == plain["Vary"] == "Cookie, Accept-Encoding"


def test_languages_are_kept_apart(client, small_site):
    client.get(small_site.doctor["ru"].url)

    assert state(client, small_site.doctor["en"].url) == "miss"


def test_advertisers_parameters_do_not_make_another_page(client, small_site):
    client.get(small_site.doctor["ru"].url)

    assert state(client, small_site.doctor["ru"].url, data={"utm_source": "mail", "yclid": "1"}) == "hit"


def test_a_query_is_never_kept(client, small_site):
    client.get(small_site.doctors["ru"].url, {"language": "en"})

    assert state(client, small_site.doctors["ru"].url, data={"language": "en"}) is None


def test_a_visitor_with_a_session_gets_a_page_of_their_own(client, small_site, settings):
    client.get(small_site.doctor["ru"].url)
    client.cookies[settings.SESSION_COOKIE_NAME] = "something"

    assert state(client, small_site.doctor["ru"].url) is None


def publish(site):
    page = DoctorPage.objects.get(pk=site.doctor["ru"].pk)
    page.introduction = "Ведёт пациентов с аритмией."
    page.save_revision().publish()


def change_price(site):
    ServiceTerms.objects.create(service=site.service, price=Decimal("9900"), valid_from=dt.date(2026, 11, 1))


def change_hours(site):
    HoursRule.objects.filter(location=site.branch).first().save()


def rename_a_category(site):
    site.service.category.save()


def close_a_day(site):
    HoursException.objects.create(
        kind="closed",
        location=site.branch,
        start_date="2026-12-31",
        end_date="2026-12-31",
        reason_ru="Праздник",
    )


def publish_a_review(site):
    clinic.review_of(site.anna, site.service, site.branch, text="Спасибо")


def change_menu(site):
    LocaleTexts.objects.get(locale__language_code="ru").save()


def unpublish_another(site):
    site.doctors["en"].unpublish()


@pytest.mark.parametrize(
    "change",
    [
        publish,
        change_price,
        rename_a_category,
        change_hours,
        close_a_day,
        publish_a_review,
        change_menu,
        unpublish_another,
    ],
)
def test_what_pages_show_purges_them(client, small_site, change, django_capture_on_commit_callbacks):
    url = small_site.doctor["ru"].url
    client.get(url)
    assert state(client, url) == "hit"

    with django_capture_on_commit_callbacks(execute=True):
        change(small_site)

    assert state(client, url) == "miss"


def test_a_page_made_before_a_change_is_not_kept_after_it(
    client, small_site, monkeypatch, django_capture_on_commit_callbacks
):
    """The generation is read before the page is made: a change in between must not be lost."""
    url = small_site.doctor["ru"].url
    present = DoctorPage.present

    def change_meanwhile(self, request, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            change_price(small_site)
        return present(self, request, **kwargs)

    monkeypatch.setattr(DoctorPage, "present", change_meanwhile)
    client.get(url)
    monkeypatch.undo()

    assert state(client, url) == "miss"


def test_booking_is_never_kept(client, small_site, monkeypatch):
    monkeypatch.setattr(BookingPage, "urlconf", "tests.cms.tiny_urls")
    response = client.get(small_site.booking_page["ru"].url)

    assert response["Cache-Control"] == "private, no-store"
    assert "X-Page-Cache" not in response


def test_page_kept_before_a_release_is_not_served_after_it(client, small_site, settings, tmp_path):
    manifest = tmp_path / "manifest.json"
    settings.DJANGO_VITE = {"default": {"dev_mode": True, "manifest_path": manifest}}
    url = small_site.doctor["ru"].url
    manifest.write_text('{"site": "one.css"}')
    assert (state(client, url), state(client, url)) == ("miss", "hit")

    manifest.write_text('{"site": "two.css"}')

    assert state(Client(), url) == "miss"


def test_preview_is_never_kept(client, small_site):
    page = small_site.doctor["ru"].specific
    page.introduction = "Это только черновик."
    page.make_preview_request()

    assert "Это только черновик." not in client.get(page.url).text
