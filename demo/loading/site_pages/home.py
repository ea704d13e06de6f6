"""The home page, begun first, as all pages lie below it, and filled last, as it shows the others."""

from typing import Any

from cms.models import HomePage
from demo.clinic import Clinic
from demo.identity import key
from demo.loading.pages import Trees
from demo.loading.site_pages.heads import head
from demo.prose import Blocks, html
from demo.words import Language
from demo.writing import the_site


def load_home(clinic: Clinic, trees: Trees) -> None:
    site = the_site()
    heading = site.home.heading or clinic.places.organization.slogan
    trees.grow(
        HomePage,
        "home",
        parent="",
        slug="home",
        fields=lambda language: {
            **head(site.home, language),
            "heading": heading[language],
            "image": trees.picture("brand-welcome"),
            "social_image": trees.picture("brand-social"),
        },
    )


def fill_home(clinic: Clinic, trees: Trees) -> None:
    """The home page shows other pages, so its body comes last."""
    for language in ("ru", "en"):
        home = HomePage.objects.get(pk=trees.pages["home", language].pk)
        if home.body:
            continue
        home.body = _home_body(clinic, trees, language)
        home.save_revision().publish()
        trees.pages["home", language] = home


def _home_body(clinic: Clinic, trees: Trees, language: Language) -> list[dict[str, Any]]:
    site, blocks = the_site(), Blocks("home")
    programs = [trees.pages[f"program-{program.code}", language] for program in clinic.programs]
    return [
        blocks.block(
            "nearest",
            "nearest_times",
            {
                "heading": site.nearest_heading[language],
                "speciality": str(key("speciality", "therapy")),
                "location": None,
                "limit": 4,
            },
        ),
        blocks.block("promotions", "promotions", {"heading": site.promotions_heading[language]}),
        blocks.block(
            "steps",
            "steps",
            {
                "heading": site.steps_heading[language],
                "steps": blocks.items(
                    "step",
                    [
                        {"title": step.title[language], "text": html(step.text[language])}
                        for step in site.steps
                    ],
                ),
            },
        ),
        blocks.block(
            "team",
            "team",
            {
                "heading": site.team_heading[language],
                "practitioners": blocks.items(
                    "doctor", [str(key("practitioner", code)) for code in site.team]
                ),
            },
        ),
        blocks.block(
            "programs",
            "cards",
            {
                "heading": site.programs_heading[language],
                "cards": blocks.items(
                    "program",
                    [
                        {
                            "page": page.pk,
                            "title": "",
                            "text": program.summary[language],
                            "image": trees.picture(f"emblem-{program.emblem}").pk,
                        }
                        for page, program in zip(programs, clinic.programs, strict=True)
                    ],
                ),
            },
        ),
        blocks.block("branches", "branches", {"heading": site.branches_heading[language]}),
        blocks.block(
            "reviews",
            "reviews",
            {
                "heading": site.reviews_heading[language],
                "about": "clinic",
                "practitioner": None,
                "service": None,
                "location": None,
                "limit": 3,
            },
        ),
        blocks.block(
            "figures",
            "figures",
            {
                "heading": site.figures_heading[language],
                "figures": blocks.items(
                    "figure",
                    [{"value": figure.value, "label": figure.label[language]} for figure in site.figures],
                ),
                "as_of": trees.today.isoformat(),
                "source": site.figures_source[language],
            },
        ),
        blocks.block(
            "articles", "articles", {"heading": site.articles_heading[language], "category": None, "limit": 3}
        ),
    ]
