"""A branch on its own page: hours, exceptions, access, doctors."""

from dataclasses import replace

from cms.models import BranchPage
from cms.presenters.branches import BranchView, Department
from cms.presenters.hours import OpeningHours
from cms.structured_data.house import branch_node, specialties
from cms.structured_data.opinions import rating_node, review_nodes
from cms.structured_data.people import card_doctors
from cms.structured_data.pictures import images_in_ratios
from cms.structured_data.scene import Scene
from schema_org import nodes
from schema_org.nodes import (
    LocationFeature,
    MedicalClinic,
    Span,
    closed_on,
    open_on,
    reserve_at,
    weekly_hours,
)


def full_branch(scene: Scene, page: BranchPage, branch: BranchView) -> MedicalClinic:
    location = branch.location
    known = scene.house.branches.get(location.pk)
    short = known or branch_node(location, ids=scene.ids, url=scene.canonical)
    return replace(
        short,
        description=scene.summary,
        image=images_in_ratios(scene, page.main_image),
        email=location.email,
        branch_code=location.code,
        has_map=branch.map_url,
        opening_hours_specification=_week(branch.hours),
        special_opening_hours_specification=_special_days(branch.hours),
        price_range=branch.price_range,
        department=tuple(_department(short, department) for department in branch.departments),
        amenity_feature=tuple(LocationFeature(name=block.value.name) for block in page.amenities),
        medical_specialty=specialties(speciality.schema_org_value for speciality in branch.specialities),
        employee=card_doctors(scene, branch.doctors, short),
        is_accepting_new_patients=bool(branch.book_url) or None,
        potential_action=(reserve_at(scene.absolute(branch.book_url)),) if branch.book_url else (),
        aggregate_rating=rating_node(branch.opinion),
        review=review_nodes(branch.opinion, short.id),
    )


def _department(branch: MedicalClinic, department: Department) -> MedicalClinic:
    """Google wants the name of the whole before that of the part, and the part told apart by hours or telephone."""
    return MedicalClinic(
        name=f"{branch.name}: {department.name}",
        address=branch.address,
        telephone=department.phone_href or branch.telephone,
        opening_hours_specification=_week(department.hours),
        parent_organization=branch.ref,
    )


def _week(hours: OpeningHours) -> tuple[nodes.OpeningHours, ...]:
    return weekly_hours(
        Span(weekday, opens, closes) for weekday, spans in enumerate(hours.week) for opens, closes in spans
    )


def _special_days(hours: OpeningHours) -> tuple[nodes.OpeningHours, ...]:
    """Days that differ; more than one span on such a day is one node each."""
    special: list[nodes.OpeningHours] = []
    for day in hours.special:
        if not day.spans:
            special.append(closed_on(day.first, day.last))
        special += [
            replace(open_on(day.first, opens, closes), valid_through=day.last) for opens, closes in day.spans
        ]
    return tuple(special)
