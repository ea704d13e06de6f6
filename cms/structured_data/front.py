"""The organisation in full, on the pages that introduce it."""

from dataclasses import replace

from booking.models import Organization, Speciality
from cms.models import SiteSettings
from cms.structured_data.people import specialties
from cms.structured_data.pictures import images_in_ratios
from cms.structured_data.scene import Scene
from schema_org.nodes import (
    Certification,
    ContactPoint,
    MedicalOrganization,
    PropertyValue,
    reserve_at,
)
from schema_org.nodes import Organization as OrganizationNode


def full_organization(scene: Scene) -> MedicalOrganization:
    """The home page's subject: who runs the clinic, by which licence, and all its branches."""
    settings = SiteSettings.read(scene.site)
    legal_person = Organization.objects.filter(active=True).first()
    values = Speciality.objects.exclude(schema_org_value="").filter(roles__active=True).distinct()
    branches = tuple(scene.house.branches.values())
    one_place = len(branches) == 1
    return replace(
        scene.house.organization,
        description=scene.summary,
        image=images_in_ratios(scene, scene.page.main_image),
        address=branches[0].address if branches else None,
        contact_point=_contact_points(scene),
        identifier=_licence_number(legal_person),
        has_certification=_licence(legal_person, settings),
        medical_specialty=specialties(values.order_by("code").values_list("schema_org_value", flat=True)),
        department=() if one_place else branches,
        same_as=tuple(block.value["address"] for block in settings.profiles),
        potential_action=(reserve_at(scene.absolute(scene.clinic.book_url)),)
        if scene.clinic.book_url
        else (),
    )


def contact_organization(scene: Scene) -> MedicalOrganization:
    """How to reach the clinic and its branches, which the contacts page lists."""
    branches = tuple(scene.house.branches.values())
    return replace(
        scene.house.organization,
        description=scene.summary,
        address=branches[0].address if branches else None,
        contact_point=_contact_points(scene),
        department=() if len(branches) == 1 else branches,
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


def _licence_number(organization: Organization | None) -> tuple[PropertyValue, ...]:
    if organization is None or not organization.licence:
        return ()
    return (
        PropertyValue(
            name=str(organization._meta.get_field("licence").verbose_name), value=organization.licence
        ),
    )


def _licence(organization: Organization | None, settings: SiteSettings) -> tuple[Certification, ...]:
    if organization is None or not organization.licence:
        return ()
    issuer = OrganizationNode(name=settings.licence_issued_by) if settings.licence_issued_by else None
    return (
        Certification(
            name=str(organization._meta.get_field("licence").verbose_name),
            certification_identification=organization.licence,
            issued_by=issuer,
            valid_from=settings.licence_issued_on,
        ),
    )
