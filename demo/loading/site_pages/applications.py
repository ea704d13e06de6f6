"""Pages that carry the patient's applications: booking, cabinet, search."""

from cms.models import BookingPage, CabinetPage, SearchPage
from demo.loading.pages import Trees
from demo.loading.site_pages.heads import head
from demo.prose import Blocks, html
from demo.words import Words
from demo.writing import the_site

VIRTUAL_HELP = Words(
    ru="Не получается записаться? Позвоните нам, администратор запишет вас за минуту.",
    en="Having trouble booking? Call us and reception will book you in a minute.",
)


def load_applications(trees: Trees) -> None:
    site = the_site()
    trees.grow(
        BookingPage,
        "booking",
        parent="home",
        slug="booking",
        fields=lambda language: {
            **head(site.booking, language),
            "help_text": [Blocks("booking").block("help", "text", html(VIRTUAL_HELP[language]))],
        },
    )
    trees.grow(
        CabinetPage, "cabinet", parent="home", slug="cabinet", fields=lambda lang: head(site.cabinet, lang)
    )
    trees.grow(
        SearchPage, "search", parent="home", slug="search", fields=lambda lang: head(site.search, lang)
    )
