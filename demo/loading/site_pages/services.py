"""Services by category, the price list, and programs."""

from typing import Any

from cms.models import (
    PricesPage,
    ProgramIndexPage,
    ProgramPage,
    ServiceCategoryPage,
    ServiceIndexPage,
    ServicePage,
)
from demo.clinic import Category, Clinic, Program, Service
from demo.identity import key
from demo.loading.pages import Trees
from demo.loading.site_pages.heads import head, reviewed
from demo.prose import Blocks, html
from demo.words import Language
from demo.writing import the_site

#: Who checks the pages of services whose speciality has nobody of its own but the author.
CHIEF_REVIEWER = "podorozhnikova"


def load_services(clinic: Clinic, trees: Trees) -> None:
    trees.grow(
        ServiceIndexPage,
        "services",
        parent="home",
        slug="services",
        fields=lambda language: head(the_site().services, language),
    )
    for category in clinic.categories:
        name = f"category-{category.category.code}"
        trees.grow(
            ServiceCategoryPage,
            name,
            parent="services",
            slug=category.category.code,
            fields=lambda language, category=category: _category(trees, category, language),  # type: ignore[misc]
        )
        for service in category.services:
            trees.grow(
                ServicePage,
                f"service-{service.code}",
                parent=name,
                slug=service.code,
                fields=lambda language, service=service: _service(clinic, trees, service, language),  # type: ignore[misc]
            )
    trees.grow(
        PricesPage, "prices", parent="home", slug="prices", fields=lambda lang: head(the_site().prices, lang)
    )


def _category(trees: Trees, category: Category, language: Language) -> dict[str, Any]:
    head = category.category
    return {
        "title": head.name[language],
        "introduction": head.summary[language],
        "search_description": head.summary[language],
        "category_id": key("category", head.code),
        "image": trees.picture(f"emblem-{category.services[0].emblem}"),
    }


def _service(clinic: Clinic, trees: Trees, service: Service, language: Language) -> dict[str, Any]:
    author, reviewer = _specialists(clinic, service)
    return {
        "title": service.name[language],
        "service_id": key("service", service.code),
        "introduction": service.summary[language],
        "search_description": f"{service.name[language]}. {service.summary[language]} {service.how_performed[language]}",
        "image": trees.picture(f"emblem-{service.emblem}"),
        "kind": service.schema_org,
        "invasiveness": "PercutaneousProcedure" if service.room == "sampling" else "NoninvasiveProcedure",
        "how_performed": service.how_performed[language],
        "preparation": service.preparation[language],
        "followup": service.followup[language],
        **reviewed(trees.today, author, reviewer),
    }


def _specialists(clinic: Clinic, service: Service) -> tuple[str, str]:
    """Who wrote the page and who, another person, checked it."""
    doctors = [doctor.code for doctor in clinic.doctors if service.code in doctor.services]
    author = doctors[0] if doctors else CHIEF_REVIEWER
    others = [code for code in (*doctors[1:], CHIEF_REVIEWER, "oduvanchikova") if code != author]
    return author, others[0]


def load_programs(clinic: Clinic, trees: Trees) -> None:
    trees.grow(
        ProgramIndexPage,
        "programs",
        parent="home",
        slug="programs",
        fields=lambda language: head(the_site().programs, language),
    )
    for program in clinic.programs:
        trees.grow(
            ProgramPage,
            f"program-{program.code}",
            parent="programs",
            slug=program.code,
            fields=lambda language, program=program: _program(trees, program, language),  # type: ignore[misc]
        )


def _program(trees: Trees, program: Program, language: Language) -> dict[str, Any]:
    blocks = Blocks(f"program-{program.code}")
    heading = {"ru": "Как подготовиться", "en": "How to prepare"}[language]
    return {
        "title": program.name[language],
        "program_id": key("program", program.code),
        "introduction": program.summary[language],
        "search_description": f"{program.name[language]}: {program.summary[language]}",
        "image": trees.picture(f"emblem-{program.emblem}"),
        "for_whom": program.about[language].strip(),
        "body": [
            blocks.block(
                "preparation", "important", {"heading": heading, "text": html(program.preparation[language])}
            )
        ],
        **reviewed(trees.today, "oduvanchikova", CHIEF_REVIEWER),
    }
