"""The organisation in full, on the pages that introduce it."""

from dataclasses import replace

from cms.structured_data.pictures import images_in_ratios
from cms.structured_data.scene import Scene
from schema_org.nodes import ContactPoint, MedicalOrganization, reserve_at


def full_organization(scene: Scene) -> MedicalOrganization:
    """The home page's subject: who runs the clinic, by which licence, and all its branches."""
    booking = scene.absolute(scene.clinic.book_url)
    return replace(
        contact_organization(scene),
        image=images_in_ratios(scene, scene.page.main_image),
        potential_action=(reserve_at(booking),) if booking else (),
        **scene.house.credentials,
    )


def contact_organization(scene: Scene) -> MedicalOrganization:
    """How to reach the clinic and its branches, which the contacts page lists."""
    branches = tuple(scene.house.branches.values())
    return replace(
        scene.house.organization,
        description=scene.summary,
        address=branches[0].address if branches else None,
        contact_point=_contact_points(scene),
        # A clinic with one branch is that branch.
        department=branches if len(branches) > 1 else (),
    )


def _contact_points(scene: Scene) -> tuple[ContactPoint, ...]:
    clinic = scene.clinic
    if not clinic.phone:
        return ()
    return (
        ContactPoint(
            contact_type="customer service",
            telephone=clinic.phone,
            email=clinic.email,
            available_language=tuple(sorted(clinic.homes)),
        ),
    )
