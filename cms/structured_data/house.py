"""The clinic, its site and its branches as nodes, kept in the cache: every page of a language names them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Site

from booking.models import Location, Organization, Speciality
from cms import generation
from cms.models import ClinicImage, SiteSettings
from cms.presenters.clinic import frame_of
from cms.presenters.links import branch_links
from cms.presenters.pictures import social
from schema_org.ids import SiteIds
from schema_org.node import Ref
from schema_org.nodes import (
    Certification,
    GeoCoordinates,
    ImageObject,
    MedicalClinic,
    MedicalOrganization,
    PostalAddress,
    PropertyValue,
    WebSite,
    pixels,
)
from schema_org.nodes import Organization as OrganizationNode
from schema_org.terms import MedicalSpecialty

#: A logo has to read on white and may be transparent, so it stays a PNG.
LOGO_SPEC = "max-600x600|format-png"


@dataclass(frozen=True)
class SocialPicture:
    """The picture of a social card, with its absolute address."""

    url: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True)
class House:
    """`branches` are short nodes by location: what any page may say of a branch. Where the clinic has one branch
    only, that branch and the organisation are the same node.
    """

    organization: MedicalOrganization
    website: WebSite
    branches: Mapping[UUID, MedicalClinic]
    #: What the home page says of the organisation besides: licence, specialities, pages elsewhere.
    credentials: Mapping[str, Any]
    #: For pages that have no picture of their own.
    social_picture: SocialPicture | None


def house_of(site: Site, language: str) -> House:
    return generation.remember(f"cms:house:{site.pk}:{language}", lambda: _build(site, language))


def _build(site: Site, language: str) -> House:
    with override(language):
        ids = SiteIds(site.root_url)
        frame = frame_of(site, language)
        home = urljoin(f"{site.root_url}/", frame.homes.get(language, "/"))
        settings = SiteSettings.read(site)
        links = branch_links(language)
        # In the order in which the editor has arranged the branches' pages; the first stands for the clinic.
        order = {location_id: number for number, location_id in enumerate(links)}
        locations = sorted(
            Location.objects.filter(active=True), key=lambda known: order.get(known.pk, len(order))
        )
        organization = MedicalOrganization(
            id=ids.organization,
            name=frame.name,
            legal_name=frame.legal_name,
            url=home,
            logo=_logo(settings.logo, site),
            telephone=frame.phone,
            email=frame.email,
        )
        branches = {
            location.pk: branch_node(
                location,
                ids=ids,
                url=urljoin(f"{site.root_url}/", links[location.pk].url) if location.pk in links else "",
            )
            for location in locations
        }
        if len(branches) == 1:
            organization = _one_place(organization, *branches.values())
            branches = dict.fromkeys(branches, organization)
        website = WebSite(
            id=ids.website,
            name=frame.name,
            url=f"{site.root_url}/",
            in_language=tuple(sorted(frame.homes)),
            publisher=organization.ref,
        )
        return House(
            organization,
            website,
            branches,
            credentials=_credentials(settings),
            social_picture=_social_picture(settings.social_image, site),
        )


def branch_node(location: Location, *, ids: SiteIds, url: str) -> MedicalClinic:
    """A branch as any page may mention it. Google wants the address of every place of business it reads of."""
    return MedicalClinic(
        id=ids.clinic(location.pk),
        name=location.name,
        url=url,
        address=address_node(location),
        telephone=location.phone,
        geo=GeoCoordinates.at(location.latitude, location.longitude),
        parent_organization=Ref(ids.organization),
    )


def address_node(location: Location) -> PostalAddress:
    return PostalAddress(
        street_address=location.street,
        address_locality=location.city,
        address_region=location.region,
        postal_code=location.postal_code,
        address_country=location.country,
    )


def _one_place(organization: MedicalOrganization, branch: MedicalClinic) -> MedicalClinic:
    return MedicalClinic(
        id=organization.id,
        also=("MedicalOrganization",),
        name=organization.name,
        legal_name=organization.legal_name,
        url=organization.url,
        logo=organization.logo,
        telephone=branch.telephone or organization.telephone,
        email=organization.email,
        address=branch.address,
        geo=branch.geo,
    )


def _credentials(settings: SiteSettings) -> dict[str, Any]:
    legal_person = Organization.objects.of_the_portal()
    practised = Speciality.objects.exclude(schema_org_value="").filter(roles__active=True).distinct()
    values = practised.order_by("code").values_list("schema_org_value", flat=True)
    return {
        "medical_specialty": specialties(values),
        "same_as": tuple(block.value["address"] for block in settings.profiles),
        **(_licence(legal_person, settings) if legal_person and legal_person.licence else {}),
    }


def _licence(organization: Organization, settings: SiteSettings) -> dict[str, Any]:
    name, number = _("medical licence"), organization.licence
    issuer = OrganizationNode(name=settings.licence_issued_by) if settings.licence_issued_by else None
    return {
        "identifier": (PropertyValue(name=name, value=number),),
        "has_certification": (
            Certification(
                name=name,
                certification_identification=number,
                issued_by=issuer,
                valid_from=settings.licence_issued_on,
            ),
        ),
    }


def specialties(values: Iterable[str]) -> tuple[MedicalSpecialty, ...]:
    """Each once; a value that schema.org does not know (any more) is left out: the words remain."""
    known = set(MedicalSpecialty)
    return tuple(MedicalSpecialty(value) for value in dict.fromkeys(values) if value in known)


def _social_picture(image: ClinicImage | None, site: Site) -> SocialPicture | None:
    if image is None:
        return None
    rendition = social(image)
    address = urljoin(f"{site.root_url}/", rendition.url)
    return SocialPicture(address, rendition.width, rendition.height, image.default_alt_text)


def _logo(image: ClinicImage | None, site: Site) -> ImageObject | None:
    if image is None:
        return None
    rendition = image.get_rendition(LOGO_SPEC)
    address = urljoin(f"{site.root_url}/", rendition.url)
    return ImageObject(
        url=address, content_url=address, width=pixels(rendition.width), height=pixels(rendition.height)
    )
