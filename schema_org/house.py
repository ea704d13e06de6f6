"""What this house wants every page to say, so that an entity is complete before a search engine looks."""

from schema_org.findings import gettext_noop
from schema_org.requirements import Requirement, Scope

_ = gettext_noop
_SOURCE = _("the house")

REQUIREMENTS = (
    Requirement(
        _SOURCE,
        _("a page"),
        types=("WebPage",),
        recommended=("url", "name", "description", "inLanguage", "isPartOf"),
        scope=Scope.TOP,
    ),
    Requirement(
        _SOURCE,
        _("a doctor"),
        types=("IndividualPhysician",),
        recommended=(
            "jobTitle",
            "image",
            "description",
            "hasCredential",
            "medicalSpecialty|knowsAbout",
            "worksFor",
            "practicesAt",
            "potentialAction",
        ),
    ),
    Requirement(
        _SOURCE,
        _("a service"),
        types=("MedicalProcedure",),
        recommended=("description", "howPerformed", "preparation", "provider", "offers"),
    ),
    Requirement(
        _SOURCE,
        _("a branch"),
        types=("MedicalClinic",),
        recommended=("geo", "image", "telephone", "openingHoursSpecification", "medicalSpecialty"),
    ),
    Requirement(
        _SOURCE,
        _("an article"),
        types=("Article",),
        recommended=("publisher", "inLanguage", "mainEntityOfPage"),
    ),
    # Readers of a text on health are told who stands for it; the markup repeats what the page shows.
    Requirement(
        _SOURCE,
        _("a page on health"),
        types=("MedicalWebPage",),
        recommended=("reviewedBy", "lastReviewed"),
        scope=Scope.TOP,
    ),
)
