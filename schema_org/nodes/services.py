"""What the clinic does, as an act of medicine and as something one can buy."""

from dataclasses import dataclass, field
from enum import StrEnum

from schema_org.node import Entity, Node, type_only
from schema_org.nodes.media import ImageObject
from schema_org.nodes.offers import Offer, OfferCatalog, ReserveAction
from schema_org.nodes.organizations import ContactPoint
from schema_org.nodes.reviews import AggregateRating, Review
from schema_org.terms import MedicalProcedureType, MedicalSpecialty


class ServiceKind(StrEnum):
    """What sort of act a service is: a type of schema.org, verbatim, fit for a database column."""

    PROCEDURE = "MedicalProcedure"
    DIAGNOSTIC = "DiagnosticProcedure"
    THERAPEUTIC = "TherapeuticProcedure"
    THERAPY = "MedicalTherapy"
    PSYCHOLOGICAL = "PsychologicalTreatment"
    SURGICAL = "SurgicalProcedure"
    PALLIATIVE = "PalliativeProcedure"
    EXAMINATION = "PhysicalExam"
    TEST = "MedicalTest"
    BLOOD_TEST = "BloodTest"
    IMAGING_TEST = "ImagingTest"
    PATHOLOGY_TEST = "PathologyTest"
    TEST_PANEL = "MedicalTestPanel"

    @property
    def types(self) -> tuple[str, ...]:
        """Offers, provider and ratings belong to Service and are wrong on a bare procedure; `preparation`
        belongs to MedicalProcedure and is wrong on a bare test. So every kind carries both.
        """
        test = ("MedicalTest",) if self in _TESTS else ()
        return tuple(dict.fromkeys(("MedicalProcedure", *test, self.value, "Service")))


_TESTS = frozenset(
    (
        ServiceKind.TEST,
        ServiceKind.BLOOD_TEST,
        ServiceKind.IMAGING_TEST,
        ServiceKind.PATHOLOGY_TEST,
        ServiceKind.TEST_PANEL,
    )
)


@dataclass(frozen=True, kw_only=True)
class ServiceChannel(Node, types=("ServiceChannel",), required=("service_url",)):
    service_url: str = ""
    service_phone: ContactPoint | None = None
    available_language: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Service(Node, types=("Service",), required=("name",)):
    """Something the clinic offers that is no single act of medicine: a checkup programme."""

    name: str = ""
    alternate_name: str = ""
    url: str = ""
    description: str = ""
    image: tuple[ImageObject, ...] = ()
    provider: Entity | None = None
    service_type: str = ""
    category: str = ""
    area_served: tuple[str, ...] = ()
    available_channel: ServiceChannel | None = None
    offers: tuple[Offer, ...] = ()
    has_offer_catalog: OfferCatalog | None = None
    is_related_to: tuple[Entity, ...] = ()
    aggregate_rating: AggregateRating | None = None
    review: tuple[Review, ...] = ()
    potential_action: tuple[ReserveAction, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ClinicService(Service, types=("MedicalProcedure", "Service")):
    """A service of the clinic: the act of medicine with its preparation, and its sale with its offers."""

    kind: ServiceKind = field(default=ServiceKind.PROCEDURE, metadata=type_only)
    relevant_specialty: tuple[MedicalSpecialty, ...] = ()
    procedure_type: MedicalProcedureType | None = None
    body_location: str = ""
    how_performed: str = ""
    preparation: str = ""
    followup: str = ""

    @property
    def types(self) -> tuple[str, ...]:
        return self.kind.types
