"""The check of structured data as editors, reports and the command line see it."""

import datetime as dt
import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation
from wagtail.models import Page

from booking import models as booking
from cms import models as cms
from cms.models import DataCheck, DataFinding
from cms.structured_data import checking
from schema_org.findings import Finding, Severity


def stored(page):
    return type(page).objects.get(pk=page.pk)


def run(*arguments):
    """Status and output of the command."""
    out = io.StringIO()
    try:
        call_command("check_structured_data", *arguments, stdout=out)
    except SystemExit as ended:
        return ended.code, out.getvalue()
    return 0, out.getvalue()


def test_complete_page_has_no_findings(complete_site):
    found = checking.verdict(stored(complete_site.public["doctor"]["ru"]))

    assert found.findings == []
    assert json.loads(found.readable)["@context"] == "https://schema.org"


def test_draft_is_checked_as_it_would_be_published(complete_site):
    page = stored(complete_site.public["doctor"]["ru"])
    page.photo = None

    codes = [(finding.code, finding.property) for finding in checking.verdict(page).findings]

    assert ("missing-recommended", "image") in codes
    assert checking.verdict(stored(page)).findings == []


def test_page_without_graph_and_page_that_leads_elsewhere_have_nothing_to_check(complete_site):
    booking.Practitioner.objects.filter(pk=complete_site.boris.pk).update(active=False)
    gone = cms.DoctorPage.objects.filter(practitioner=complete_site.boris).first()

    for page in (stored(complete_site.public["search"]["ru"]), gone):
        found = checking.verdict(page)
        assert (found.written, found.readable, found.findings) == ("", "", [])


def test_what_is_left_out_is_an_error(complete_site):
    booking.Location.objects.filter(pk=complete_site.branch.pk).update(street_ru="", street_en="")

    found = checking.verdict(stored(complete_site.public["branch"]["ru"]))

    assert ("left-out", "address") in [(finding.code, finding.property) for finding in found.findings]
    assert found.errors >= 1


@pytest.mark.parametrize(
    ("kind", "changes", "field"),
    [
        ("doctor", {"photo": None}, "photo"),
        ("doctor", {"education": []}, "education"),
        ("service", {"how_performed": ""}, "how_performed"),
        ("service", {"medical_reviewer": None}, "medical_reviewer"),
        ("article", {"author": None}, "author"),
        ("article", {"last_reviewed_on": None}, "last_reviewed_on"),
        ("faq", {"search_description": ""}, "search_description"),
    ],
)
def test_advice_names_the_field_that_mends_it(complete_site, kind, changes, field):
    page = stored(complete_site.public[kind]["ru"])
    for name, value in changes.items():
        setattr(page, name, value)

    advice = [checking.advice(page, finding) for finding in checking.verdict(page).findings]

    assert field in {one.mend.field for one in advice}


def test_advice_for_records_of_the_schedule_names_the_record(complete_site):
    booking.Location.objects.filter(pk=complete_site.branch.pk).update(latitude=None, longitude=None)
    page = stored(complete_site.public["branch"]["en"])

    with translation.override("en"):
        (advice,) = [checking.advice(page, finding) for finding in checking.verdict(page).findings]

    assert advice.mend.field == "location"
    assert advice.mend.place == "The records of the schedule system, for “Branch”"
    assert not advice.is_error


@pytest.mark.parametrize(
    ("node", "place"),
    [
        ("http://testserver/#organization", "Site settings, and the clinic's legal data"),
        (
            "http://testserver/#/clinic/00000000-0000-0000-0000-000000000000",
            "The records of the schedule system",
        ),
    ],
)
def test_advice_for_other_entities_says_where_they_are_kept(complete_site, node, place):
    finding = Finding(
        Severity.WARNING,
        "missing-recommended",
        node,
        (),
        "logo",
        {"property": "logo", "source": "", "subject": ""},
    )

    with translation.override("en"):
        advice = checking.advice(stored(complete_site.public["doctor"]["en"]), finding)

    assert (advice.mend.field, advice.mend.place) == ("", place)


def test_advice_is_in_the_editors_language(complete_site):
    page = stored(complete_site.public["doctor"]["ru"])
    page.photo = None

    with translation.override("ru"):
        problems = [checking.advice(page, finding).problem for finding in checking.verdict(page).findings]

    assert "Нет свойства «image»; Google рекомендует его (место работы организации)." in problems


def test_command_finds_nothing_wrong_with_a_complete_site(complete_site):
    status, told = run()

    assert (status, told.splitlines()[-1]) == (
        0,
        f"{checking.published_pages().count()} pages, 0 errors, 0 warnings",
    )


def test_command_ends_with_1_when_something_is_wrong_and_tells_where(complete_site):
    booking.Location.objects.filter(pk=complete_site.branch.pk).update(street_ru="", street_en="")

    status, told = run("--language", "en")

    assert status == 1
    assert f"http://testserver{complete_site.public['branch']['en'].url}" in told
    assert "is not published, because “address” is missing" in told


def test_command_may_be_strict_about_warnings(complete_site):
    cms.DoctorPage.objects.update(photo=None)

    assert run()[0] == 0
    assert run("--fail-on", "warning")[0] == 1


def test_command_writes_a_line_of_json_per_page(complete_site):
    page = complete_site.public["faq"]["ru"]

    _status, told = run("--json", "--page", str(page.pk))

    assert json.loads(told) == {"page": page.pk, "url": f"http://testserver{page.url}", "findings": []}


def test_command_without_pages_says_so(complete_site):
    Page.objects.update(live=False)

    with pytest.raises(CommandError, match="No published page"):
        run()


def test_findings_are_kept_for_the_report_until_the_next_check(complete_site):
    cms.DoctorPage.objects.filter(pk=complete_site.public["doctor"]["ru"].pk).update(photo=None)
    run()

    row = DataFinding.objects.filter(page=complete_site.public["doctor"]["ru"], property="image").first()
    assert (
        checking.kept_finding(row).problem()
        == "“image” is missing; Google recommends it for a place of business."
    )

    cms.DoctorPage.objects.update(photo=complete_site.photo)
    run()
    assert not DataFinding.objects.filter(page=complete_site.public["doctor"]["ru"]).exists()


def checked(page):
    return DataCheck.objects.get(page_id=page.pk).checked_at


def test_periodic_check_takes_pages_that_are_new_changed_or_checked_long_ago(complete_site):
    pages = [complete_site.public[kind]["ru"] for kind in ("faq", "legal", "contacts")]
    checking.check_due()
    done = timezone.now()
    DataCheck.objects.update(checked_at=done)
    DataCheck.objects.filter(page_id=pages[0].pk).update(checked_at=done - dt.timedelta(days=2))
    Page.objects.filter(pk=pages[1].pk).update(last_published_at=timezone.now())

    checking.check_due()

    assert checked(pages[0]) > done
    assert checked(pages[1]) > done
    assert checked(pages[2]) == done


def test_periodic_check_takes_a_limited_number_at_once(complete_site, monkeypatch):
    monkeypatch.setattr(checking, "CHECKED_AT_ONCE", 3)

    checking.check_due()
    checking.check_due()

    assert DataCheck.objects.count() == 6


def test_findings_of_a_page_that_is_no_longer_published_are_forgotten(complete_site):
    page = complete_site.public["doctor"]["ru"]
    cms.DoctorPage.objects.filter(pk=page.pk).update(photo=None)
    checking.keep(checking.verdict(stored(page)))
    Page.objects.filter(pk=page.pk).update(live=False)

    checking.check_due()

    assert not DataFinding.objects.filter(page=page).exists()


def test_page_that_was_never_saved_is_checked_like_any_other(complete_site):
    parent = stored(complete_site.public["doctors"]["ru"])
    page = cms.DoctorPage(
        title="Новый врач", slug="new", locale=parent.locale, practitioner=complete_site.boris, live=False
    )
    # As the admin's preview of a new page prepares it.
    page.depth = parent.depth + 1
    page.path = Page._get_children_path_interval(parent.path)[1]
    page.set_url_path(parent)

    found = checking.verdict(page)

    assert f'"url":"http://testserver{parent.url}new/"' in found.written
    assert ("missing-recommended", "image") in [
        (finding.code, finding.property) for finding in found.findings
    ]
    assert found.errors == 0


def test_page_without_its_record_is_checked_without_a_fault_of_ours(complete_site):
    for kind, record in (("doctor", "practitioner"), ("service", "service")):
        page = stored(complete_site.public[kind]["ru"])
        setattr(page, record, None)

        assert checking.verdict(page).errors == 0
