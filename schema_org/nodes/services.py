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
    """What sort of act a service is; the values are fit for a database column."""

    CONSULTATION = "consultation"
    PHYSICAL_EXAM = "physical-exam"
    DIAGNOSTIC = "diagnostic"
    IMAGING = "imaging"
    BLOOD_TEST = "blood-test"
    PATHOLOGY = "pathology"
    TEST_PANEL = "test-panel"
    TEST = "test"
    THERAPEUTIC = "therapeutic"
    THERAPY = "therapy"
    PSYCHOLOGICAL = "psychological"
    SURGICAL = "surgical"
    PALLIATIVE = "palliative"

    @property
    def types(self) -> tuple[str, ...]:
        """Offers, provider and ratings belong to Service and are wrong on a bare procedure; `preparation` belongs
        to MedicalProcedure and is wrong on a bare test. So every kind carries Service and MedicalProcedure.
        """
        return ("MedicalProcedure", *_OWN_TYPES[self], "Service")


_OWN_TYPES: dict[ServiceKind, tuple[str, ...]] = {
    ServiceKind.CONSULTATION: (),
    ServiceKind.PHYSICAL_EXAM: ("PhysicalExam",),
    ServiceKind.DIAGNOSTIC: ("DiagnosticProcedure",),
    ServiceKind.IMAGING: ("MedicalTest", "ImagingTest"),
    ServiceKind.BLOOD_TEST: ("MedicalTest", "BloodTest"),
    ServiceKind.PATHOLOGY: ("MedicalTest", "PathologyTest"),
    ServiceKind.TEST_PANEL: ("MedicalTest", "MedicalTestPanel"),
    ServiceKind.TEST: ("MedicalTest",),
    ServiceKind.THERAPEUTIC: ("TherapeuticProcedure",),
    ServiceKind.THERAPY: ("TherapeuticProcedure", "MedicalTherapy"),
    ServiceKind.PSYCHOLOGICAL: ("TherapeuticProcedure", "PsychologicalTreatment"),
    ServiceKind.SURGICAL: ("SurgicalProcedure",),
    ServiceKind.PALLIATIVE: ("PalliativeProcedure",),
}


@dataclass(frozen=True, kw_only=True)
class MedicalCode(Node, types=("MedicalCode",), required=("code_value", "coding_system")):
    TYPES = ("MedicalCode",)
    REQUIRED = ("code_value", "coding_system")

    code_value: str = ""
    coding_system: str = ""


@dataclass(frozen=True, kw_only=True)
class ServiceChannel(Node, types=("ServiceChannel",), required=("service_url",)):
    TYPES = ("ServiceChannel",)
    REQUIRED = ("service_url",)

    service_url: str = ""
    service_phone: ContactPoint | None = None
    available_language: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Service(Node, types=("Service",), required=("name", "url")):
    """Something the clinic offers that is no single act of medicine: a checkup programme."""

    name: str = ""
    alternate_name: str = ""
    url: str = ""
    description: str = ""
    image: tuple[ImageObject, ...] = ()
    provider: Entity | None = None
    service_type: str = ""
    category: str = ""
    area_served: str = ""
    available_channel: ServiceChannel | None = None
    offers: tuple[Offer, ...] = ()
    has_offer_catalog: OfferCatalog | None = None
    is_related_to: tuple[Entity, ...] = ()
    aggregate_rating: AggregateRating | None = None
    review: tuple[Review, ...] = ()
    potential_action: tuple[ReserveAction, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ClinicService(Service, types=("MedicalProcedure", "Service")):
    """A service of the clinic: the act of medicine with its preparation, and its sale with offers and provider."""

    kind: ServiceKind = field(default=ServiceKind.CONSULTATION, metadata=type_only)
    relevant_specialty: tuple[MedicalSpecialty, ...] = ()
    procedure_type: MedicalProcedureType | None = None
    body_location: str = ""
    how_performed: str = ""
    preparation: str = ""
    followup: str = ""
    code: tuple[MedicalCode, ...] = ()

    @property
    def types(self) -> tuple[str, ...]:
        return self.kind.types
