"""Services with their offers, programs, and the price list."""

from collections.abc import Mapping
from typing import Any

from cms.models import ServicePage
from cms.models.base import ContentPage
from cms.presenters.prices import Price
from cms.presenters.programs import ProgramView
from cms.presenters.services import PriceGroup, ServiceView
from cms.structured_data.house import specialties
from cms.structured_data.opinions import rating_node, review_nodes
from cms.structured_data.pictures import images_in_ratios
from cms.structured_data.scene import Scene
from schema_org.nodes import (
    ClinicService,
    ContactPoint,
    Offer,
    OfferCatalog,
    PriceSpecification,
    Service,
    ServiceChannel,
    ServiceKind,
    reserve_at,
)
from schema_org.terms import MedicalProcedureType
from schema_org.text import plain_text


def full_service(scene: Scene, page: ServicePage, service: ServiceView) -> ClinicService:
    known = service.service
    node_id = scene.ids.service(known.pk)
    return ClinicService(
        id=node_id,
        kind=ServiceKind(page.kind),
        procedure_type=MedicalProcedureType(page.invasiveness) if page.invasiveness else None,
        body_location=page.body_location,
        how_performed=plain_text(page.how_performed),
        preparation=plain_text(service.preparation),
        followup=plain_text(page.followup),
        relevant_specialty=specialties([known.speciality.schema_org_value] if known.speciality else []),
        category=known.speciality.name if known.speciality else "",
        area_served=tuple(dict.fromkeys(place.location.city for place in service.places)),
        offers=tuple(
            offer(
                scene,
                place.price,
                url=place.book_url or scene.canonical,
                available_at_or_from=scene.house.branches.get(place.location.pk),
            )
            for place in service.places
            if place.price
        ),
        aggregate_rating=rating_node(service.opinion),
        review=review_nodes(service.opinion, node_id),
        **_sold(scene, page, service.book_url),
    )


def full_program(scene: Scene, page: ContentPage, program: ProgramView) -> Service:
    offered = scene.house.branches
    price = program.price
    return Service(
        id=scene.ids.service(program.program.pk),
        area_served=tuple(
            dict.fromkeys(
                address.address_locality
                for location_id in program.location_ids
                if location_id in offered and (address := offered[location_id].address)
            )
        ),
        is_related_to=tuple(
            ClinicService(
                id=scene.ids.service(leg.service_id),
                name=leg.service.title,
                url=scene.absolute(leg.service.url),
            )
            for leg in program.legs
        ),
        offers=tuple(
            Offer(
                url=scene.absolute(program.book_url) or scene.canonical,
                price=price.amount,
                price_currency=price.currency,
                available_at_or_from=offered.get(location_id),
            )
            for location_id in program.location_ids
        )
        if price
        else (),
        **_sold(scene, page, program.book_url),
    )


def _sold(scene: Scene, page: ContentPage, book_url: str) -> Mapping[str, Any]:
    """What a service and a program have alike."""
    booking = scene.absolute(book_url)
    phone = ContactPoint(telephone=scene.clinic.phone) if scene.clinic.phone else None
    return {
        "name": page.title,
        "url": scene.canonical,
        "description": scene.summary,
        "image": images_in_ratios(scene, page.main_image),
        # The list that the page stands in: a category of services, the programs.
        "service_type": page.trail[-1].title if page.trail else "",
        "provider": scene.house.organization.ref,
        "available_channel": ServiceChannel(service_url=booking, service_phone=phone),
        "potential_action": (reserve_at(booking),) if booking else (),
    }


def offer(scene: Scene, price: Price, *, url: str, **more: Any) -> Offer:
    """An exact price, or a price that begins somewhere, in the form Google reads each."""
    least = price.least
    begins = PriceSpecification(min_price=least.amount, price_currency=least.currency)
    return Offer(
        url=scene.absolute(url),
        price=None if price.varies else least.amount,
        price_specification=begins if price.varies else None,
        price_currency=least.currency,
        valid_from=price.valid_from,
        **more,
    )


def price_list(scene: Scene, page: ContentPage, groups: list[PriceGroup]) -> OfferCatalog:
    """The list by category, one offer a service."""
    return OfferCatalog(
        id=f"{scene.canonical}#prices",
        name=page.title,
        url=scene.canonical,
        item_list_element=tuple(
            OfferCatalog(
                name=group.title,
                number_of_items=len(group.rows),
                item_list_element=tuple(
                    offer(
                        scene,
                        row.price,
                        url=row.url or scene.canonical,
                        name=row.name,
                        item_offered=ClinicService(
                            id=scene.ids.service(row.service_id), name=row.name, url=scene.absolute(row.url)
                        ),
                    )
                    for row in group.rows
                ),
            )
            for group in groups
        ),
    )
