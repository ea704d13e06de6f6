"""What goes into a graph, what is left out, and that nothing dangles."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema_org.graph import LeftOut, assemble
from schema_org.ids import SiteIds, review_id, webpage_id
from schema_org.nodes import (
    ImageObject,
    Link,
    MedicalClinic,
    MedicalOrganization,
    Physician,
    PostalAddress,
    ProfilePage,
    Review,
    Reviewer,
    breadcrumbs,
)
from schema_org.nodes.reviews import Rating

IDS = SiteIds("https://clinic.example/")
URL = "https://clinic.example/en/doctors/anna-testova/"
KEY = UUID(int=1)
ADDRESS = PostalAddress(
    street_address="Invented street 1", address_locality="Testograd", address_country="RU"
)


def organization(**changes) -> MedicalOrganization:
    return MedicalOrganization(
        **{"id": IDS.organization, "name": "Invented clinic", "url": "https://clinic.example/"} | changes
    )


def clinic(number: int = 1, **changes) -> MedicalClinic:
    fields = {
        "id": IDS.clinic(UUID(int=number)),
        "name": f"Branch {number}",
        "url": f"https://clinic.example/en/branches/{number}/",
        "address": ADDRESS,
    }
    return MedicalClinic(**fields | changes)


def physician(**changes) -> Physician:
    fields = {"id": IDS.physician(KEY), "name": "Anna Testova", "url": URL, "address": ADDRESS}
    return Physician(**fields | changes)


def page(**changes) -> ProfilePage:
    return ProfilePage(**{"id": webpage_id(URL), "url": URL, "name": "Anna Testova"} | changes)


def by_id(graph) -> dict:
    return {node["@id"]: node for node in graph.nodes}


def references(value) -> set[str]:
    if isinstance(value, dict):
        own = {value["@id"]} if set(value) == {"@id"} else set()
        return own.union(*(references(each) for each in value.values()))
    if isinstance(value, list):
        return set().union(*(references(each) for each in value))
    return set()


def test_ids_name_entities_by_key_and_pages_by_address():
    assert IDS.organization == "https://clinic.example/#organization"
    assert IDS.website == "https://clinic.example/#website"
    assert IDS.service(KEY) == f"https://clinic.example/#/service/{KEY}"
    assert (
        review_id(IDS.physician(KEY), UUID(int=2))
        == f"https://clinic.example/#/physician/{KEY}/review/{UUID(int=2)}"
    )


def test_nodes_with_ids_stand_at_the_top_once_and_are_referred_to():
    graph = assemble(
        page(main_entity=physician(works_for=organization(), practices_at=(clinic(), clinic(2))))
    )

    nodes = by_id(graph)
    assert len(graph.nodes) == len(nodes) == 5
    assert nodes[webpage_id(URL)]["mainEntity"] == {"@id": IDS.physician(KEY)}
    assert nodes[IDS.physician(KEY)]["@type"] == ["Person", "Physician", "IndividualPhysician"]
    assert nodes[IDS.physician(KEY)]["address"]["streetAddress"] == "Invented street 1"
    assert nodes[IDS.physician(KEY)]["practicesAt"] == [{"@id": clinic().id}, {"@id": clinic(2).id}]


def test_empty_values_leave_no_trace():
    graph = assemble(
        physician(job_title="", description="  ", image=None, knows_about=("", "heart"), award=())
    )

    node = by_id(graph)[IDS.physician(KEY)]
    assert node["knowsAbout"] == ["heart"]
    assert set(node) == {"@type", "@id", "name", "url", "address", "knowsAbout"}


def test_false_and_zero_are_values():
    graph = assemble(physician(is_accepting_new_patients=False))

    assert by_id(graph)[IDS.physician(KEY)]["isAcceptingNewPatients"] is False


def test_node_without_its_required_fact_is_left_out_with_all_references():
    homeless = clinic(2, address=None)

    graph = assemble(page(main_entity=physician(practices_at=(clinic(), homeless))))

    assert homeless.id not in by_id(graph)
    assert by_id(graph)[IDS.physician(KEY)]["practicesAt"] == [{"@id": clinic().id}]
    assert graph.left_out == (LeftOut(("MedicalClinic",), homeless.id, ("address",)),)


def test_leaving_out_a_node_leaves_out_what_required_it():
    rating = Rating(rating_value=5)
    review = Review(id=review_id(IDS.physician(KEY), KEY), author=Reviewer(name=" "), review_rating=rating)

    graph = assemble(page(main_entity=physician(review=(review,))))

    assert review.id not in by_id(graph)
    assert "review" not in by_id(graph)[IDS.physician(KEY)]


def test_address_without_a_street_is_no_address():
    halved = PostalAddress(address_locality="Testograd")

    graph = assemble(page(main_entity=clinic(address=halved)))

    assert list(by_id(graph)) == [webpage_id(URL)]
    assert "mainEntity" not in by_id(graph)[webpage_id(URL)]


def test_nodes_only_a_left_out_node_mentioned_are_left_out():
    graph = assemble(page(main_entity=clinic(address=None, parent_organization=organization())))

    assert list(by_id(graph)) == [webpage_id(URL)]


def test_reference_to_what_the_graph_does_not_define_is_dropped():
    graph = assemble(page(main_entity=physician(works_for=organization().ref)))

    assert "worksFor" not in by_id(graph)[IDS.physician(KEY)]


def test_full_and_short_node_of_one_entity_become_one():
    graph = assemble(
        physician(job_title="Cardiologist", practices_at=(clinic(telephone="+7 495 000-00-01"),)),
        clinic(name="Other name", branch_code="north"),
    )

    node = by_id(graph)[clinic().id]
    assert (node["name"], node["telephone"], node["branchCode"]) == ("Branch 1", "+7 495 000-00-01", "north")


def test_mutual_references_are_kept():
    graph = assemble(organization(department=(clinic(parent_organization=organization().ref),)))

    assert by_id(graph)[IDS.organization]["department"] == [{"@id": clinic().id}]
    assert by_id(graph)[clinic().id]["parentOrganization"] == {"@id": IDS.organization}


def test_steps_of_a_path_are_written_in_place():
    trail = [Link("Clinic", "https://clinic.example/en/"), Link("Anna Testova", URL)]

    graph = assemble(page(breadcrumb=breadcrumbs(URL, trail)))

    steps = by_id(graph)[f"{URL}#breadcrumb"]["itemListElement"]
    assert [step["item"]["@id"] for step in steps] == [link.url for link in trail]


def test_graph_without_roots_is_false_and_a_root_needs_an_id():
    assert not assemble(None)
    with pytest.raises(ValueError, match="needs an id"):
        assemble(ImageObject(content_url="https://clinic.example/a.jpg"))


texts = st.one_of(st.just(""), st.text(max_size=8))
addresses = st.one_of(st.none(), st.builds(PostalAddress, street_address=texts, address_locality=texts))
organizations = st.builds(organization, name=texts)
clinics = st.builds(
    clinic,
    st.integers(0, 3),
    name=texts,
    address=addresses,
    parent_organization=st.one_of(st.none(), organizations),
)
physicians = st.builds(
    physician,
    name=texts,
    address=addresses,
    works_for=st.one_of(st.none(), organizations, st.just(organization().ref)),
    practices_at=st.lists(st.one_of(clinics, st.just(clinic(3).ref)), max_size=4).map(tuple),
)


@given(physicians)
def test_no_id_ever_dangles_and_nothing_is_empty(doctor):
    graph = assemble(page(main_entity=doctor))

    assert references(list(graph.nodes)) <= set(by_id(graph))
    assert len(by_id(graph)) == len(graph.nodes)
    assert not any(value in ("", None, [], {}) for node in graph.nodes for value in node.values())
