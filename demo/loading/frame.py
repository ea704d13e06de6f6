"""Site settings, menus, footer and the notice that all of this is invented."""

from typing import Any

from wagtail.models import Locale
from wagtail.models import Site as WagtailSite

from cms.models import LocaleTexts, SiteSettings
from demo.clinic import Clinic
from demo.loading.pages import Trees
from demo.prose import Blocks
from demo.words import LANGUAGES, Language
from demo.writing import the_site


def load_frame(clinic: Clinic, trees: Trees) -> None:
    organization = clinic.places.organization
    SiteSettings.objects.get_or_create(
        site=WagtailSite.objects.get(is_default_site=True),
        defaults={
            "logo": trees.picture("brand-logo"),
            "social_image": trees.picture("brand-social"),
            "licence_issued_by_ru": organization.licence.issued_by.ru,
            "licence_issued_by_en": organization.licence.issued_by.en,
            "licence_issued_on": organization.licence.issued_on,
        },
    )
    for language in LANGUAGES:
        LocaleTexts.objects.get_or_create(
            locale=Locale.objects.get(language_code=language), defaults=_texts(clinic, trees, language)
        )


def _texts(clinic: Clinic, trees: Trees, language: Language) -> dict[str, Any]:
    frame, organization = the_site().texts, clinic.places.organization
    blocks = Blocks("frame")
    return {
        "clinic_name": organization.name[language],
        "tagline": organization.slogan[language],
        "phone": frame.phone,
        "phone_hours": frame.phone_hours[language],
        "email": organization.email,
        "header_menu": [_link(blocks, trees, name, language) for name in frame.menu],
        "footer_menus": [
            blocks.block(
                f"footer-{number}",
                "group",
                {
                    "title": group.title[language],
                    "links": blocks.items(
                        f"footer-{number}",
                        [_link(blocks, trees, name, language)["value"] for name in group.pages],
                    ),
                },
            )
            for number, group in enumerate(frame.footer)
        ],
        "legal_links": [_link(blocks, trees, name, language) for name in frame.legal],
        "banner_text": frame.banner[language],
        "consent_question": frame.consent_question[language],
    }


def _link(blocks: Blocks, trees: Trees, name: str, language: Language) -> dict[str, Any]:
    value = {"page": trees.pages[name, language].pk, "address": "", "text": ""}
    return blocks.block(f"link-{name}", "link", value)
