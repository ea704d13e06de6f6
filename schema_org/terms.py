"""Enumerations of schema.org that the portal uses. A member's value is the term's name; its `iri` goes into
the JSON-LD.
"""

from enum import StrEnum


class Term(StrEnum):
    """A member of a schema.org enumeration."""

    @property
    def iri(self) -> str:
        return f"https://schema.org/{self.value}"


class MedicalSpecialty(Term):
    """All values of MedicalSpecialty that are not superseded.

    Ophthalmology, allergology and psychology have no value: leave the enumeration out for them and say the
    speciality with `knowsAbout` and `jobTitle` instead. `Optometric` is not an eye surgeon.
    """

    ANESTHESIA = "Anesthesia"
    CARDIOVASCULAR = "Cardiovascular"
    COMMUNITY_HEALTH = "CommunityHealth"
    DENTISTRY = "Dentistry"
    DERMATOLOGY = "Dermatology"
    DIET_NUTRITION = "DietNutrition"
    EMERGENCY = "Emergency"
    ENDOCRINE = "Endocrine"
    GASTROENTEROLOGIC = "Gastroenterologic"
    GENETIC = "Genetic"
    GERIATRIC = "Geriatric"
    GYNECOLOGIC = "Gynecologic"
    HEMATOLOGIC = "Hematologic"
    INFECTIOUS = "Infectious"
    LABORATORY_SCIENCE = "LaboratoryScience"
    MIDWIFERY = "Midwifery"
    MUSCULOSKELETAL = "Musculoskeletal"
    NEUROLOGIC = "Neurologic"
    NURSING = "Nursing"
    OBSTETRIC = "Obstetric"
    ONCOLOGIC = "Oncologic"
    OPTOMETRIC = "Optometric"
    OTOLARYNGOLOGIC = "Otolaryngologic"
    PATHOLOGY = "Pathology"
    PEDIATRIC = "Pediatric"
    PHARMACY_SPECIALTY = "PharmacySpecialty"
    PHYSIOTHERAPY = "Physiotherapy"
    PLASTIC_SURGERY = "PlasticSurgery"
    PODIATRIC = "Podiatric"
    PRIMARY_CARE = "PrimaryCare"
    PSYCHIATRIC = "Psychiatric"
    PUBLIC_HEALTH = "PublicHealth"
    PULMONARY = "Pulmonary"
    RADIOGRAPHY = "Radiography"
    RENAL = "Renal"
    RESPIRATORY_THERAPY = "RespiratoryTherapy"
    RHEUMATOLOGIC = "Rheumatologic"
    SPEECH_PATHOLOGY = "SpeechPathology"
    SURGICAL = "Surgical"
    TOXICOLOGIC = "Toxicologic"
    UROLOGIC = "Urologic"


class DayOfWeek(Term):
    """Members stand in the order of `datetime.date.weekday()`."""

    MONDAY = "Monday"
    TUESDAY = "Tuesday"
    WEDNESDAY = "Wednesday"
    THURSDAY = "Thursday"
    FRIDAY = "Friday"
    SATURDAY = "Saturday"
    SUNDAY = "Sunday"


class ItemAvailability(Term):
    IN_STOCK = "InStock"
    SOLD_OUT = "SoldOut"
    DISCONTINUED = "Discontinued"


class MedicalProcedureType(Term):
    """The only two values of `procedureType`. Surgery is a node type, not a value."""

    NONINVASIVE = "NoninvasiveProcedure"
    PERCUTANEOUS = "PercutaneousProcedure"


class GenderType(Term):
    FEMALE = "Female"
    MALE = "Male"


class DigitalPlatform(Term):
    DESKTOP_WEB = "DesktopWebPlatform"
    MOBILE_WEB = "MobileWebPlatform"
