"""Every node class against the published vocabulary: types, properties, terms."""

import dataclasses
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from schema_org import nodes, terms
from schema_org.node import Node, Ref, literal, properties
from schema_org.nodes import (
    AggregateRating,
    ClinicService,
    GeoCoordinates,
    Link,
    OpeningHours,
    ServiceKind,
    Span,
    breadcrumbs,
    closed_on,
    item_list,
    weekly_hours,
)
from schema_org.vocabulary import published


def node_classes(base: type[Node] = Node) -> list[type[Node]]:
    return [found for child in base.__subclasses__() for found in (child, *node_classes(child))]


@pytest.mark.parametrize("node", node_classes(), ids=lambda node: node.__name__)
def test_node_class_uses_only_types_and_properties_of_the_vocabulary(node):
    vocabulary = published()

    assert node.TYPES
    assert set(node.TYPES) <= set(vocabulary.types)
    for name in properties(node).values():
        domain = vocabulary.properties[name].domain
        assert any(vocabulary.is_a(kind, domain) for kind in node.TYPES), f"{name} is not for {node.TYPES}"
        assert name not in vocabulary.superseded


@pytest.mark.parametrize("node", node_classes(), ids=lambda node: node.__name__)
def test_node_class_requires_fields_it_has(node):
    assert set(node.REQUIRED) <= {field.name for field in dataclasses.fields(node)}


@pytest.mark.parametrize("kind", ServiceKind)
def test_service_of_any_kind_may_have_preparation_and_offers(kind):
    vocabulary = published()

    types = ClinicService(kind=kind).types

    assert set(types) <= set(vocabulary.types)
    for name in ("preparation", "offers", "relevantSpecialty"):
        assert any(vocabulary.is_a(each, vocabulary.properties[name].domain) for each in types)
    accepted = vocabulary.properties["availableService"].range
    assert any(vocabulary.is_a(each, accepted) for each in types)


@pytest.mark.parametrize(
    ("terms_of_ours", "enumeration"),
    [
        (terms.MedicalSpecialty, "MedicalSpecialty"),
        (terms.DayOfWeek, "DayOfWeek"),
        (terms.ItemAvailability, "ItemAvailability"),
        (terms.MedicalProcedureType, "MedicalProcedureType"),
        (terms.GenderType, "GenderType"),
        (terms.DigitalPlatform, "DigitalPlatformEnumeration"),
    ],
)
def test_terms_belong_to_their_enumeration(terms_of_ours, enumeration):
    vocabulary = published()

    assert {
        term.value for term in terms_of_ours if enumeration not in vocabulary.members[term.value]
    } == set()
    assert not {term.value for term in terms_of_ours} & set(vocabulary.superseded)


def test_medical_specialties_are_complete():
    vocabulary = published()
    current = {name for name, kinds in vocabulary.members.items() if "MedicalSpecialty" in kinds}

    assert {term.value for term in terms.MedicalSpecialty} == current - set(vocabulary.superseded)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (" two words ", "two words"),
        (True, True),
        (4, 4),
        (Decimal("1500.00"), 1500),
        (Decimal("1499.50"), 1499.5),
        (date(2026, 3, 19), "2026-03-19"),
        (time(8), "08:00:00"),
        (datetime(2026, 3, 19, 8, 0, 0, 999, tzinfo=UTC), "2026-03-19T08:00:00+00:00"),
        (timedelta(minutes=30), "PT30M"),
        (timedelta(minutes=90), "PT1H30M"),
        (timedelta(days=2, hours=4), "P2DT4H"),
        (timedelta(days=1), "P1D"),
        (timedelta(), "PT0S"),
        (terms.MedicalSpecialty.CARDIOVASCULAR, "https://schema.org/Cardiovascular"),
    ],
)
def test_literal_is_written_as_the_vocabulary_defines_it(value, written):
    assert literal(value) == written


def test_literal_without_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        literal(datetime(2026, 3, 19, 8, 0))  # noqa: DTZ001 - the fault under test


def test_reference_to_a_node_without_id_is_refused():
    with pytest.raises(ValueError, match="without an id"):
        _ = nodes.Person(name="Anna").ref

    assert nodes.Person(id="https://clinic.example/#a", name="Anna").ref == Ref("https://clinic.example/#a")


def test_weekly_hours_share_a_node_where_days_are_alike():
    lunch, evening = (time(8), time(13)), (time(14), time(20))
    spans = [Span(day, *hours) for day in (1, 0, 4) for hours in (evening, lunch)] + [
        Span(5, time(9), time(15))
    ]

    hours = weekly_hours(spans)

    weekdays = (terms.DayOfWeek.MONDAY, terms.DayOfWeek.TUESDAY, terms.DayOfWeek.FRIDAY)
    assert hours == (
        OpeningHours(day_of_week=weekdays, opens=time(8), closes=time(13)),
        OpeningHours(day_of_week=weekdays, opens=time(14), closes=time(20)),
        OpeningHours(day_of_week=(terms.DayOfWeek.SATURDAY,), opens=time(9), closes=time(15)),
    )


def test_closed_days_run_from_midnight_to_midnight():
    closed = closed_on(date(2027, 1, 1), date(2027, 1, 8))

    assert (closed.opens, closed.closes) == (time(0), time(0))
    assert (closed.valid_from, closed.valid_through) == (date(2027, 1, 1), date(2027, 1, 8))


def test_coordinates_keep_six_decimals_and_are_absent_when_unknown():
    assert GeoCoordinates.at(Decimal("55.75"), 37.6) == GeoCoordinates(
        latitude="55.750000", longitude="37.600000"
    )
    assert GeoCoordinates.at(None, 37.6) is None


def test_rating_without_marks_does_not_exist():
    assert AggregateRating.of(average=None, marks=0, written=0) is None
    assert AggregateRating.of(average=4.666, marks=3, written=0) == AggregateRating(
        rating_value=4.7, rating_count=3
    )


def test_breadcrumbs_of_the_home_page_do_not_exist():
    home = Link("Clinic", "https://clinic.example/en/")

    assert breadcrumbs(home.url, [home]) is None
    assert breadcrumbs(home.url, [home, Link("Doctors", "https://clinic.example/en/doctors/")]) is not None


def test_item_list_names_each_address_once_and_continues_numbering():
    links = [Link("A", "https://clinic.example/a"), Link("B", "https://clinic.example/b")]

    found = item_list("https://clinic.example/list/?page=2", [*links, links[0]], first=21)

    assert found is not None
    assert [(entry.position, entry.name) for entry in found.item_list_element] == [(21, "A"), (22, "B")]
    assert item_list("https://clinic.example/list/", []) is None
