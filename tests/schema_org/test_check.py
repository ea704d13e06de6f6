"""Hand-made graphs, right and wrong: each fault is found, named, and told in words."""

import copy
from collections import defaultdict

import pytest

from schema_org.check import check, left_out_findings
from schema_org.findings import SENTENCES, Finding, Severity
from schema_org.google import REQUIREMENTS as GOOGLE_REQUIREMENTS
from schema_org.graph import LeftOut
from schema_org.house import REQUIREMENTS as HOUSE_REQUIREMENTS
from schema_org.vocabulary import published

ROOT = "https://clinic.example"
PAGE = f"{ROOT}/en/doctors/anna-testova/"
DOCTOR = f"{ROOT}/#/physician/1"

DOCUMENT = {
    "@context": "https://schema.org",
    "@graph": [
        {
            "@type": "ProfilePage",
            "@id": f"{PAGE}#webpage",
            "url": PAGE,
            "name": "Anna Testova, cardiologist",
            "description": "Invented doctor.",
            "inLanguage": "en",
            "isPartOf": {"@id": f"{ROOT}/#website"},
            "breadcrumb": {"@id": f"{PAGE}#breadcrumb"},
            "dateCreated": "2026-03-19T08:00:00+03:00",
            "datePublished": "2026-03-19T08:00:00+03:00",
            "dateModified": "2026-05-01T10:00:00+03:00",
            "mainEntity": {"@id": DOCTOR},
        },
        {
            "@type": "BreadcrumbList",
            "@id": f"{PAGE}#breadcrumb",
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": 1,
                    "name": "Clinic",
                    "item": {"@type": "WebPage", "@id": f"{ROOT}/en/", "name": "Clinic"},
                },
                {
                    "@type": "ListItem",
                    "position": 2,
                    "name": "Anna Testova",
                    "item": {"@type": "WebPage", "@id": PAGE, "name": "Anna Testova"},
                },
            ],
        },
        {"@type": "WebSite", "@id": f"{ROOT}/#website", "name": "Invented clinic", "url": f"{ROOT}/"},
        {
            "@type": ["Person", "Physician", "IndividualPhysician"],
            "@id": DOCTOR,
            "name": "Anna Testova",
            "url": PAGE,
            "jobTitle": "Cardiologist",
            "description": "Sees adults.",
            "telephone": "+7 495 000-00-01",
            "image": f"{ROOT}/media/anna.jpg",
            "medicalSpecialty": ["https://schema.org/Cardiovascular"],
            "address": {
                "@type": "PostalAddress",
                "streetAddress": "Invented street 1",
                "addressLocality": "Testograd",
                "addressRegion": "Test Region",
                "postalCode": "000001",
                "addressCountry": "RU",
            },
            "geo": {"@type": "GeoCoordinates", "latitude": "55.750000", "longitude": "37.600000"},
            "hasCredential": [
                {"@type": "EducationalOccupationalCredential", "name": "Degree", "dateCreated": "2005"},
            ],
            "worksFor": {"@id": f"{ROOT}/#organization"},
            "practicesAt": [{"@id": f"{ROOT}/#organization"}],
            "isAcceptingNewPatients": True,
            "potentialAction": [
                {
                    "@type": "ReserveAction",
                    "target": {
                        "@type": "EntryPoint",
                        "urlTemplate": f"{ROOT}/en/booking/",
                        "actionPlatform": ["https://schema.org/DesktopWebPlatform"],
                    },
                }
            ],
            "aggregateRating": {
                "@type": "AggregateRating",
                "ratingValue": 4.8,
                "ratingCount": 12,
                "reviewCount": 10,
                "bestRating": 5,
                "worstRating": 1,
            },
            "review": [
                {
                    "@type": "Review",
                    "author": {"@type": "Person", "name": "A patient"},
                    "datePublished": "2026-04-02",
                    "reviewBody": "Listens.",
                    "reviewRating": {"@type": "Rating", "ratingValue": 5},
                }
            ],
        },
        {
            "@type": "MedicalOrganization",
            "@id": f"{ROOT}/#organization",
            "name": "Invented clinic",
            "url": f"{ROOT}/",
        },
    ],
}

PAGE_NODE, PATH, SITE, PHYSICIAN, ORGANIZATION = range(5)


def spoilt(index: int, **changes) -> dict:
    """The right document with one of its nodes changed; None removes a property."""
    document = copy.deepcopy(DOCUMENT)
    node = document["@graph"][index] | changes
    document["@graph"][index] = {name: value for name, value in node.items() if value is not None}
    return document


def told(findings: list[Finding]) -> list[tuple[str, str, str]]:
    return [(finding.severity.value, finding.code, finding.property) for finding in findings]


def test_right_document_has_no_findings():
    assert [str(finding) for finding in check(DOCUMENT)] == []


@pytest.mark.parametrize(
    ("index", "changes", "expected"),
    [
        # Types
        (PHYSICIAN, {"@type": "Phisician"}, ("error", "unknown-type", "")),
        (PAGE_NODE, {"about": {"@type": "Cardiovascular"}}, ("error", "value-as-type", "about")),
        (ORGANIZATION, {"@type": ["MedicalOrganization", "Taxi"]}, ("warning", "superseded-type", "")),
        (ORGANIZATION, {"@type": ["MedicalOrganization", "Text"]}, ("error", "unknown-type", "")),
        (PHYSICIAN, {"address": {"streetAddress": "a"}}, ("error", "untyped-node", "address")),
        # Properties
        (PHYSICIAN, {"medicalSpeciality": "x"}, ("error", "unknown-property", "medicalSpeciality")),
        (ORGANIZATION, {"branchOf": {"@id": DOCTOR}}, ("warning", "superseded-property", "branchOf")),
        (ORGANIZATION, {"jobTitle": "Clinic"}, ("error", "wrong-domain", "jobTitle")),
        (PHYSICIAN, {"@type": ["Physician"]}, ("error", "wrong-domain", "jobTitle")),
        (PHYSICIAN, {"@type": "Person"}, ("error", "wrong-domain", "medicalSpecialty")),
        (ORGANIZATION, {"@name": "x"}, ("error", "unknown-keyword", "@name")),
        # Ranges
        (PAGE_NODE, {"breadcrumb": {"@id": DOCTOR}}, ("error", "wrong-range", "breadcrumb")),
        (PHYSICIAN, {"address": {"@type": "Person", "name": "x"}}, ("error", "wrong-range", "address")),
        (PHYSICIAN, {"worksFor": "Invented clinic"}, ("error", "text-for-entity", "worksFor")),
        (PHYSICIAN, {"jobTitle": 5}, ("error", "wrong-range", "jobTitle")),
        (PHYSICIAN, {"jobTitle": True}, ("error", "wrong-range", "jobTitle")),
        (PHYSICIAN, {"isAcceptingNewPatients": "yes"}, ("error", "not-a-boolean", "isAcceptingNewPatients")),
        (PHYSICIAN, {"jobTitle": "<b>Cardiologist</b>"}, ("warning", "markup-in-text", "jobTitle")),
        (PHYSICIAN, {"description": "{{ page.text }}"}, ("warning", "markup-in-text", "description")),
        (PHYSICIAN, {"description": "Ear &amp; nose"}, ("warning", "markup-in-text", "description")),
        # Terms
        (
            PHYSICIAN,
            {"medicalSpecialty": "https://schema.org/Ophthalmology"},
            ("error", "unknown-term", "medicalSpecialty"),
        ),
        (PHYSICIAN, {"medicalSpecialty": "Cardiovascular"}, ("warning", "short-term", "medicalSpecialty")),
        (PHYSICIAN, {"medicalSpecialty": "cardiology"}, ("error", "unknown-term", "medicalSpecialty")),
        (
            PHYSICIAN,
            {"medicalSpecialty": "https://schema.org/Monday"},
            ("error", "wrong-range", "medicalSpecialty"),
        ),
        (
            PHYSICIAN,
            {"medicalSpecialty": "https://schema.org/Dermatologic"},
            ("warning", "superseded-term", "medicalSpecialty"),
        ),
        (
            PHYSICIAN,
            {"medicalSpecialty": {"@id": "https://schema.org/Nonsense"}},
            ("error", "unknown-term", "medicalSpecialty"),
        ),
        # Shapes
        (PAGE_NODE, {"dateCreated": "19.03.2026"}, ("error", "not-a-date", "dateCreated")),
        (PAGE_NODE, {"dateModified": "2026-05-01T10:00:00"}, ("warning", "no-time-zone", "dateModified")),
        (PHYSICIAN, {"url": "/en/doctors/"}, ("error", "not-an-address", "url")),
        (PAGE_NODE, {"lastReviewed": "soon"}, ("error", "not-a-date", "lastReviewed")),
        (
            PHYSICIAN,
            {"review": {"@type": "Review", "reviewBody": ""}},
            ("error", "empty-value", "review.reviewBody"),
        ),
        (ORGANIZATION, {"numberOfEmployees": 40}, ("error", "wrong-range", "numberOfEmployees")),
        # Emptiness
        (PHYSICIAN, {"telephone": ""}, ("error", "empty-value", "telephone")),
        (PHYSICIAN, {"sameAs": []}, ("error", "empty-value", "sameAs")),
        (PHYSICIAN, {"sameAs": [None, f"{ROOT}/a"]}, ("error", "empty-value", "sameAs")),
        (PHYSICIAN, {"address": {}}, ("error", "empty-value", "address")),
        # Ids
        (PHYSICIAN, {"worksFor": {"@id": f"{ROOT}/#nobody"}}, ("error", "dangling-id", "worksFor")),
        (ORGANIZATION, {"@id": DOCTOR}, ("error", "duplicate-id", "")),
        (ORGANIZATION, {"@id": "#organization"}, ("error", "relative-id", "")),
        # Google
        (PHYSICIAN, {"address": None}, ("error", "missing-required", "address")),
        (PHYSICIAN, {"telephone": None}, ("warning", "missing-recommended", "telephone")),
        (PAGE_NODE, {"dateCreated": None}, ("warning", "missing-recommended", "dateCreated")),
        (PAGE_NODE, {"mainEntity": {"@id": f"{ROOT}/#website"}}, ("error", "wrong-main-entity", "mainEntity")),
        (PAGE_NODE, {"mainEntity": None}, ("error", "missing-required", "mainEntity")),
        (PAGE_NODE, {"dateModified": "2026-03-18T08:00:00+03:00"}, ("warning", "dates-reversed", "dateModified")),
        (SITE, {"name": None}, ("error", "missing-required", "name")),
        (PHYSICIAN, {"priceRange": "₽" * 100}, ("warning", "text-too-long", "priceRange")),
        (
            PHYSICIAN,
            {"aggregateRating": {"@type": "AggregateRating", "ratingValue": 4, "bestRating": 5}},
            ("error", "missing-required", "aggregateRating.ratingCount"),
        ),
        (
            PHYSICIAN,
            {"aggregateRating": {"@type": "AggregateRating", "ratingValue": 0, "ratingCount": 0, "bestRating": 5}},
            ("error", "rating-without-marks", "aggregateRating.ratingCount"),
        ),
        (
            PHYSICIAN,
            {"aggregateRating": {"@type": "AggregateRating", "ratingValue": 7, "ratingCount": 1, "bestRating": 5}},
            ("error", "rating-out-of-bounds", "aggregateRating.ratingValue"),
        ),
        (PATH, {"itemListElement": DOCUMENT["@graph"][PATH]["itemListElement"][:1]}, ("error", "short-path", "itemListElement")),
        (
            PATH,
            {"itemListElement": DOCUMENT["@graph"][PATH]["itemListElement"][::-1]},
            ("error", "wrong-positions", "itemListElement"),
        ),
        # House
        (PHYSICIAN, {"image": None}, ("warning", "missing-recommended", "image")),
        (PHYSICIAN, {"medicalSpecialty": None}, ("warning", "missing-recommended", "medicalSpecialty")),
        (PAGE_NODE, {"description": None}, ("warning", "missing-recommended", "description")),
    ],
)  # fmt: skip
def test_fault_is_found_and_named(index, changes, expected):
    assert expected in told(check(spoilt(index, **changes)))


def test_fault_is_told_with_place_problem_and_advice():
    finding = check(spoilt(PHYSICIAN, medicalSpeciality="https://schema.org/Cardiovascular"))[0]

    assert finding.node == DOCTOR
    assert finding.problem() == "schema.org has no property “medicalSpeciality”."
    assert "medicalSpecialty" in finding.advice()
    assert str(finding).startswith(f"error: {DOCTOR} medicalSpeciality: schema.org has no property")


def test_finding_is_told_in_the_readers_language():
    catalogue = {
        "Google": "Гугл",
        "a site name": "названию сайта",
        SENTENCES["missing-required"][0]: "%(subject)s|%(source)s",
    }

    finding = check(spoilt(SITE, name=None))[0]

    assert finding.problem(lambda sentence: catalogue.get(sentence, sentence)) == "названию сайта|Гугл"


def test_every_code_has_both_sentences_and_every_requirement_known_terms():
    vocabulary = published()
    asked = [*GOOGLE_REQUIREMENTS, *HOUSE_REQUIREMENTS]

    assert all(problem and advice for problem, advice in SENTENCES.values())
    for requirement in asked:
        assert set(requirement.types) | set(requirement.excepted) <= set(vocabulary.types)
        for path in (*requirement.required, *requirement.recommended):
            for alternative in path.split("|"):
                assert set(alternative.split(".")) <= set(vocabulary.properties)


def test_speciality_without_a_value_may_be_said_with_words():
    document = spoilt(PHYSICIAN, medicalSpecialty=None, knowsAbout=["Ophthalmology"])

    assert check(document) == []


def test_recommendations_concern_the_entity_of_the_page_only():
    document = spoilt(ORGANIZATION, **{"@type": "MedicalClinic", "address": "Invented street 1, Testograd"})

    assert check(document) == []


def test_document_without_page_is_about_what_stands_at_the_top():
    short = {
        "@context": "https://schema.org/",
        "@type": "MedicalClinic",
        "@id": f"{ROOT}/#1",
        "name": "Branch",
    }

    findings = told(check(short))

    assert ("error", "missing-required", "address") in findings
    assert ("warning", "missing-recommended", "geo") in findings


def test_role_may_stand_between_property_and_value():
    role = {
        "@type": "EmployeeRole",
        "roleName": "Head of cardiology",
        "worksFor": {"@id": f"{ROOT}/#organization"},
    }

    assert told(check(spoilt(PHYSICIAN, worksFor=role))) == []


def test_typed_values_are_read_through():
    description = {"@value": "Sees adults.", "@language": "en"}

    assert check(spoilt(PHYSICIAN, description=description)) == []


def test_input_of_an_action_takes_the_property_it_is_named_after():
    action = {"@type": "SearchAction", "target": f"{ROOT}/?q={{q}}", "query-input": "required name=q"}

    assert check(spoilt(SITE, potentialAction=action)) == []


def test_article_on_health_without_reviewer_is_reported_on_its_page():
    document = {
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": "MedicalWebPage",
                "@id": f"{ROOT}/en/blog/1/#webpage",
                "url": f"{ROOT}/en/blog/1/",
                "name": "x",
            }
        ],
    }

    assert ("warning", "missing-recommended", "reviewedBy") in told(check(document))


@pytest.mark.parametrize("document", [[], "text", None])
def test_something_that_is_no_object_is_reported(document):
    assert told(check(document)) == [("error", "not-an-object", "")]


def test_foreign_context_is_reported():
    assert ("error", "wrong-context", "") in told(check({"@context": "https://other.example", "@graph": []}))


def test_left_out_node_is_an_error_with_the_missing_fact():
    left_out = (LeftOut(("MedicalClinic",), f"{ROOT}/#/clinic/1", ("address",)),)

    (finding,) = left_out_findings(left_out)

    assert (finding.severity, finding.property) == (Severity.ERROR, "address")
    assert finding.problem() == "MedicalClinic is not published, because “address” is missing."


def test_every_sentence_takes_named_facts_only():
    facts = defaultdict(lambda: "x")

    assert all("%(" not in problem % facts + advice % facts for problem, advice in SENTENCES.values())
