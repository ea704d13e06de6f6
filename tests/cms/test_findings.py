"""What the form says of a page's search appearance while it is being filled in."""

import json

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import querydict_from_html

from cms.models import FAQPage
from tests.cms import clinic

#: Streams are drawn by script, so they are not in the form's HTML.
EMPTY_STREAMS = {
    f"{name}-count": 0 for name in ("story", "education", "certificates", "profiles", "questions")
}


def filled(client, address, **changes):
    form = querydict_from_html(client.get(address).text, form_id="page-edit-form")
    return {**form.dict(), **EMPTY_STREAMS, **changes}


@pytest.fixture
def edit(small_site):
    return reverse("wagtailadmin_pages:edit", args=[small_site.doctor["ru"].pk])


def test_words_of_the_form_are_judged_before_they_are_saved(staff_client, small_site, edit):
    lead = staff_client("Marketing leads")
    form = filled(lead, edit, seo_title="Ш" * 70, search_description="Гарантируем полное излечение")

    answer = lead.post(f"{edit}findings/", form).json()

    small_site.doctor["ru"].refresh_from_db()
    beside = [(remark["field"], remark["isError"]) for remark in answer["remarks"]]
    assert beside[:3] == [
        ("search_description", True),
        ("seo_title", False),
        ("search_description", False),
    ]
    assert "Гарантируем полное излечение" in answer["remarks"][0]["text"]
    assert "Ш" * 59 in answer["html"]
    assert 'data-mend="search_description"' in answer["html"]
    assert small_site.doctor["ru"].search_description != "Гарантируем полное излечение"


def test_json_ld_is_that_of_the_form(staff_client, small_site, edit):
    lead = staff_client("Marketing leads")

    answer = lead.post(f"{edit}findings/", filled(lead, edit, job_title="заведующая отделением")).json()

    assert "&quot;jobTitle&quot;: &quot;заведующая отделением&quot;" in answer["html"]


def test_missing_photo_is_told_beside_the_photo(staff_client, small_site, edit):
    lead = staff_client("Marketing leads")

    answer = lead.post(f"{edit}findings/", filled(lead, edit, photo="")).json()

    assert "photo" in {remark["field"] for remark in answer["remarks"]}


def test_form_that_is_not_valid_changes_nothing_in_sight(staff_client, edit):
    lead = staff_client("Marketing leads")

    response = lead.post(f"{edit}findings/", filled(lead, edit, canonical_url="nowhere"))

    assert (response.status_code, response.content) == (204, b"")


def test_page_that_is_not_saved_yet_is_judged_too(staff_client, small_site):
    editor = staff_client("Editors")
    add = reverse("wagtailadmin_pages:add", args=["cms", "faqpage", small_site.homes["ru"].pk])
    form = filled(editor, add, title="Вопросы", slug="faq", search_description="Мы гарантируем успех")

    answer = editor.post(f"{add}findings/", form).json()

    assert answer["remarks"][0]["field"] == "search_description"
    assert not FAQPage.objects.exists()


def test_those_who_may_not_edit_learn_nothing(staff_client, edit):
    assert staff_client("Operators").post(f"{edit}findings/", {}).status_code == 302


def test_form_opens_with_the_remarks_on_its_last_draft(staff_client, small_site, edit):
    page = small_site.doctor["ru"].specific
    page.search_description = "Коротко"
    page.save_revision()

    html = staff_client("Marketing leads").get(edit).text

    placed = json.loads(html.split('<script type="application/json">')[1].split("</script>")[0])
    assert ("search_description", False) in {(remark["field"], remark["isError"]) for remark in placed}
    assert "data-clinic-checks" in html
    assert "Описание в результатах поиска" in html


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_kind_of_page_shows_itself_as_a_search_result(staff_client, site, language):
    lead = staff_client("Marketing leads")

    for kind, pages in site.public.items():
        page = pages[language]
        html = lead.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
        assert "clinic-result__title" in html, kind
        assert 'data-measure="seo_title"' in html, kind


def test_picture_without_words_is_told_beside_the_picture(staff_client, site):
    page = site.public["branch"]["ru"].specific
    page.image = clinic.picture("Nameless")
    page.save_revision()

    html = staff_client("Marketing leads").get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text

    placed = json.loads(html.split('<script type="application/json">')[1].split("</script>")[0])
    assert ("image", True) in {(remark["field"], remark["isError"]) for remark in placed}
