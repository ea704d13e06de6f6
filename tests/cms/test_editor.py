"""The admin as editors meet it."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Page, get_page_models

from cms.editor.reports import REPORTS
from cms.models import ArticlePage, DoctorPage, LegalTextPage
from cms.models.base import ContentPage

REPORT_SLUGS = [report.slug for report in REPORTS]


def test_every_page_type_can_be_edited_and_previewed_in_every_mode(staff_client, site):
    lead = staff_client("Marketing leads")
    for kind, pages in site.public.items():
        page = pages["ru"].specific
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert lead.get(edit).status_code == 200, kind
        for mode, _label in page.preview_modes:
            request = lead.get("/ru/").wsgi_request
            response = page.make_preview_request(request, mode)
            assert response.status_code == 200, (kind, mode)
            assert 'rel="canonical"' not in response.text or "noindex" in response.text, (kind, mode)


def test_all_page_types_are_content_pages_with_a_place_in_the_tree():
    own = [model for model in get_page_models() if model._meta.app_label == "cms"]

    assert own
    assert all(issubclass(model, ContentPage) for model in own)
    assert all(model.parent_page_types for model in own)


@pytest.mark.parametrize("slug", REPORT_SLUGS)
def test_report_opens_for_editors_and_exports(staff_client, site, slug):
    editor = staff_client("Editors")

    assert editor.get(reverse(f"cms_report_{slug}")).status_code == 200
    assert editor.get(reverse(f"cms_report_{slug}_results")).status_code == 200


@pytest.mark.parametrize("slug", REPORT_SLUGS)
def test_report_is_closed_to_operators(staff_client, db, slug):
    response = staff_client("Operators").get(reverse(f"cms_report_{slug}"))

    assert response.status_code == 302


@pytest.mark.parametrize("name", ["doctor_pages", "service_pages", "branch_pages", "article_pages"])
def test_listing_opens_with_its_filters(staff_client, site, name):
    editor = staff_client("Editors")

    response = editor.get(reverse(f"{name}:index"), {"live": "true", "overdue": "false"})

    assert response.status_code == 200


def test_listing_of_doctors_finds_those_without_photo(staff_client, site):
    editor = staff_client("Editors")

    page = editor.get(reverse("doctor_pages:index"), {"no_photo": "true"}).text

    assert "Примерова Вторая" in page
    assert "Примерова Анна" not in page


def test_dashboard_shows_what_is_to_be_done_and_no_appointments(staff_client, site):
    page = staff_client("Editors").get("/admin/").text

    assert reverse("cms_report_rules") in page
    assert "operations/appointments" not in page


def test_doctor_form_shows_the_schedules_facts_read_only(staff_client, small_site):
    lead = staff_client("Marketing leads")
    edit = reverse("wagtailadmin_pages:edit", args=[small_site.doctor["ru"].pk])

    page = lead.get(edit).text

    assert small_site.anna.name in page
    assert "Примерск" not in page or 'name="address"' not in page
    assert 'name="family_ru"' not in page


def test_patient_preview_is_of_an_invented_patient(staff_client, small_site):
    page = small_site.doctor["ru"].specific
    request = staff_client("Editors").get("/ru/").wsgi_request

    response = page.make_preview_request(request, "patient")

    assert "Мария Образцова" in response.text


def test_search_preview_counts_characters(staff_client, small_site):
    page = small_site.doctor["ru"].specific
    page.seo_title = "Ш" * 80
    request = staff_client("Editors").get("/ru/").wsgi_request

    response = page.make_preview_request(request, "search")

    assert "Ш" * 60 not in response.text
    assert "noindex" in response.text


def test_legal_text_keeps_its_published_versions(client, site, staff_client):
    page = LegalTextPage.objects.get(pk=site.public["legal"]["ru"].pk)
    page.save_revision().publish()
    page.version, page.body = "2", [("text", "<p>Мы храним записи дольше.</p>")]
    page.save_revision().publish()

    old = client.get(f"{page.url}versions/1/")

    assert "Мы храним записи.<" in old.text
    assert 'content="noindex' in old.text
    assert "versions/1/" in client.get(page.url).text
    assert client.get(f"{page.url}versions/9/").status_code == 404


def test_published_version_cannot_be_rewritten(site):
    page = LegalTextPage.objects.get(pk=site.public["legal"]["ru"].pk)
    page.save_revision().publish()
    page.body = [("text", "<p>Что-то другое.</p>")]

    with pytest.raises(ValidationError) as refused:
        page.full_clean()

    assert "version" in refused.value.message_dict


def test_legal_text_in_force_cannot_be_deleted(staff_client, site):
    page = LegalTextPage.objects.get(pk=site.public["legal"]["ru"].pk)
    page.save_revision().publish()

    staff_client(superuser=True).post(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    assert Page.objects.filter(pk=page.pk).exists()


def test_article_with_errors_is_saved_but_not_published(staff_client, site):
    article = ArticlePage.objects.get(pk=site.public["article"]["ru"].pk)
    article.author = None
    article.save_revision()
    lead = staff_client("Marketing leads")

    response = lead.post(
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={article.pk}", {}
    )

    article.refresh_from_db()
    assert response.status_code == 302
    assert article.author is not None
    assert article.has_unpublished_changes


def test_form_that_asks_about_health_is_refused():
    from cms.models import EnquiryField

    field = EnquiryField(label="Опишите ваши симптомы", field_type="singleline", clean_name="a")

    with pytest.raises(ValidationError):
        field.clean()


def test_second_page_of_a_doctor_in_one_language_is_refused(small_site):
    double = DoctorPage(
        title="Ещё раз", slug="again", practitioner=small_site.anna, locale=small_site.doctors["ru"].locale
    )

    with pytest.raises(ValidationError):
        small_site.doctors["ru"].add_child(instance=double)


@pytest.mark.parametrize(
    "address",
    [
        "/admin/snippets/cms/localetexts/",
        "/admin/branch_notices/",
        "/admin/branch_notices/new/",
        "/admin/patient-reviews/",
        "/admin/redirects/",
        "/admin/redirects/import/",
        "/admin/forms/",
        "/admin/settings/cms/sitesettings/",
    ],
)
def test_what_is_said_once_for_the_site_can_be_edited_by_the_lead(staff_client, site, address):
    assert staff_client("Marketing leads").get(address, follow=True).status_code == 200


def test_operator_is_not_shown_what_is_closed_to_him(staff_client, site):
    page = staff_client("Operators").get("/admin/").text

    for name in ("doctor_pages:index", "patient_reviews:index", "cms_report_rules"):
        assert reverse(name) not in page


def test_day_of_the_next_review_is_named_in_the_list(staff_client, site):
    page = site.public["article"]["ru"].specific
    page.review_by = dt.date(2031, 5, 9)
    type(page).objects.filter(pk=page.pk).update(review_by=page.review_by)

    listing = staff_client("Editors").get(reverse("article_pages:index")).text

    assert "9 мая 2031" in listing


def test_empty_report_says_what_that_means(staff_client, db):
    editor = staff_client("Editors")
    address = reverse("cms_report_search-phrases")

    assert "Никто ещё ничего не искал." in editor.get(address).text
    assert "Под эти фильтры ничего не подходит." in editor.get(address, {"found": "nothing"}).text
