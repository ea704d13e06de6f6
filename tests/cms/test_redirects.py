"""A page that was renamed or moved is still found at its old address."""

from django.test import Client
from wagtail.models import Page


def follow(address):
    response = Client().get(address)
    return response.status_code, response.get("Location")


def renamed(page, slug, callbacks):
    page = type(page).objects.get(pk=page.pk)
    page.slug = slug
    with callbacks(execute=True):
        page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def test_old_address_of_a_renamed_page_leads_to_the_new_one(
    standing_site, django_capture_on_commit_callbacks
):
    old = standing_site.public["doctor"]["ru"].url

    page = renamed(standing_site.public["doctor"]["ru"], "new-slug", django_capture_on_commit_callbacks)

    assert follow(old) == (301, page.url)
    assert Client().get(page.url).status_code == 200


def test_pages_below_a_renamed_page_are_found_too(standing_site, django_capture_on_commit_callbacks):
    old = standing_site.public["article"]["ru"].url

    renamed(standing_site.public["blog category"]["ru"], "new-slug", django_capture_on_commit_callbacks)

    assert follow(old) == (301, "/ru/blog/new-slug/measuring-pressure/")


def test_old_address_of_a_moved_page_leads_to_the_new_one(standing_site, django_capture_on_commit_callbacks):
    old = standing_site.public["article"]["ru"].url
    page = Page.objects.get(pk=standing_site.public["article"]["ru"].pk).specific

    with django_capture_on_commit_callbacks(execute=True):
        page.move(Page.objects.get(pk=standing_site.public["blog"]["ru"].pk), pos="last-child")

    assert follow(old) == (301, "/ru/blog/measuring-pressure/")


def test_address_that_never_was_is_not_found(standing_site):
    assert follow("/ru/never-was/")[0] == 404
