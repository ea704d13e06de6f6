"""Doctors, authors and reviewers."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.blocks.credentials import EDUCATION_KINDS
from cms.models import DoctorPage
from cms.presenters import bylines
from cms.presenters.doctors import DoctorCard, DoctorView
from cms.presenters.prices import price_range
from cms.structured_data.house import specialties
from cms.structured_data.opinions import rating_node, review_nodes
from cms.structured_data.pictures import portrait
from cms.structured_data.scene import Scene
from schema_org.node import Node
from schema_org.nodes import (
    Certification,
    ClinicService,
    Credential,
    MedicalClinic,
    Organization,
    Person,
    Physician,
    reserve_at,
)


def short_doctor(
    scene: Scene,
    practitioner_id: UUID,
    *,
    name: str,
    url: str,
    branch: MedicalClinic | None,
    job_title: str = "",
) -> Person:
    """A doctor as another page may mention one. Without a known address a doctor is a person to Google, no place."""
    if branch is None or branch.address is None:
        return Person(
            id=scene.ids.physician(practitioner_id),
            name=name,
            url=scene.absolute(url),
            job_title=job_title,
            works_for=scene.house.organization.ref,
        )
    return Physician(
        id=scene.ids.physician(practitioner_id),
        name=name,
        url=scene.absolute(url),
        job_title=job_title,
        address=branch.address,
        works_for=scene.house.organization.ref,
    )


def full_doctor(scene: Scene, page: DoctorPage, doctor: DoctorView) -> Person:
    """The doctor of a doctor's own page."""
    branches = [
        scene.house.branches[post.location.pk]
        for post in doctor.posts
        if post.location.pk in scene.house.branches
    ]
    main = branches[0] if branches else None
    fields = [speciality for post in doctor.posts for speciality in post.fields]
    person = short_doctor(
        scene,
        page.practitioner_id,
        name=doctor.name,
        url=scene.canonical,
        branch=main,
        job_title=doctor.job_title,
    )
    person = replace(
        person,
        honorific_suffix=page.degree,
        image=portrait(scene, page.photo or page.main_image),
        description=scene.summary,
        knows_about=tuple(dict.fromkeys(speciality.name for speciality in fields)),
        knows_language=tuple(page.practitioner.languages) if page.practitioner else (),
        same_as=tuple(block.value["address"] for block in page.profiles),
    )
    person = _with_proof(person, page)
    if not isinstance(person, Physician) or main is None:
        return person
    return replace(
        person,
        telephone=main.telephone or scene.clinic.phone,
        geo=main.geo,
        price_range=price_range(line.price for line in doctor.services),
        medical_specialty=specialties(speciality.schema_org_value for speciality in fields),
        practices_at=tuple(branches),
        available_service=tuple(
            ClinicService(id=scene.ids.service(line.service_id), name=line.name, url=scene.absolute(line.url))
            for line in doctor.services
        ),
        # Nobody else may be booked on the site; whether a doctor is full today is told by the times, not by this.
        is_accepting_new_patients=bool(doctor.book_url) or None,
        potential_action=(reserve_at(scene.absolute(doctor.book_url)),) if doctor.book_url else (),
        aggregate_rating=rating_node(doctor.opinion),
        review=review_nodes(doctor.opinion, person.id),
    )


def _with_proof(person: Person, page: DoctorPage) -> Person:
    """Degrees, certificates, memberships and awards, as the page lists them; expired documents prove nothing."""
    education = [block.value for block in page.education]
    today = timezone.localdate()
    documents = [
        block.value
        for block in page.certificates
        if not block.value["expires_on"] or block.value["expires_on"] >= today
    ]
    return replace(
        person,
        has_credential=tuple(
            credential(
                item["qualification"],
                item["institution"],
                item["year"],
                category=str(EDUCATION_KINDS[item["kind"]]),
            )
            for item in education
        ),
        alumni_of=tuple(
            Organization(name=name)
            for name in dict.fromkeys(item["institution"] for item in education if item["kind"] == "degree")
        ),
        has_certification=tuple(
            _certification(item) for item in documents if item["kind"] in ("certificate", "licence")
        ),
        member_of=tuple(
            Organization(name=item["issued_by"] or item["name"])
            for item in documents
            if item["kind"] == "membership"
        ),
        award=tuple(item["name"] for item in documents if item["kind"] == "award"),
    )


def _certification(item: Mapping[str, Any]) -> Certification:
    return Certification(
        name=item["name"],
        certification_identification=item["number"] or "",
        issued_by=Organization(name=item["issued_by"]) if item["issued_by"] else None,
        valid_from=item["issued_on"],
        expires=item["expires_on"],
    )


def credential(
    qualification: str, institution: str, year: int | None = None, *, category: str = ""
) -> Credential:
    return Credential(
        name=qualification,
        credential_category=category,
        description=_("Received in %(year)s") % {"year": year} if year else "",
        recognized_by=Organization(name=institution) if institution else None,
    )


def byline_people(scene: Scene, byline: bylines.Byline) -> tuple[Person | None, Person | None]:
    """Author and medical reviewer, as the page names them."""

    def node(person: bylines.Person | None) -> Person | None:
        if person is None:
            return None
        short = short_doctor(
            scene,
            person.practitioner_id,
            name=person.name,
            url=person.url,
            branch=scene.house.branches.get(person.location_id) if person.location_id else None,
            job_title=person.job_title,
        )
        proof = tuple(credential(*known) for known in person.education[:1])
        return replace(short, honorific_suffix=person.degree, has_credential=proof)

    return node(byline.author), node(byline.reviewer)


def card_doctors(scene: Scene, cards: Iterable[DoctorCard], branch: MedicalClinic) -> tuple[Node, ...]:
    """The doctors whose cards a branch's page shows."""
    return tuple(
        short_doctor(
            scene,
            card.practitioner_id,
            name=card.name,
            url=card.url,
            branch=branch,
            job_title=card.speciality,
        )
        for card in cards
    )
