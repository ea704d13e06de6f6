"""What keeps a site in order while nobody looks: links, reminders, translations, redirects, enquiries."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone
from wagtail.contrib.forms.models import FormSubmission
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from cms.editor.reports import overdue_pages
from cms.editorial import links, reminders
from cms.editorial.translations import missing_translations, outdated_translations
from cms.models import (
    BrokenLink,
    DoctorPage,
    EnquiryField,
    EnquiryPage,
    LandingPage,
    LinkProblem,
    LocaleTexts,
    SiteSettings,
)
from cms.models.enquiries import forget_old


def with_links(site, html):
    page = LandingPage.objects.get(pk=site.public["landing"]["ru"].pk)
    page.body = [("text", html)]
    page.save()
    links.check_all()
    return {row.address: row.problem for row in BrokenLink.objects.filter(page=page)}


def test_links_to_what_is_gone_are_found_and_forgotten_when_mended(site):
    hidden = site.public["promotion"]["ru"]
    hidden.unpublish()

    found = with_links(
        site,
        f'<p><a linktype="page" id="{hidden.pk}">1</a><a linktype="page" id="999999">2</a>'
        '<a linktype="document" id="999">3</a><a href="/ru/doctors/nobody/">4</a><a href="/ru/doctors/">5</a>'
        '<a href="/ru/booking/anything/below/">6</a><a href="https://example.org/x">7</a><a href="tel:+7000">8</a></p>',
    )

    assert found == {
        f"page {hidden.pk}": LinkProblem.PAGE_HIDDEN,
        "page 999999": LinkProblem.PAGE_GONE,
        "document 999": LinkProblem.DOCUMENT_GONE,
        "/ru/doctors/nobody/": LinkProblem.NOT_FOUND,
    }
    assert with_links(site, "<p>Ссылок нет.</p>") == {}


def test_overdue_page_is_listed_and_its_owner_reminded(small_site, staff_client):
    owner = staff_client("Marketing leads").user
    page = DoctorPage.objects.get(pk=small_site.doctor["ru"].pk)
    page.review_by, page.owner = timezone.localdate(), owner
    page.save()

    reminders.remind()

    assert [overdue.pk for overdue in overdue_pages(timezone.localdate())] == [page.pk]
    assert [(letter.to, page.title in letter.body) for letter in mail.outbox] == [([owner.email], True)]


def test_page_without_owner_is_told_to_the_leads(small_site, staff_client):
    lead = staff_client("Marketing leads").user
    DoctorPage.objects.filter(pk=small_site.doctor["ru"].pk).update(owner=None)
    page = DoctorPage.objects.get(pk=small_site.doctor["ru"].pk)
    page.review_by = timezone.localdate() - dt.timedelta(days=3)
    page.save()

    reminders.remind()

    assert [letter.to for letter in mail.outbox] == [[lead.email]]


def test_review_date_follows_from_the_last_review(site):
    article = site.public["article"]["ru"]
    article.last_reviewed_on, article.review_interval_months = dt.date(2026, 8, 31), 6
    article.save()

    assert article.review_by == dt.date(2027, 2, 28)


def test_page_without_translation_is_listed(small_site):
    small_site.doctor["en"].unpublish()

    assert [(page.pk, str(page.missing)) for page in missing_translations()] == [
        (small_site.doctor["ru"].pk, str(missing_translations()[0].missing))
    ]
    assert outdated_translations() == []


def test_language_switch_leads_home_where_a_page_is_not_translated(client, small_site):
    small_site.doctor["en"].unpublish()

    page = client.get(small_site.doctor["ru"].url)

    assert {link.code: link.url for link in page.context["clinic"].languages} == {
        "ru": small_site.doctor["ru"].url,
        "en": "/en/",
    }
    assert 'hreflang="en"' in page.text


def test_old_address_leads_to_the_new_one(client, small_site, django_capture_on_commit_callbacks):
    page = DoctorPage.objects.get(pk=small_site.doctor["ru"].pk)
    page.slug = "anna"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()

    response = client.get("/ru/doctors/anna-example/")

    assert Redirect.objects.count() == 1
    assert (response.status_code, response["Location"].endswith("/ru/doctors/anna/")) == (301, True)


@pytest.fixture
def enquiry(site):
    page = EnquiryPage.objects.get(pk=site.public["enquiry"]["ru"].pk)
    EnquiryField.objects.create(
        page=page, label="Ваш вопрос", field_type="multiline", locale=page.locale, clean_name="q"
    )
    return page


def test_enquiry_is_kept_once_and_answered_with_thanks(client, enquiry):
    sent = client.post(enquiry.url, {"q": "Хотим написать о вас."})
    client.get(sent["Location"])
    client.get(sent["Location"])

    assert FormSubmission.objects.count() == 1
    assert sent.status_code == 302
    assert "Спасибо" in client.get(sent["Location"]).text


def test_enquiry_with_an_error_keeps_what_was_typed(client, enquiry):
    EnquiryField.objects.create(
        page=enquiry,
        label="Почта",
        field_type="email",
        locale=enquiry.locale,
        clean_name="mail",
        sort_order=2,
    )

    response = client.post(enquiry.url, {"q": "Хотим написать о вас.", "mail": "не почта"})

    assert response.status_code == 200
    assert "Хотим написать о вас." in response.text
    assert FormSubmission.objects.count() == 0


def test_program_that_sends_hundreds_is_stopped(client, enquiry):
    answers = [client.post(enquiry.url, {"q": "!"}).status_code for _attempt in range(12)]

    assert answers[-1] == 429


def test_enquiries_are_deleted_in_time(client, enquiry):
    client.post(enquiry.url, {"q": "Старый"})
    FormSubmission.objects.update(submit_time=timezone.now() - dt.timedelta(days=enquiry.keep_days + 1))
    client.post(enquiry.url, {"q": "Новый"})

    forget_old()

    assert [row.form_data["q"] for row in FormSubmission.objects.all()] == ["Новый"]


def test_analytics_is_asked_about_only_where_it_is_set_up(
    client, small_site, django_capture_on_commit_callbacks
):
    assert "clinic-consent" not in client.get("/ru/").text
    with django_capture_on_commit_callbacks(execute=True):
        SiteSettings.objects.create(site=Site.objects.get(), analytics_script="/metrics/count.js")

    page = client.get("/ru/", {"fresh": "1"}).text

    assert '<clinic-consent class="clinic-consent" src="/metrics/count.js" hidden>' in page
    assert '<script src="/metrics/count.js"' not in page


def test_banner_runs_from_its_beginning_to_its_end(client, small_site, django_capture_on_commit_callbacks):
    texts = LocaleTexts.objects.get(locale__language_code="ru")
    now = timezone.now()
    texts.banner_text = "Сегодня закрываемся в 18 часов"
    texts.banner_starts_at, texts.banner_ends_at = now - dt.timedelta(hours=1), now + dt.timedelta(hours=1)
    texts.save()
    assert "Сегодня закрываемся" in client.get("/ru/", {"fresh": "1"}).text

    with django_capture_on_commit_callbacks(execute=True):
        texts.banner_ends_at = now
        texts.save()

    assert "Сегодня закрываемся" not in client.get("/ru/", {"fresh": "1"}).text


def test_menus_are_previewed_before_they_are_published(small_site, client):
    texts = LocaleTexts.objects.get(locale__language_code="ru")
    texts.clinic_name = "Новое имя"
    request = client.get("/ru/").wsgi_request

    response = texts.make_preview_request(request, "")

    assert "Новое имя" in response.text
    assert "Новое имя" not in client.get("/ru/").text
