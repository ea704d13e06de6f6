import datetime as dt

import pytest

from booking.models import Organization
from cms.editorial.checking import errors, problems
from cms.editorial.phrases import promise, undated_price
from cms.models import ArticlePage
from tests.cms import clinic


@pytest.fixture
def article(small_site):
    from cms.models import BlogIndexPage

    blog = clinic.add(small_site.homes, BlogIndexPage, ("Блог", "Blog"))
    pages = clinic.add(
        blog,
        ArticlePage,
        ("Давление", "Pressure"),
        introduction="Пять правил.",
        search_description="Как измерять давление дома, чтобы цифрам можно было верить: пять правил кардиолога.",
        author=small_site.anna,
        medical_reviewer=clinic.make_doctor(2, small_site.branch, small_site.speciality, []),
        last_reviewed_on=dt.date(2026, 6, 1),
        body=[("text", "<p>Сядьте и отдохните.</p>")],
    )
    return pages["ru"]


def codes(page):
    return [problem.code for problem in problems(page)]


def test_good_article_has_nothing_to_mend(article):
    assert codes(article) == []


@pytest.mark.parametrize(
    ("field", "code"),
    [("author", "no-author"), ("medical_reviewer", "no-reviewer"), ("last_reviewed_on", "no-review-date")],
)
def test_article_on_health_needs_author_reviewer_and_date(article, field, code):
    setattr(article, field, None)

    assert [problem.code for problem in errors(article)] == [code]


def test_news_need_no_reviewer(article):
    article.about_health = False
    article.author = article.medical_reviewer = article.last_reviewed_on = None

    assert codes(article) == []


def test_author_who_reviews_himself_is_a_warning(article):
    article.medical_reviewer = article.author

    assert codes(article) == ["own-reviewer"]
    assert errors(article) == []


def test_price_in_a_text_needs_a_date(article):
    article.body = [
        ("text", "<p>Приём стоит 2 500 ₽.</p>"),
        ("text", "<p>УЗИ 3 000 ₽ на 1 ноября 2026 года.</p>"),
    ]

    assert [(problem.code, problem.words) for problem in problems(article)] == [("undated-price", "2 500 ₽")]


def test_promise_is_found_in_any_field(article):
    article.introduction = "Гарантируем полное излечение."

    found = problems(article)[0]

    assert (found.code, found.field, found.is_error) == ("promise", "introduction", True)


def test_picture_needs_words_in_the_language_of_the_page(article):
    article.image = clinic.picture(alt_en="A monitor")

    assert codes(article) == ["no-alt"]


def test_decorative_picture_needs_no_words(article):
    image = {"image": clinic.picture().pk, "decorative": True, "alt_text": ""}
    raw = [{"type": "picture", "value": {"image": image, "caption": ""}}]
    article.body = article._meta.get_field("body").to_python(raw)

    assert codes(article) == []


def test_missing_licence_is_told_on_pages_that_must_show_it(small_site):
    Organization.objects.update(licence="")

    assert "no-licence" in codes(small_site.homes["ru"])
    assert "no-licence" not in codes(small_site.doctor["ru"])


@pytest.mark.parametrize(
    "text",
    [
        "от 1500 руб.",
        "1 200 рублей",
        "всего $50",
        "€ 100",
        "2500₽",
        "price 3000 rubles",
    ],
)
def test_prices_are_recognised(text):
    assert undated_price(text)


@pytest.mark.parametrize(
    "text", ["2500 ₽ на 01.11.2026", "2500 ₽, цены на ноябрь 2026", "100 мг в сутки", "2026 год", "5 врачей"]
)
def test_dated_prices_and_other_numbers_pass(text):
    assert not undated_price(text)


@pytest.mark.parametrize(
    "text",
    [
        "Избавим от боли навсегда: навсегда избавим",
        "100% результат",
        "Результат гарантирован",
        "лечение без побочных эффектов",
        "абсолютно безопасно",
        "We guarantee a full recovery",
        "cured for good",
        "no side effects",
    ],
)
def test_promises_are_recognised(text):
    assert promise(text)


@pytest.mark.parametrize(
    "text",
    [
        "Мы гарантируем врачебную тайну",
        "Врач расскажет о побочных эффектах",
        "100 % хлопок",
        "We cure nobody by mail",
    ],
)
def test_honest_words_pass(text):
    assert not promise(text)
