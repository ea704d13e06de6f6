"""The content API: published pages only, with blocks, head and JSON-LD."""

import json

import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from booking import models as booking
from cms import models as cms
from cms.content_api.kinds import models_by_kind
from schema_org.check import check
from tests.cms.graphs import ROOT, read
from tests.cms.test_structured_data import KINDS


def get(address, status=200, **query):
    response = Client().get(f"/api/content/v1/{address}", query)
    assert response.status_code == status
    return response.json()


def everything(**query):
    return [
        page for number in (1, 2) for page in get("pages/", page=number, page_size=50, **query)["results"]
    ]


def test_list_names_published_pages_of_both_languages(complete_site):
    page = complete_site.public["doctor"]["ru"]

    found = get("pages/", page_size=100)

    assert (
        found["count"]
        == len(found["results"])
        == Page.objects.live().filter(url_path__startswith="/ru-home/").count()
        + Page.objects.live().filter(url_path__startswith="/en-home/").count()
    )
    (doctor,) = [one for one in found["results"] if one["id"] == page.pk]
    assert doctor == {
        "id": page.pk,
        "kind": "doctor",
        "language": "ru",
        "title": "Примерова Анна",
        "slug": "anna-example",
        "url": f"{ROOT}{page.url}",
        "first_published_at": doctor["first_published_at"],
        "last_published_at": doctor["last_published_at"],
        "translations": [
            {
                "language": "en",
                "id": complete_site.public["doctor"]["en"].pk,
                "url": f"{ROOT}{complete_site.public['doctor']['en'].url}",
            }
        ],
    }


def test_list_may_be_narrowed(complete_site):
    doctors = get("pages/", kind="doctor", language="en")["results"]
    below = get("pages/", below=complete_site.public["blog"]["ru"].pk)["results"]

    assert {(one["kind"], one["language"]) for one in doctors} == {("doctor", "en")}
    assert [one["kind"] for one in below] == ["blog-category", "article"]


def test_list_is_turned_over(complete_site):
    first = get("pages/", page_size=2)
    second = Client().get(first["next"]).json()

    assert len(first["results"]) == len(second["results"]) == 2
    assert not {one["id"] for one in first["results"]} & {one["id"] for one in second["results"]}


@pytest.mark.parametrize(
    "query",
    [{"language": "de"}, {"kind": "cabinet-secret"}, {"below": "x"}, {"page_size": "1000"}, {"page": "0"}],
)
def test_wrong_parameter_is_refused_with_its_name(complete_site, query):
    problem = get("pages/", 400, **query)

    assert problem["code"] == "invalid"
    assert set(problem["errors"]) == set(query)


def test_page_beyond_the_list_and_parent_that_is_not_there_are_not_found(complete_site):
    assert get("pages/", 404, page=99)["code"] == "not-found"
    assert get("pages/", 404, below=999_999)["code"] == "not-found"


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_page_is_described_with_the_graph_of_the_site(complete_site, kind, language):
    page = complete_site.public[kind][language]

    told = get(f"pages/{page.pk}/")

    assert told["json_ld"] == read(page)[1]
    assert check(told["json_ld"]) == []
    assert told["language"] == language
    assert told["head"]["canonical"] == told["url"] == f"{ROOT}{page.url}"
    assert told["kind"] in models_by_kind()


def test_page_tells_its_fields_blocks_and_pictures(complete_site):
    page = complete_site.public["article"]["ru"]

    told = get(f"pages/{page.pk}/")

    content = told["content"]
    assert content["introduction"] == "Пять правил."
    assert content["author"] == {"id": str(complete_site.anna.pk), "name": complete_site.anna.name}
    assert content["last_reviewed_on"] == "2026-06-01"
    assert content["body"]["blocks"][0]["type"] == "text"
    assert "Сядьте и отдохните" in content["body"]["html"]
    assert content["image"]["alt"] == "Портрет врача"
    assert all(size["url"].startswith("http") and size["width"] for size in content["image"]["sizes"])
    assert [step["title"] for step in told["breadcrumbs"]] == ["Клиника", "Блог", "Сердце"]
    assert not {"noindex", "review_by", "content_digest", "page_ptr"} & set(content)


def test_page_is_found_by_its_address(complete_site):
    page = complete_site.public["doctor"]["en"]

    assert get("pages/at/", path=page.url) == get(f"pages/{page.pk}/")


@pytest.mark.parametrize(
    "path", ["/de/", "/ru/nothing/", "/", "/ru/booking/times/", "/ru/privacy/versions/1/"]
)
def test_address_without_a_page_is_not_found(complete_site, path):
    assert get("pages/at/", 404, path=path)["code"] == "not-found"


def test_address_is_required(complete_site):
    assert set(get("pages/at/", 400)["errors"]) == {"path"}


def test_draft_is_never_told(complete_site):
    page = cms.ArticlePage.objects.get(pk=complete_site.public["article"]["ru"].pk)
    page.title = "Ещё не опубликовано"
    page.save_revision()

    assert "Ещё не опубликовано" not in json.dumps(get(f"pages/{page.pk}/"), ensure_ascii=False)
    assert "Ещё не опубликовано" not in json.dumps(get("pages/"), ensure_ascii=False)


@pytest.mark.parametrize("hide", ["unpublished", "private"])
def test_hidden_page_is_not_found(complete_site, hide):
    page = complete_site.public["article"]["ru"]
    if hide == "private":
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    else:
        Page.objects.filter(pk=page.pk).update(live=False)

    get(f"pages/{page.pk}/", 404)
    get("pages/at/", 404, path=page.url)
    assert page.pk not in {one["id"] for one in everything()}


def test_page_of_a_doctor_who_has_left_is_not_found(complete_site):
    booking.Practitioner.objects.filter(pk=complete_site.anna.pk).update(active=False)

    get(f"pages/{complete_site.public['doctor']['ru'].pk}/", 404)


def test_page_that_search_engines_leave_out_has_no_graph(complete_site):
    told = get(f"pages/{complete_site.public['search']['ru'].pk}/")

    assert told["json_ld"] is None
    assert told["head"]["robots"] == "noindex, follow"


def test_answers_may_be_kept_and_read_from_anywhere(complete_site):
    response = Client().get("/api/content/v1/pages/")

    assert response["Cache-Control"] == "public, max-age=60"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "sessionid" not in response.cookies


def test_nothing_can_be_written(complete_site):
    assert Client().post("/api/content/v1/pages/", {"title": "x"}).status_code == 405


def test_number_of_queries_does_not_grow_with_the_pages(complete_site, django_assert_max_num_queries):
    def queries(size):
        with django_assert_max_num_queries(20) as captured:
            get("pages/", page_size=size)
        return len(captured)

    queries(1)

    assert queries(1) == queries(30)


def test_api_is_described(tmp_path, db):
    described = tmp_path / "openapi.yaml"

    call_command("spectacular", "--validate", "--file", str(described))

    text = described.read_text(encoding="utf-8")
    assert "/api/content/v1/pages/{page_id}/:" in text
    assert "operationId: content_page_at_address" in text
