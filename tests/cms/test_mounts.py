import pytest

from cms.models import BookingPage


@pytest.fixture(autouse=True)
def _tiny_application(monkeypatch):
    monkeypatch.setattr(BookingPage, "urlconf", "tests.cms.tiny_urls")


def test_mount_page_answers_with_the_applications_first_view(client, small_site):
    response = client.get(small_site.booking_page["ru"].url)

    assert response.text == "first step of Запись"


def test_rest_of_the_path_reaches_the_applications_view(client, small_site):
    response = client.post(f"{small_site.booking_page['en'].url}steps/7/")

    assert response.text == "POST 7 below /en/booking/"


def test_unknown_path_below_a_mount_page_is_not_found(client, small_site):
    assert client.get(f"{small_site.booking_page['ru'].url}nowhere/").status_code == 404


def test_unpublished_mount_page_takes_its_application_along(client, small_site):
    small_site.booking_page["ru"].unpublish()

    assert client.get(f"{small_site.booking_page['ru'].url}steps/7/").status_code == 404


def test_moved_mount_page_moves_its_application(client, small_site):
    page = BookingPage.objects.get(pk=small_site.booking_page["ru"].pk)
    page.slug = "zapis"
    page.save()

    assert client.get("/ru/zapis/steps/7/").text == "GET 7 below /ru/zapis/"
