"""Branches, contacts, and the form for partners and the press."""

from typing import Any

from cms.models import BranchIndexPage, BranchPage, ContactsPage, EnquiryField, EnquiryPage
from demo.clinic import Branch, Clinic
from demo.identity import key
from demo.loading.pages import Trees
from demo.loading.site_pages.heads import head
from demo.prose import Blocks, html
from demo.words import Language, weekdays
from demo.writing import the_site


def load_branches(clinic: Clinic, trees: Trees) -> None:
    site = the_site()
    trees.grow(
        BranchIndexPage,
        "branches",
        parent="home",
        slug="branches",
        fields=lambda lang: head(site.branches, lang),
    )
    for branch in clinic.places.branches:
        trees.grow(
            BranchPage,
            f"branch-{branch.code}",
            parent="branches",
            slug=branch.code,
            fields=lambda language, branch=branch: _branch(trees, branch, language),  # type: ignore[misc]
        )
    trees.grow(
        ContactsPage,
        "contacts",
        parent="home",
        slug="contacts",
        fields=lambda lang: head(site.contacts, lang),
    )
    trees.grow(
        EnquiryPage,
        "partners",
        parent="contacts",
        slug="partners",
        fields=lambda language: {
            **head(site.partners, language),
            "thank_you_text": site.partners.thank_you[language] if site.partners.thank_you else "",
            "form_fields": _enquiry_fields(language, trees),
        },
    )


def _sentence(words: str) -> str:
    """With a capital first letter; names among the words keep theirs."""
    return words[:1].upper() + words[1:]


def _branch(trees: Trees, branch: Branch, language: Language) -> dict[str, Any]:
    blocks = Blocks(f"branch-{branch.code}")
    return {
        "title": branch.name[language],
        "location_id": key("location", branch.code),
        "image": trees.picture(f"facade-{branch.code}"),
        "introduction": f"{branch.city[language]}, {branch.street[language]}. {_sentence(branch.metro[language])}.",
        "search_description": f"{branch.street[language]}, {branch.city[language]}. {branch.about[language]}",
        "directions": branch.directions[language].strip(),
        "amenities": [
            blocks.block(
                f"amenity-{amenity.kind}",
                "amenity",
                {"kind": amenity.kind, "note": amenity.note[language] if amenity.note else ""},
            )
            for amenity in branch.amenities
        ],
        "departments": [
            blocks.block(
                f"department-{number}",
                "department",
                {
                    "name": department.name[language],
                    "phone": department.phone,
                    "hours": blocks.items(
                        f"department-{number}-hours",
                        [
                            {
                                "first_day": str(min(weekdays(days))),
                                "last_day": str(max(weekdays(days))),
                                "opens": opens.isoformat(),
                                "closes": closes.isoformat(),
                            }
                            for days, (opens, closes) in department.hours.items()
                        ],
                    ),
                },
            )
            for number, department in enumerate(branch.departments)
        ],
        "body": [blocks.block("about", "text", html(branch.about[language]))],
    }


def _enquiry_fields(language: Language, trees: Trees) -> list[EnquiryField]:
    labels = {
        "ru": ("Как вас зовут", "Электронная почта", "Организация", "Ваше предложение или вопрос"),
        "en": ("Your name", "E-mail", "Organisation", "Your offer or question"),
    }[language]
    kinds = ("singleline", "email", "singleline", "multiline")
    locale = trees.pages["home", language].locale
    return [
        EnquiryField(
            label=label,
            clean_name=name,
            field_type=kind,
            required=number != 2,
            sort_order=number,
            locale=locale,
            translation_key=key("enquiry-field", name),
        )
        for number, (label, kind, name) in enumerate(
            zip(labels, kinds, ("name", "email", "organisation", "message"), strict=True)
        )
    ]
