"""What lies on the editors' desks: a draft, an article that waits for a doctor, a page to review, questions of visitors.

Laid out once, with the first loading; what people make of it afterwards is theirs.
"""

import datetime as dt
from typing import TypeVar

from wagtail.models import Page

from cms.models import ArticlePage, LandingPage, PromotionPage, SearchTerm
from people.models import User

PageType = TypeVar("PageType", bound=Page)

#: Phrase, language, how often, how many pages were found.
SEARCHED = (
    ("справка в бассейн", "ru", 41, 0),
    ("остеопат", "ru", 23, 0),
    ("анализы", "ru", 118, 14),
    ("невролог", "ru", 96, 9),
    ("driving licence medical", "en", 12, 0),
    ("blood test", "en", 37, 8),
)


def lay_out(*, today: dt.date) -> None:
    editor, author = (User.objects.get(username=name) for name in ("editor", "medical"))
    promotion = _russian(PromotionPage)
    promotion.introduction = f"{promotion.introduction} Черновик: добавить фотографию и уточнить условия."
    promotion.save_revision(user=editor)
    article = _russian(ArticlePage)
    article.introduction = f"{article.introduction} Обновлено по новым рекомендациям."
    article.save_revision(user=author)
    article.get_workflow().start(article, author)
    LandingPage.objects.filter(pk=_russian(LandingPage).pk).update(review_by=today - dt.timedelta(days=3))
    SearchTerm.objects.bulk_create(
        SearchTerm(phrase=phrase, language=language, times=times, results=results, last_searched_on=today)
        for phrase, language, times, results in SEARCHED
    )


def _russian(model: type[PageType]) -> PageType:
    """The first page of its kind in Russian."""
    page: PageType = model.objects.filter(locale__language_code="ru").order_by("path")[0]
    return page
