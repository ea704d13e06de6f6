"""Where an editor mends what a check has found: a field of the page, the clinic's records, or the site settings."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _

from cms import models
from cms.models.base import ContentPage
from schema_org.findings import Finding

#: Properties that every page fills from the same fields.
_COMMON = {
    "name": "title",
    "headline": "title",
    "description": "search_description",
    "primaryImageOfPage": "social_image",
    "image": "social_image",
}
_REVIEWED = {"author": "author", "reviewedBy": "medical_reviewer", "lastReviewed": "last_reviewed_on"}

#: First name of a property's path → the page's field. What is not listed comes from the clinic's records.
_FIELDS: Mapping[type[ContentPage], Mapping[str, str]] = {
    models.DoctorPage: {
        "image": "photo",
        "jobTitle": "job_title",
        "honorificSuffix": "degree",
        "description": "introduction",
        "hasCredential": "education",
        "alumniOf": "education",
        "hasCertification": "certificates",
        "memberOf": "certificates",
        "award": "certificates",
        "sameAs": "profiles",
        "practicesAt": "practitioner",
        "worksFor": "practitioner",
        "address": "practitioner",
        "medicalSpecialty": "practitioner",
    },
    models.BranchPage: {
        "image": "image",
        "amenityFeature": "amenities",
        "department": "departments",
        "description": "introduction",
        "address": "location",
        "geo": "location",
        "telephone": "location",
        "openingHoursSpecification": "location",
    },
    models.ServicePage: {
        **_REVIEWED,
        "image": "image",
        "description": "introduction",
        "howPerformed": "how_performed",
        "preparation": "preparation",
        "followup": "followup",
        "bodyLocation": "body_location",
        "procedureType": "invasiveness",
        "offers": "service",
        "relevantSpecialty": "service",
    },
    models.ProgramPage: {**_REVIEWED, "image": "image", "description": "introduction", "offers": "program"},
    models.ArticlePage: {
        **_REVIEWED,
        "image": "image",
        "description": "introduction",
        "citation": "sources",
        "about": "about_service",
    },
    models.HomePage: {"image": "image"},
}

#: Fields whose content is kept elsewhere; the page only says which record it shows.
_CHOOSERS = {"practitioner", "location", "service", "program"}


@dataclass(frozen=True)
class Mend:
    """`field` names a field of the page's form, empty where the cause lies elsewhere; `place` says where in words."""

    field: str
    place: str


def mend(page: ContentPage, finding: Finding) -> Mend:
    if finding.node.endswith(("/#organization", "/#website")):
        return Mend("", _("Site settings, and the clinic's legal data"))
    if "/#/" in finding.node and not _is_about(page, finding):
        return Mend("", _("The records of the schedule system"))
    name = finding.property.partition(".")[0] or str(finding.params.get("property", ""))
    field = {**_COMMON, **_FIELDS.get(type(page), {})}.get(name, "")
    try:
        words = page.field_name(field)
    except FieldDoesNotExist:
        return Mend("", "")
    if field in _CHOOSERS:
        return Mend(field, _("The records of the schedule system, for “%(field)s”") % {"field": words})
    return Mend(field, words)


def _is_about(page: ContentPage, finding: Finding) -> bool:
    """Whether the finding is about the record this page describes, and not about one it mentions."""
    keys = (getattr(page, f"{name}_id", None) for name in _CHOOSERS)
    return any(key is not None and str(key) in finding.node for key in keys)
