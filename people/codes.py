"""Code sets of people, consents and the trail. Values are FHIR R4's where FHIR has the set."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Gender(TextChoices):
    """FHIR AdministrativeGender."""

    MALE = "male", _("Male")
    FEMALE = "female", _("Female")
    OTHER = "other", _("Other")
    UNKNOWN = "unknown", _("Not stated")


class Relationship(TextChoices):
    """Who the acting person is to the patient. Codes of HL7 v3 RoleCode."""

    MOTHER = "MTH", _("mother")
    FATHER = "FTH", _("father")
    GUARDIAN = "GUARD", _("guardian")
    SPOUSE = "SPS", _("spouse")
    CHILD = "CHILD", _("son or daughter")
    RELATIVE = "FAMMEMB", _("other relative")
    CARER = "CAREGIVER", _("carer")


class ConsentKind(TextChoices):
    """What a consent is for: one purpose, one text, one act of will (152-FZ, art. 9)."""

    REGISTRATION = "registration", _("account and appointments")
    APPOINTMENT = "appointment", _("one appointment")
    TRANSFER = "transfer", _("passing data on")
    MARKETING = "marketing", _("news and offers")
    REPRESENTATIVE = "representative", _("acting for another person")


class ConsentMeans(TextChoices):
    """How the will was expressed."""

    SIGNED_IN_FORM = "signed-in-form", _("form, signed in by phone code")
    DESK = "desk", _("at the front desk, on paper")
    VOICE = "voice", _("by phone")


class Role(TextChoices):
    """In what capacity somebody acts."""

    PATIENT = "patient", _("the patient")
    REPRESENTATIVE = "representative", _("a representative")
    PRACTITIONER = "practitioner", _("a doctor")
    STAFF = "staff", _("clinic staff")
    SYSTEM = "system", _("the portal itself")
    ANONYMOUS = "anonymous", _("a visitor")


class Purpose(TextChoices):
    """Why somebody's data is opened or changed."""

    TREATMENT = "treatment", _("treatment")
    BOOKING = "booking", _("booking a visit")
    NOTIFICATION = "notification", _("a message to the patient")
    BILLING = "billing", _("payment")
    ADMINISTRATION = "administration", _("administration")
    PATIENT_REQUEST = "patient-request", _("the patient's own request")
    SIGN_IN = "sign-in", _("sign-in")
    LEGAL = "legal", _("a duty by law")


class AccessAction(TextChoices):
    VIEW = "view", _("viewed")
    SEARCH = "search", _("found in a search")
    EXPORT = "export", _("exported")
    TRANSFER = "transfer", _("passed on")
    DENIED = "denied", _("refused")
    KEY_OPERATION = "key-operation", _("keys changed")
