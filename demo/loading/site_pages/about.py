"""What the clinic says of itself: about, questions, promotions, legal texts."""

import datetime as dt
from typing import Any

from cms.models import FAQPage, LandingPage, LegalTextPage, PromotionPage
from demo.identity import key
from demo.loading.pages import Trees
from demo.loading.site_pages.heads import head
from demo.prose import Blocks, html
from demo.words import Language
from demo.writing import codes_in, text_pair, the_answers, the_promotions, the_site


def load_about(trees: Trees) -> None:
    site = the_site()
    trees.grow(
        LandingPage,
        "about",
        parent="home",
        slug="about",
        fields=lambda language: {**_landing("about", language), "image": trees.picture("facade-lanterns")},
    )
    trees.grow(
        FAQPage,
        "faq",
        parent="home",
        slug="faq",
        fields=lambda language: {**head(site.faq, language), "questions": _questions(language)},
    )
    trees.grow(LandingPage, "legal", parent="home", slug="legal", fields=lambda lang: head(site.legal, lang))
    for code in codes_in("legal"):
        trees.grow(
            LegalTextPage,
            code,
            parent="legal",
            slug=code,
            fields=lambda language, code=code: _legal(code, language),  # type: ignore[misc]
        )
    trees.grow(
        LandingPage,
        "promotions",
        parent="home",
        slug="promotions",
        fields=lambda language: {
            **head(site.promotions, language),
            "body": [Blocks("promotions").block("list", "promotions", {"heading": ""})],
        },
    )
    for promotion in the_promotions():
        trees.grow(
            PromotionPage,
            f"promotion-{promotion.code}",
            parent="promotions",
            slug=promotion.code,
            fields=lambda language, promotion=promotion: {  # type: ignore[misc]
                "title": promotion.title[language],
                "introduction": promotion.introduction[language],
                "search_description": promotion.introduction[language],
                "image": trees.picture(f"emblem-{promotion.emblem}"),
                "starts_on": trees.today + dt.timedelta(days=promotion.starts),
                "ends_on": trees.today + dt.timedelta(days=promotion.ends),
                "service_id": key("service", promotion.service) if promotion.service else None,
                "program_id": key("program", promotion.program) if promotion.program else None,
                "body": Blocks(f"promotion-{promotion.code}").of(promotion.body[language]),
                "terms": promotion.terms[language],
            },
        )


def _landing(code: str, language: Language) -> dict[str, Any]:
    text = text_pair("pages", code)[language]
    return {
        "title": text.title,
        "introduction": text.introduction,
        "search_description": text.description,
        "body": Blocks(code).of(text.body),
    }


def _legal(code: str, language: Language) -> dict[str, Any]:
    text = text_pair("legal", code)[language]
    return {
        "title": text.title,
        "search_description": text.description,
        "version": text.version,
        "effective_from": text.effective_from,
        "change_summary": text.change_summary,
        "body": Blocks(code).of(text.body),
    }


def _questions(language: Language) -> list[dict[str, Any]]:
    blocks = Blocks("faq")
    return [
        blocks.block(
            number,
            "section",
            {
                "heading": section.heading[language],
                "questions": blocks.items(
                    number,
                    [
                        {"question": one.question[language], "answer": html(one.answer[language])}
                        for one in section.questions
                    ],
                ),
            },
        )
        for number, section in enumerate(the_answers())
    ]
