"""The list of doctors, its specialities, and each doctor."""

from typing import Any

from cms.models import DoctorIndexPage, DoctorPage, SpecialityPage
from demo.clinic import Clinic, Doctor
from demo.identity import key
from demo.loading.pages import Trees
from demo.loading.site_pages.heads import head
from demo.prose import Blocks, html
from demo.words import Language, Words
from demo.writing import the_site

DOCTORS_AND_BOOKING = Words(ru="врачи и запись", en="doctors and booking")


def load_doctors(clinic: Clinic, trees: Trees) -> None:
    trees.grow(
        DoctorIndexPage,
        "doctors",
        parent="home",
        slug="doctors",
        fields=lambda lang: head(the_site().doctors, lang),
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
