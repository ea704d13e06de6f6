"""Every kind of page in both languages, read back as a stranger would read it. Nothing here changes the site."""

import extruct
import pytest
from django.db import transaction
from django.test import Client

from booking import models as booking
from schema_org.check import check
from tests.cms.graphs import ROOT, main_entity, nodes_of, page_node, read
from tests.schema_org import release

KINDS = [
    "home",
    "doctors",
    "speciality",
    "doctor",
    "services",
    "category",
    "service",
    "prices",
    "branches",
    "branch",
    "second branch",
    "blog",
    "blog category",
    "article",
    "programs",
    "program",
    "landing",
    "promotion",
    "faq",
    "legal",
    "contacts",
    "enquiry",
]


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_page_has_neither_errors_nor_warnings(complete_site, kind, language):
    _html, document = read(complete_site.public[kind][language])

    assert [str(finding) for finding in check(document)] == []
    assert release.faults(document) == []


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_page_node_is_the_canonical_page(complete_site, kind, language):
    page = complete_site.public[kind][language]

    html, document = read(page)

    head = extruct.extract(html, base_url=ROOT, syntaxes=["opengraph"])["opengraph"][0]
    social = dict(head["properties"])
    node = next(node for node in document["@graph"] if node["@id"].endswith("#webpage"))
    assert node["url"] == social["og:url"] == f"{ROOT}{page.url}"
    assert html.count('<link rel="canonical"') == 1
    assert f'<link rel="canonical" href="{node["url"]}">' in html
    assert node["inLanguage"] == language
    assert node["isPartOf"] == {"@id": f"{ROOT}/#website"}
    assert ("breadcrumb" in node) == (kind != "home")


def test_pages_that_are_not_for_finding_have_no_graph(complete_site):
    response = Client().get(complete_site.public["search"]["ru"].url)

    assert "application/ld+json" not in response.text
    assert '<meta name="robots" content="noindex, follow">' in response.text


@pytest.mark.parametrize("kind", ["doctor", "branch", "service", "program", "home"])
def test_entity_keeps_its_id_in_every_language(complete_site, kind):
    pages = complete_site.public[kind]

    assert main_entity(pages["ru"])["@id"] == main_entity(pages["en"])["@id"]


@pytest.mark.parametrize("kind", ["article", "prices"])
def test_what_is_written_per_language_is_named_per_page(complete_site, kind):
    pages = complete_site.public[kind]

    assert main_entity(pages["ru"])["@id"] != main_entity(pages["en"])["@id"]


# --- Home and contacts -----------------------------------------------------------------------------


def test_home_page_tells_the_organisation_in_full(complete_site):
    organization = main_entity(complete_site.public["home"]["en"])

    assert organization["@type"] == "MedicalOrganization"
    assert organization["name"] == "Example Clinic"
    assert organization["legalName"] == "ООО «Пример»"
    assert organization["logo"]["contentUrl"].endswith(".png")
    assert organization["sameAs"] == ["https://maps.example/clinic"]
    assert organization["identifier"][0]["value"] == "Л000-00000-00/00000000"
    assert organization["hasCertification"][0]["issuedBy"]["name"] == "Вымышленная служба"
    assert organization["contactPoint"][0]["availableLanguage"] == ["en", "ru"]
    assert len(organization["department"]) == 2


def test_clinic_with_one_branch_is_that_branch(complete_site):
    with transaction.atomic():
        booking.Location.objects.filter(pk=complete_site.second_branch.pk).update(active=False)
        organization = main_entity(complete_site.public["home"]["ru"])
        branch = main_entity(complete_site.public["branch"]["ru"])
        transaction.set_rollback(True)

    assert organization["@type"] == branch["@type"] == ["MedicalClinic", "MedicalOrganization"]
    assert organization["@id"] == branch["@id"] == f"{ROOT}/#organization"
    assert "department" not in organization
    assert branch["openingHoursSpecification"]


# --- Doctors ---------------------------------------------------------------------------------------


def test_doctor_is_person_and_physician_with_proof(complete_site):
    page = complete_site.public["doctor"]["ru"]
    doctor = main_entity(page)

    assert page_node(page)["@type"] == "ProfilePage"
    assert doctor["@type"] == ["Person", "Physician", "IndividualPhysician"]
    assert doctor["@id"] == f"{ROOT}/#/physician/{complete_site.anna.pk}"
    assert doctor["name"] == "Примерова1 Анна Образцовна"
    assert (doctor["jobTitle"], doctor["honorificSuffix"]) == ("Кардиолог", "к. м. н.")
    assert [credential["name"] for credential in doctor["hasCredential"]] == ["Лечебное дело", "Кардиология"]
    assert doctor["hasCredential"][0]["recognizedBy"]["name"] == "Университет"
    assert [credential["credentialCategory"] for credential in doctor["hasCredential"]] == [
        "высшее образование",
        "повышение квалификации",
    ]
    assert doctor["alumniOf"] == [{"@type": "Organization", "name": "Университет"}]
    assert [document["name"] for document in doctor["hasCertification"]] == ["Аккредитация"]
    assert doctor["hasCertification"][0]["certificationIdentification"] == "77"
    assert doctor["memberOf"] == [{"@type": "Organization", "name": "Общество кардиологов"}]
    assert doctor["award"] == ["Врач года"]
    assert doctor["sameAs"] == ["https://register.example/anna"]
    assert doctor["medicalSpecialty"] == ["https://schema.org/Cardiovascular"]
    assert doctor["knowsAbout"] == ["Кардиология"]
    assert doctor["knowsLanguage"] == ["ru", "en"]


def test_doctor_is_placed_priced_and_bookable(complete_site):
    doctor = main_entity(complete_site.public["doctor"]["ru"])

    assert doctor["practicesAt"] == [{"@id": f"{ROOT}/#/clinic/{complete_site.branch.pk}"}]
    assert doctor["worksFor"] == {"@id": f"{ROOT}/#organization"}
    assert doctor["address"]["streetAddress"] == "Образцовая ул., 1"
    assert doctor["telephone"] == "+7 000 000-00-01"
    assert doctor["geo"]["latitude"] == "55.750000"
    assert "500 ₽" in doctor["priceRange"]
    assert doctor["availableService"] == [{"@id": f"{ROOT}/#/service/{complete_site.service.pk}"}]
    assert doctor["isAcceptingNewPatients"] is True
    action = doctor["potentialAction"][0]
    assert action["@type"] == "ReserveAction"
    assert action["target"]["urlTemplate"] == f"{ROOT}/ru/booking/?practitioner={complete_site.anna.pk}"


def test_doctor_without_online_booking_is_reserved_nowhere(complete_site):
    page = complete_site.public["doctor"]["ru"]
    roles = booking.PractitionerRole.objects.filter(practitioner=complete_site.anna)
    with transaction.atomic():
        roles.update(online_booking=False)
        html, doctor = read(page)[0], main_entity(page)
        transaction.set_rollback(True)

    assert "potentialAction" not in doctor
    assert "isAcceptingNewPatients" not in doctor
    assert f"/ru/booking/?practitioner={complete_site.anna.pk}" not in html


def test_rating_and_reviews_are_those_of_the_page(complete_site):
    page = complete_site.public["doctor"]["ru"]

    html, document = read(page)

    doctor = next(node for node in document["@graph"] if "aggregateRating" in node)
    assert doctor["aggregateRating"] == {
        "@type": "AggregateRating",
        "ratingValue": 4.3,
        "ratingCount": 3,
        "reviewCount": 2,
        "bestRating": 5,
        "worstRating": 1,
    }
    assert "4,3" in html
    reviews = doctor["review"]
    assert all(review["@id"].startswith(f"{doctor['@id']}/review/") for review in reviews)
    assert {review["reviewBody"] for review in reviews} == {"Внимательно выслушала.", "Пришлось подождать."}
    assert all(review["reviewBody"] in html for review in reviews)
    assert {review["author"]["name"] for review in reviews} == {"Пациентка М.", "Пациент"}
    assert {review["datePublished"] for review in reviews} == {"2026-05-04"}


# --- Services, programs and prices -----------------------------------------------------------------


def test_service_is_act_and_offer(complete_site):
    page = complete_site.public["service"]["ru"]
    service = main_entity(page)

    assert service["@type"] == ["MedicalProcedure", "PhysicalExam", "Service"]
    assert service["howPerformed"] == "Врач расспрашивает и осматривает."
    assert service["preparation"] == "- возьмите выписки - не ешьте"
    assert service["followup"] == "Врач пришлёт план."
    assert service["relevantSpecialty"] == ["https://schema.org/Cardiovascular"]
    assert service["provider"] == {"@id": f"{ROOT}/#organization"}
    assert [offer["availableAtOrFrom"]["@id"] for offer in service["offers"]] == [
        f"{ROOT}/#/clinic/{complete_site.branch.pk}",
        f"{ROOT}/#/clinic/{complete_site.second_branch.pk}",
    ]
    assert service["offers"][0]["price"] == 2500
    assert service["offers"][0]["priceCurrency"] == "RUB"
    assert service["offers"][0]["validFrom"] == "2026-01-01"


def test_page_on_health_names_author_reviewer_and_day(complete_site):
    page = complete_site.public["service"]["ru"]
    node = page_node(page)

    assert node["@type"] == "MedicalWebPage"
    assert node["author"] == {"@id": f"{ROOT}/#/physician/{complete_site.anna.pk}"}
    assert node["reviewedBy"] == {"@id": f"{ROOT}/#/physician/{complete_site.boris.pk}"}
    assert node["lastReviewed"] == "2026-06-01"
    assert node["specialty"] == ["https://schema.org/Cardiovascular"]


def test_program_offers_its_price_at_each_branch(complete_site):
    program = main_entity(complete_site.public["program"]["ru"])

    assert program["@type"] == "Service"
    assert program["offers"][0]["price"] == 9900
    assert program["isRelatedTo"] == [{"@id": f"{ROOT}/#/service/{complete_site.service.pk}"}]


def test_price_list_is_the_catalogue_of_the_organisation(complete_site):
    page = complete_site.public["prices"]["ru"]
    nodes = nodes_of(page)
    catalog = main_entity(page)

    section = catalog["itemListElement"][0]
    assert nodes[f"{ROOT}/#organization"]["hasOfferCatalog"] == {"@id": catalog["@id"]}
    assert (section["name"], section["numberOfItems"]) == ("Приёмы", 1)
    assert section["itemListElement"][0]["price"] == 2500
    assert section["itemListElement"][0]["itemOffered"] == {
        "@id": f"{ROOT}/#/service/{complete_site.service.pk}"
    }


# --- Branches --------------------------------------------------------------------------------------


def test_branch_tells_where_and_when(complete_site):
    branch = main_entity(complete_site.public["branch"]["en"])

    assert branch["@type"] == "MedicalClinic"
    assert branch["address"] == {
        "@type": "PostalAddress",
        "streetAddress": "1 Sample Street",
        "addressLocality": "Exampletown",
        "addressRegion": "Example Region",
        "postalCode": "000001",
        "addressCountry": "RU",
    }
    assert branch["geo"] == {"@type": "GeoCoordinates", "latitude": "55.750000", "longitude": "37.610000"}
    assert branch["openingHoursSpecification"] == [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [
                f"https://schema.org/{day}"
                for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
            ],
            "opens": "08:00:00",
            "closes": "20:00:00",
        }
    ]
    assert branch["amenityFeature"] == [
        {"@type": "LocationFeatureSpecification", "name": "lift", "value": True}
    ]
    assert branch["parentOrganization"] == {"@id": f"{ROOT}/#organization"}
    assert branch["employee"] == [{"@id": f"{ROOT}/#/physician/{complete_site.anna.pk}"}]
    assert branch["potentialAction"][0]["target"]["urlTemplate"].endswith(
        f"?location={complete_site.branch.pk}"
    )


def test_department_has_its_own_hours_and_telephone_beside_the_branchs_address(complete_site):
    page = complete_site.public["branch"]["ru"]
    html, branch = read(page)[0], main_entity(page)

    assert branch["department"] == [
        {
            "@type": "MedicalClinic",
            "name": "Филиал 1: Лаборатория",
            "address": branch["address"],
            "telephone": "+70000000009",
            "parentOrganization": {"@id": branch["@id"]},
            "openingHoursSpecification": [
                {
                    "@type": "OpeningHoursSpecification",
                    "dayOfWeek": [
                        f"https://schema.org/{day}"
                        for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
                    ],
                    "opens": "07:30:00",
                    "closes": "12:00:00",
                }
            ],
        }
    ]
    assert "Лаборатория" in html
    assert "Пн–Сб 07:30–12:00" in html


# --- Articles and lists ----------------------------------------------------------------------------


def test_article_names_author_sources_and_subject(complete_site):
    page = complete_site.public["article"]["ru"]
    article = main_entity(page)
    nodes = nodes_of(page)

    assert article["@type"] == "BlogPosting"
    assert article["headline"] == "Как мерить давление"
    assert article["author"] == [{"@id": f"{ROOT}/#/physician/{complete_site.anna.pk}"}]
    assert nodes[article["author"][0]["@id"]]["url"] == f"{ROOT}{complete_site.public['doctor']['ru'].url}"
    assert nodes[article["author"][0]["@id"]]["hasCredential"][0]["name"] == "Лечебное дело"
    assert article["publisher"] == {"@id": f"{ROOT}/#organization"}
    assert article["mainEntityOfPage"] == {"@id": f"{ROOT}{page.url}#webpage"}
    assert article["citation"] == [
        {"@type": "CreativeWork", "name": "Рекомендации", "url": "https://doi.example/1"}
    ]
    assert article["about"] == [{"@id": f"{ROOT}/#/service/{complete_site.service.pk}"}]
    assert article["articleSection"] == "Сердце"
    assert article["wordCount"] == 5
    assert article["datePublished"] == "2026-05-04T09:30:00+00:00"
    assert article["dateModified"] == "2026-06-07T12:00:00+00:00"


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("doctors", {"Примерова1 Анна Образцовна", "Примерова2 Анна Образцовна"}),
        ("speciality", {"Примерова1 Анна Образцовна", "Примерова2 Анна Образцовна"}),
        ("services", {"Приём кардиолога"}),
        ("category", {"Приём кардиолога"}),
        ("branches", {"Филиал 1", "Филиал 2"}),
        ("programs", {"Чекап"}),
        ("blog", {"Как мерить давление"}),
    ],
)
def test_list_page_lists_what_it_shows_and_no_more(complete_site, kind, names):
    page = complete_site.public[kind]["ru"]
    listed = main_entity(page)

    assert page_node(page)["@type"] == "CollectionPage"
    assert {entry["name"] for entry in listed["itemListElement"]} == names
    assert [entry["position"] for entry in listed["itemListElement"]] == list(range(1, len(names) + 1))
    assert all(entry["url"].startswith(f"{ROOT}/ru/") for entry in listed["itemListElement"])
