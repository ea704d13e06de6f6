"""Lists of the admin cost the same for many rows as for one, and find what they promise to find."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource

from cms.editor.reports import REPORTS
from cms.editorial.translations import outdated_translations
from cms.models import BrokenLink, DoctorPage, EditorialFinding, SearchTerm
from cms.models.branches import BranchPage
from cms.structured_data.checking import Verdict, keep
from schema_org.findings import Finding, Severity
from tests.cms import clinic

LISTS = [
    *("doctor_pages:index", "service_pages:index", "branch_pages:index", "article_pages:index"),
    *("patient_reviews:index", "branch_notices:index"),
    *(f"cms_report_{report.slug}" for report in REPORTS),
]


def give_to_translate(page, *, given_at):
    source, _created = TranslationSource.update_or_create_from_instance(page)
    TranslationSource.objects.filter(pk=source.pk).update(last_updated_at=given_at)
    Translation.objects.create(
        source=source, target_locale=Locale.objects.get(language_code="en"), enabled=True
    )


@pytest.fixture
def full_lists(standing_site):
    """Three rows and more in every list."""
    now = timezone.now()
    kinds = list(standing_site.public.values())
    doctor = standing_site.public["doctor"]["ru"].specific
    finding = Finding(Severity.ERROR, "unknown-keyword", "#", ("Physician",), "@x", {"property": "@x"})
    keep(Verdict(doctor, "", [finding] * 3))
    for number in range(3):
        page = kinds[number]["ru"]
        EditorialFinding.objects.create(page_id=doctor.pk, severity="error", code="no-author", checked_at=now)
        BrokenLink.objects.create(
            page_id=page.pk, address="/gone/", problem="not-found", first_seen_at=now, last_seen_at=now
        )
        SearchTerm.objects.create(phrase=f"колено {number}", language="ru", last_searched_on=now.date())
        clinic.review_of(standing_site.anna, standing_site.service, standing_site.branch)
        standing_site.branch.notices.create(
            text_ru="Вход со двора", starts_at=now, ends_at=now + dt.timedelta(days=1)
        )
        give_to_translate(kinds[number]["ru"].specific, given_at=now - dt.timedelta(days=9))
        type(page.specific).objects.filter(pk=page.pk).update(last_published_at=now)
        kinds[-1 - number]["en"].unpublish()
    DoctorPage.objects.update(review_by=now.date() - dt.timedelta(days=1))
    return standing_site


@pytest.mark.parametrize("name", LISTS)
def test_list_asks_as_much_for_many_rows_as_for_one(
    staff_client, full_lists, name, monkeypatch, django_assert_max_num_queries
):
    lead, address = staff_client("Marketing leads"), reverse(name)

    def queries(rows):
        monkeypatch.setattr(BaseListingView, "get_paginate_by", lambda view, queryset: rows)
        with django_assert_max_num_queries(200) as asked:
            page = lead.get(address).text
        return len(asked), page.count("<tr")

    queries(1)
    (few, one_row), (many, rows) = queries(1), queries(50)

    assert rows > one_row
    assert many <= few


def test_dashboard_asks_as_much_for_many_pages_as_for_few(
    staff_client, full_lists, django_assert_max_num_queries
):
    lead = staff_client("Marketing leads")
    lead.get("/admin/")
    with django_assert_max_num_queries(200) as few:
        lead.get("/admin/")
    more = list(full_lists.public.values())[3:9]
    for pages in more:
        give_to_translate(pages["ru"].specific, given_at=timezone.now() - dt.timedelta(days=9))
        type(pages["ru"].specific).objects.filter(pk=pages["ru"].pk).update(last_published_at=timezone.now())

    kinds_of_pages = len(more)
    with django_assert_max_num_queries(len(few) + kinds_of_pages):
        lead.get("/admin/")


def test_translation_is_outdated_once_its_source_says_something_else(standing_site):
    branch = BranchPage.objects.get(pk=standing_site.public["branch"]["ru"].pk)
    give_to_translate(branch, given_at=timezone.now())
    assert outdated_translations() == []

    branch.introduction = "Теперь с парковкой."
    branch.save_revision().publish()

    assert [page.pk for page in outdated_translations()] == [standing_site.public["branch"]["en"].pk]


def test_republishing_the_same_words_dates_no_translation(standing_site):
    branch = BranchPage.objects.get(pk=standing_site.public["branch"]["ru"].pk)
    branch.save_revision().publish()
    give_to_translate(branch, given_at=timezone.now())

    BranchPage.objects.get(pk=branch.pk).get_latest_revision_as_object().save_revision().publish()

    assert outdated_translations() == []


def test_listing_filters_by_the_state_of_the_translation(staff_client, standing_site):
    editor, address = staff_client("Editors"), reverse("branch_pages:index")
    standing_site.public["branch"]["en"].unpublish()

    def found(**query):
        page = editor.get(address, query).text
        edit = reverse("wagtailadmin_pages:edit", args=[standing_site.public["branch"]["ru"].pk])
        return edit in page

    assert found(translation="missing")
    assert not found(translation="outdated")


def test_doctor_form_tells_services_prices_and_the_nearest_time(staff_client, standing_site):
    page = (
        staff_client("Editors")
        .get(reverse("wagtailadmin_pages:edit", args=[standing_site.public["doctor"]["ru"].pk]))
        .text
    )

    record = page.split('class="clinic-record"')[1].split("</dl>")[0]
    assert standing_site.service.name in record
    assert "2\xa0500\xa0₽" in record.replace(" ", "\xa0").replace("\u202f", "\xa0")
    assert "Ближайшее" in record
    assert "<input" not in record


def test_translator_cannot_choose_another_doctor(standing_site):
    source, _created = TranslationSource.update_or_create_from_instance(
        standing_site.public["doctor"]["ru"].specific
    )

    assert "practitioner" not in set(source.overridablesegment_set.values_list("context__path", flat=True))
