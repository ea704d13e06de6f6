import pytest
from django.utils import translation

from cms import models as cms
from cms.models import SearchEntry, SearchTerm
from cms.presenters.searching import log_search
from cms.search.asking import find
from cms.search.expressions import SAID, clinic_words
from cms.search.indexing import index_everything, index_page
from cms.search.stems import stem, telling
from cms.search.typos import distance, nearest, other_layout
from tests.cms import clinic


@pytest.fixture
def indexed(site):
    index_everything()
    return site


def titles(phrase, language="ru"):
    return [hit.title for hit in find(phrase, language).hits]


@pytest.mark.parametrize(
    "phrase",
    [
        "кардиолог",
        "кардиологу",
        "к кардиологу",
        "кардиология",
        "КАРДИОЛОГА",
        "кардио",
        "примерова",
        "Примеровой",
        "example1",
    ],
)
def test_doctor_is_found_by_any_form_of_the_words(indexed, phrase):
    assert "Примерова1 Анна Образцовна" in titles(phrase)


@pytest.mark.parametrize("phrase", ["кардеолог", "кардилог", "каридолог", "rfhlbjkju", "cardeologist"])
def test_typing_errors_are_understood(indexed, phrase):
    answer = find(phrase, "ru")

    assert "Примерова1 Анна Образцовна" in [hit.title for hit in answer.hits]
    assert answer.corrected


@pytest.mark.parametrize(
    ("phrase", "language", "found"),
    [
        ("сердечный врач", "ru", "Примерова1 Анна Образцовна"),
        ("сердечному врачу", "ru", "Примерова1 Анна Образцовна"),
        ("heart doctor", "en", "Anna Example1"),
    ],
)
def test_what_visitors_say_is_taken_for_what_the_clinic_writes(indexed, phrase, language, found):
    answer = find(phrase, language)

    assert found in [hit.title for hit in answer.hits]
    assert answer.corrected == ""


def test_all_words_must_be_there_when_some_page_has_them_all(indexed):
    assert titles("мерить давление") == ["Как мерить давление"]


def test_one_language_does_not_find_pages_of_the_other(indexed):
    assert titles("Measuring pressure", "en") == ["Measuring pressure"]
    assert titles("Measuring pressure", "ru") == []


@pytest.mark.parametrize("active", ["ru", "en"])
def test_doctors_are_named_in_the_language_of_their_page(indexed, active):
    with translation.override(active):
        index_page(indexed.public["doctor"]["en"])

    assert "Anna Example1" in titles("cardiologist", "en")


def test_word_of_few_pages_says_more_than_a_word_of_many(site):
    for number in range(5):
        clinic.add(
            site.public["blog category"],
            cms.ArticlePage,
            (f"Как мерить пульс {number}", f"Pulse {number}"),
            introduction="x",
        )
    index_everything()

    assert titles("пульс давление")[0] == "Как мерить давление"


def test_doctors_and_services_come_before_texts(indexed):
    kinds = [hit.kind for hit in find("кардиолог", "ru").hits]

    assert kinds[0] in ("doctor", "service")


@pytest.mark.parametrize(
    "phrase",
    [
        "",
        "   ",
        "%",
        "'; DROP TABLE cms_searchentry; --",
        "\x00",
        "а" * 5000,
        "<script>alert(1)</script>",
        "%s %d",
    ],
)
def test_hostile_phrases_find_nothing_and_break_nothing(client, indexed, phrase):
    response = client.get(indexed.public["search"]["ru"].url, {"q": phrase})

    assert response.status_code == 200
    assert "<script>alert" not in response.text
    assert SearchEntry.objects.exists()


def test_unpublished_page_is_forgotten(indexed, django_capture_on_commit_callbacks):
    page = indexed.public["article"]["ru"].specific
    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()

    assert titles("мерить давление") == []


def test_phrases_are_counted_without_their_authors(db):
    log_search("Кардиолог", "ru", 3)
    log_search("кардиолог", "ru", 0)

    term = SearchTerm.objects.get()

    assert (term.phrase, term.times, term.results) == ("кардиолог", 2, 0)


@pytest.mark.parametrize("phrase", ["+7 900 123-45-67", "anna@example.org", "полис 1234567890"])
def test_what_may_be_personal_is_not_kept(db, phrase):
    log_search(phrase, "ru", 0)

    assert not SearchTerm.objects.exists()


def test_search_page_is_not_indexed_and_answers_in_a_few_queries(
    client, indexed, django_assert_max_num_queries
):
    client.get(indexed.public["search"]["ru"].url, {"q": "кардиолог"})

    with django_assert_max_num_queries(14):
        response = client.get(indexed.public["search"]["ru"].url, {"q": "кардиолог анна"})

    assert 'name="robots" content="noindex' in response.text


@pytest.mark.parametrize(
    ("forms", "root"),
    [
        (["врач", "врачу", "врачами"], "врач"),
        (["анализы", "анализов", "анализ"], "анализ"),
        (["tests", "testing"], "test"),
    ],
)
def test_forms_of_a_word_have_one_stem(forms, root):
    assert {stem(form) for form in forms} == {root}


def test_words_that_tell_nothing_are_left_out_unless_nothing_else_is_said():
    assert telling("запись на приём к врачу") == ["запись", "прием", "врачу"]
    assert telling("как и что") == ["как", "и", "что"]


def test_distance_counts_a_swap_as_one_error():
    assert distance("анализ", "аналзи", 2) == 1
    assert distance("анализ", "рентген", 2) == 3


@pytest.mark.parametrize(
    ("said", "language", "meant"),
    [
        (["узи", "живота"], "ru", ["узи", "брюшная", "полость"]),
        (["зубной", "врач", "вечером"], "ru", ["стоматолог", "вечером"]),
        (["flu", "shots"], "en", ["flu", "vaccination"]),
        (["flu", "shots"], "ru", ["flu", "shots"]),
        ([], "ru", []),
    ],
)
def test_expressions_are_found_in_any_form_the_longest_first(said, language, meant):
    assert clinic_words(said, language) == meant


@pytest.mark.parametrize("language", SAID)
def test_no_expression_leads_to_another(language):
    """One step is made, so a chain would end at a word the clinic does not use either."""
    for meant in SAID[language].values():
        words = telling(meant)
        assert clinic_words(words, language) == words


def test_of_two_near_words_the_one_that_begins_alike_is_meant():
    assert nearest("cold", ["bold", "colt"]) == ["colt", "bold"]


def test_short_words_are_not_guessed():
    assert nearest("узл", ["узи"]) == []


def test_other_layout_turns_both_ways():
    assert other_layout("rfhlbjkju") == "кардиолог"
    assert other_layout("вщсещк") == "doctor"
