"""A page that was renamed or moved is still found at its old address."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site


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


@pytest.mark.parametrize(
    ("written", "page", "link"),
    [
        ("/ru/services/prices/", "prices", ""),
        ("/ru/services/prices", "prices", ""),
        ("http://clinic.example/ru/services/prices/", "prices", ""),
        ("/ru/doctors/?branch=north", None, "http://clinic.example/ru/doctors/?branch=north"),
        ("https://elsewhere.example/a/", None, "https://elsewhere.example/a/"),
        ("elsewhere.example", None, "https://elsewhere.example"),
    ],
)
def test_imported_address_becomes_a_page_where_it_is_one(staff_client, standing_site, written, page, link):
    client = staff_client("Marketing leads")
    Site.objects.update(hostname="clinic.example")
    Site.clear_site_root_paths_cache()

    imported(client, ("/old-address/", written))

    (kept,) = Redirect.objects.filter(old_path="/old-address")
    assert (kept.redirect_page_id, kept.redirect_link) == (page and standing_site.public[page]["ru"].pk, link)
    assert follow("/old-address/")[0] == 301


def test_imported_address_without_a_page_is_named_with_the_reason_and_the_rest_is_kept(
    staff_client, standing_site
):
    client = staff_client("Marketing leads")

    summary = imported(client, ("/one/", "/ru/no-such-page/"), ("/two/", "/ru/services/prices/"))

    assert "/ru/no-such-page/" in summary
    assert "нет опубликованной страницы" in summary
    assert list(Redirect.objects.values_list("old_path", flat=True)) == ["/two"]


def imported(client, *rows):
    """The page that Wagtail's import ends on."""
    table = "\n".join(",".join(row) for row in (("from", "to"), *rows))
    file = SimpleUploadedFile("redirects.csv", table.encode(), "text/csv")
    asked = client.post("/admin/redirects/import/", {"import_file": file})
    hidden = {name: asked.context["form"][name].value() for name in ("import_file_name", "input_format")}
    answers = {**hidden, "from_index": 0, "to_index": 1, "permanent": "on", "site": ""}
    return client.post("/admin/redirects/import/process/", answers, follow=True).text
