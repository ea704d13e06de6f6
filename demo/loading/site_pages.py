"""What stands on every page of the trees."""

import datetime as dt
from typing import Any

from django.utils import timezone

from cms.models import (
    ArticlePage,
    BlogCategoryPage,
    BlogIndexPage,
    BookingPage,
    BranchIndexPage,
    BranchPage,
    CabinetPage,
    ContactsPage,
    DoctorIndexPage,
    DoctorPage,
    EnquiryField,
    EnquiryPage,
    FAQPage,
    HomePage,
    LandingPage,
    LegalTextPage,
    PricesPage,
    ProgramIndexPage,
    ProgramPage,
    PromotionPage,
    SearchPage,
    ServiceCategoryPage,
    ServiceIndexPage,
    ServicePage,
    SpecialityPage,
)
from demo.clinic import Branch, Category, Clinic, Doctor, Program, Service
from demo.identity import key
from demo.loading.pages import Trees
from demo.prose import Blocks, html
from demo.words import Language, Words, weekdays
from demo.writing import (
    ArticleHead,
    PageHead,
    codes_in,
    text_pair,
    the_answers,
    the_articles,
    the_promotions,
    the_site,
)

#: Pages about services and programs were read by a doctor of the speciality this many days ago.
REVIEWED_DAYS_AGO = 60
#: Who checks the pages of services whose speciality has nobody of its own but the author.
CHIEF_REVIEWER = "podorozhnikova"
DOCTORS_AND_BOOKING = Words(ru="врачи и запись", en="doctors and booking")
VIRTUAL_HELP = Words(
    ru="Не получается записаться? Позвоните нам, администратор запишет вас за минуту.",
    en="Having trouble booking? Call us and reception will book you in a minute.",
)


def load_pages(clinic: Clinic, trees: Trees) -> None:
    _home(clinic, trees)
    _doctors(clinic, trees)
    _services(clinic, trees)
    _branches(clinic, trees)
    _programs(clinic, trees)
    _blog(trees)
    _about(trees)
    _applications(trees)
    _fill_home(clinic, trees)


# --- The head that index pages share ------------------------------------------------------------------


def _head(head: PageHead, language: Language) -> dict[str, Any]:
    columns = {
        "title": head.title[language],
        "introduction": head.introduction[language].strip(),
        "search_description": head.description[language],
    }
    if head.seo_title:
        columns["seo_title"] = head.seo_title[language]
    return columns


def _home(clinic: Clinic, trees: Trees) -> None:
    site = the_site()
    heading = site.home.heading or clinic.places.organization.slogan
    trees.grow(
        HomePage,
        "home",
        parent="",
        slug="home",
        fields=lambda language: {
            **_head(site.home, language),
            "heading": heading[language],
            "image": trees.picture("brand-welcome"),
            "social_image": trees.picture("brand-social"),
        },
    )


# --- Doctors --------------------------------------------------------------------------------------------


def _doctors(clinic: Clinic, trees: Trees) -> None:
    trees.grow(
        DoctorIndexPage,
        "doctors",
        parent="home",
        slug="doctors",
        fields=lambda lang: _head(the_site().doctors, lang),
    )
    for speciality in clinic.specialities:
        if not any(speciality.code in doctor.specialities for doctor in clinic.doctors):
            continue
        trees.grow(
            SpecialityPage,
            f"speciality-{speciality.code}",
            parent="doctors",
            slug=speciality.code,
            fields=lambda language, speciality=speciality: {  # type: ignore[misc]
                "title": speciality.name[language],
                # A category of services may bear the same name.
                "seo_title": f"{speciality.name[language]}: {DOCTORS_AND_BOOKING[language]}",
                "introduction": speciality.summary[language],
                "search_description": speciality.summary[language],
                "speciality_id": key("speciality", speciality.code),
            },
        )
    for doctor in clinic.doctors:
        trees.grow(
            DoctorPage,
            f"doctor-{doctor.code}",
            parent="doctors",
            slug=doctor.code,
            fields=lambda language, doctor=doctor: _doctor(clinic, trees, doctor, language),  # type: ignore[misc]
        )


def _doctor(clinic: Clinic, trees: Trees, doctor: Doctor, language: Language) -> dict[str, Any]:
    name = f"doctor-{doctor.code}"
    blocks = Blocks(name)
    interests = doctor.interests.ru if language == "ru" else doctor.interests.en
    heading = {"ru": "Чем занимается", "en": "What this doctor treats"}[language]
    story = [
        blocks.block("about", "text", html(doctor.about[language])),
        blocks.block(
            "interests", "text", html(f"## {heading}\n\n" + "\n".join(f"- {item}" for item in interests))
        ),
        blocks.block(
            "quote",
            "quote",
            {
                "text": doctor.quote[language],
                "who": _name(doctor, language),
                "position": doctor.post[language],
            },
        ),
    ]
    education = [
        blocks.block(
            f"education-{number}",
            "education",
            {
                "institution": clinic.institutions[item.school][language],
                "qualification": item.what[language],
                "kind": ("degree", "residency", "course")[min(number, 2)],
                "year": item.year,
            },
        )
        for number, item in enumerate(doctor.education)
    ]
    return {
        "title": _name(doctor, language),
        "practitioner_id": key("practitioner", doctor.code),
        "photo": trees.picture(f"portrait-{doctor.code}"),
        "job_title": doctor.post[language],
        "degree": doctor.degree[language] if doctor.degree else "",
        "introduction": _first_sentence(doctor.about[language]),
        "search_description": f"{doctor.post[language]}. {doctor.about[language]}",
        "story": story,
        "education": education,
        "certificates": [
            blocks.block(
                "certificate",
                "certificate",
                {
                    "name": {"ru": "Аккредитация специалиста", "en": "Specialist accreditation"}[language],
                    "kind": "certificate",
                    "issued_by": clinic.institutions[doctor.education[-1].school][language],
                    "number": f"DEMO-{doctor.practising_since}-{doctor.code[:3].upper()}",
                    "issued_on": f"{2022 + doctor.practising_since % 3}-06-15",
                    "expires_on": f"{2027 + doctor.practising_since % 3}-06-15",
                    "image": None,
                },
            )
        ],
    }


def _name(doctor: Doctor, language: Language) -> str:
    return " ".join(doctor.ru) if language == "ru" else f"{doctor.en[1]} {doctor.en[0]}"


def _first_sentence(text: str) -> str:
    return text.strip().split(". ")[0].rstrip(".") + "."


# --- Services and programs ------------------------------------------------------------------------------


def _services(clinic: Clinic, trees: Trees) -> None:
    trees.grow(
        ServiceIndexPage,
        "services",
        parent="home",
        slug="services",
        fields=lambda language: _head(the_site().services, language),
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
        PricesPage, "prices", parent="home", slug="prices", fields=lambda lang: _head(the_site().prices, lang)
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
        **_review(trees.today, author, reviewer),
    }


def _specialists(clinic: Clinic, service: Service) -> tuple[str, str]:
    """Who wrote the page and who, another person, checked it."""
    doctors = [doctor.code for doctor in clinic.doctors if service.code in doctor.services]
    author = doctors[0] if doctors else CHIEF_REVIEWER
    others = [code for code in (*doctors[1:], CHIEF_REVIEWER, "oduvanchikova") if code != author]
    return author, others[0]


def _review(
    today: dt.date, author: str, reviewer: str, *, days_ago: int = REVIEWED_DAYS_AGO
) -> dict[str, Any]:
    return {
        "author_id": key("practitioner", author),
        "medical_reviewer_id": key("practitioner", reviewer),
        "last_reviewed_on": today - dt.timedelta(days=days_ago),
    }


def _programs(clinic: Clinic, trees: Trees) -> None:
    trees.grow(
        ProgramIndexPage,
        "programs",
        parent="home",
        slug="programs",
        fields=lambda language: _head(the_site().programs, language),
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
        **_review(trees.today, "oduvanchikova", CHIEF_REVIEWER),
    }


# --- Branches and contacts ------------------------------------------------------------------------------


def _branches(clinic: Clinic, trees: Trees) -> None:
    site = the_site()
    trees.grow(
        BranchIndexPage,
        "branches",
        parent="home",
        slug="branches",
        fields=lambda lang: _head(site.branches, lang),
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
        fields=lambda lang: _head(site.contacts, lang),
    )
    trees.grow(
        EnquiryPage,
        "partners",
        parent="contacts",
        slug="partners",
        fields=lambda language: {
            **_head(site.partners, language),
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


# --- Blog -----------------------------------------------------------------------------------------------


def _blog(trees: Trees) -> None:
    site = the_site()
    trees.grow(BlogIndexPage, "blog", parent="home", slug="blog", fields=lambda lang: _head(site.blog, lang))
    for category in site.blog_categories:
        trees.grow(
            BlogCategoryPage,
            f"blog-{category.code}",
            parent="blog",
            slug=category.code,
            fields=lambda language, category=category: {  # type: ignore[misc]
                "title": category.title[language],
                "introduction": category.introduction[language],
                "search_description": f"{category.title[language]}. {category.introduction[language]}",
            },
        )
    for article in the_articles():
        trees.grow(
            ArticlePage,
            f"article-{article.code}",
            parent=f"blog-{article.category}",
            slug=article.code,
            fields=lambda language, article=article: _article(trees, article, language),  # type: ignore[misc]
        )


def _article(trees: Trees, article: ArticleHead, language: Language) -> dict[str, Any]:
    text = text_pair("articles", article.code)[language]
    blocks = Blocks(f"article-{article.code}")
    return {
        "title": text.title,
        "seo_title": text.seo_title,
        "introduction": text.introduction,
        "search_description": text.description,
        "image": trees.picture(f"article-{article.code}"),
        "body": blocks.of(text.body),
        "sources": [
            blocks.block(f"source-{number}", "source", source.model_dump())
            for number, source in enumerate(article.sources)
        ],
        "about_service_id": key("service", article.service) if article.service else None,
        "about_speciality_id": key("speciality", article.speciality),
        "first_published_at": timezone.now() - dt.timedelta(days=article.published),
        **_review(trees.today, article.author, article.reviewer, days_ago=article.reviewed),
    }


# --- About the clinic -----------------------------------------------------------------------------------


def _about(trees: Trees) -> None:
    site = the_site()
    trees.grow(
        LandingPage,
        "about",
        parent="home",
        slug="about",
        fields=lambda language: {
            **_landing("about", language),
            "image": trees.picture("facade-lanterns"),
        },
    )
    trees.grow(
        FAQPage,
        "faq",
        parent="home",
        slug="faq",
        fields=lambda language: {**_head(site.faq, language), "questions": _questions(language)},
    )
    trees.grow(LandingPage, "legal", parent="home", slug="legal", fields=lambda lang: _head(site.legal, lang))
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
            **_head(site.promotions, language),
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


# --- Pages that carry the patient's applications ---------------------------------------------------------


def _applications(trees: Trees) -> None:
    site = the_site()
    trees.grow(
        BookingPage,
        "booking",
        parent="home",
        slug="booking",
        fields=lambda language: {
            **_head(site.booking, language),
            "help_text": [Blocks("booking").block("help", "text", html(VIRTUAL_HELP[language]))],
        },
    )
    trees.grow(
        CabinetPage, "cabinet", parent="home", slug="cabinet", fields=lambda lang: _head(site.cabinet, lang)
    )
    trees.grow(
        SearchPage, "search", parent="home", slug="search", fields=lambda lang: _head(site.search, lang)
    )


def _fill_home(clinic: Clinic, trees: Trees) -> None:
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
