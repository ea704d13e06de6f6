from datetime import UTC, datetime
from decimal import Decimal

import pytest

from integrations.fhir_import.errors import Refused
from integrations.fhir_import.observation_mapping import observation
from records.received import Code, Moment, Quantity, Range
from tests.fhir_import.mapping import context_of
from tests.fhir_import.resources import OBSERVATION, changed


def read(**changes):
    return observation(context_of(changed(OBSERVATION, **changes)))


def with_value(**value):
    return read(valueQuantity=None, **value).measurement


def test_result_keeps_unit_range_and_interpretation():
    result = read()

    assert result.measurement.quantity == Quantity(Decimal("5.4"), "mmol/l", "mmol/L")
    assert result.measurement.reference == Range(Decimal("3.9"), Decimal("6.1"))
    assert (result.measurement.interpretation.code, result.comment) == ("N", "On an empty stomach")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"valueCodeableConcept": {"coding": [{"code": "260385009", "display": "Negative"}]}}, "Negative"),
        ({"valueCodeableConcept": {"text": "Never smoker", "coding": [{"display": "never"}]}}, "Never smoker"),
        ({"valueString": "cloudy"}, "cloudy"),
        ({"valueBoolean": True}, "yes"),
        ({"valueBoolean": False}, "no"),
        ({"valueTime": "10:30:00"}, "10:30:00"),
        ({"valueDateTime": "2019-05"}, "2019-05"),
        ({"valueRatio": {"numerator": {"value": 1}, "denominator": {"value": 128}}}, "1:128"),
        ({"valueRatio": {"numerator": {"value": 5, "unit": "mg"}, "denominator": {"value": 24, "unit": "h"}}}, "5 mg / 24 h"),
        ({"valueRange": {"low": {"value": 2, "unit": "g"}, "high": {"value": 4, "unit": "g"}}}, "2 – 4 g"),
        ({"valuePeriod": {"start": "2019", "end": "2020"}}, "2019 – 2020"),
    ],
)  # fmt: skip
def test_value_in_words(value, text):
    measurement = with_value(**value)

    assert (measurement.quantity, measurement.value_text) == (None, text)


@pytest.mark.parametrize(
    ("value", "quantity"),
    [
        ({"valueInteger": 7}, Quantity(Decimal(7))),
        ({"valueQuantity": {"value": 5, "comparator": "<", "unit": "IU/l"}}, Quantity(Decimal(5), "IU/l", "", "<")),
        ({"valueQuantity": {"value": 5, "code": "kg", "system": "http://unitsofmeasure.org"}}, Quantity(Decimal(5), "kg", "kg")),
        ({"valueQuantity": {"value": 5, "unit": "lbs", "code": "lbs", "system": "urn:own"}}, Quantity(Decimal(5), "lbs")),
        ({"valueQuantity": {"unit": "kg"}}, None),
        ({}, None),
    ],
)  # fmt: skip
def test_value_as_a_number(value, quantity):
    assert read(**({"valueQuantity": None} | value)).measurement.quantity == quantity


def test_loinc_code_is_preferred_to_a_local_one():
    code = {
        "text": "Sugar",
        "coding": [{"system": "urn:own", "code": "GLU"}, {"system": "http://loinc.org", "code": "2339-0"}],
    }

    assert read(code=code).measurement.code == Code("http://loinc.org", "2339-0", "", "Sugar")


def test_components_are_measured_apart():
    component = {
        "code": {"text": "Systolic"},
        "valueQuantity": {"value": 120},
        "interpretation": [{"coding": [{"code": "H"}]}],
    }
    absent = {"code": {"text": "Diastolic"}, "dataAbsentReason": {"coding": [{"code": "not-performed"}]}}

    result = read(valueQuantity=None, component=[component, absent])

    assert [part.code.label for part in result.components] == ["Systolic", "Diastolic"]
    assert (result.components[0].interpretation.code, result.components[1].absent_reason) == (
        "H",
        "not-performed",
    )


def test_unknown_absent_reason_is_kept_as_unknown():
    context = context_of(
        changed(OBSERVATION, valueQuantity=None, dataAbsentReason={"coding": [{"code": "lost"}]})
    )

    assert observation(context).measurement.absent_reason == "unknown"
    assert context.remarks == ['Observation.dataAbsentReason "lost" is not a code of FHIR, kept as unknown']


@pytest.mark.parametrize(
    ("effective", "start", "end"),
    [
        ({"effectivePeriod": {"start": "2020-01-01T00:00:00Z", "end": "2020-01-02T00:00:00Z"}}, 1, 2),
        ({"effectivePeriod": {"start": "2020-01-01T00:00:00Z"}}, 1, None),
        ({"effectiveInstant": "2020-01-01T00:00:00Z"}, 1, None),
        ({"effectiveTiming": {"event": ["2020-01-01T00:00:00Z", "2020-01-03T00:00:00Z"]}}, 1, 3),
        ({}, None, None),
    ],
)
def test_time_of_a_measurement_in_every_form(effective, start, end):
    result = read(effectiveDateTime=None, **effective)

    expected = [day and Moment(datetime(2020, 1, day, tzinfo=UTC)) for day in (start, end)]
    assert [result.effective, result.effective_end] == expected


def test_range_for_treatment_does_not_hide_the_normal_one():
    goal = {"low": {"value": 4}, "type": {"coding": [{"code": "treatment"}]}}
    normal = {"low": {"value": 3}, "type": {"coding": [{"code": "normal"}]}}

    assert read(referenceRange=[goal, normal]).measurement.reference == Range(Decimal(3))


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"valueQuantity": {"value": "5"}}, "Observation.valueQuantity.value must be a number, not a string"),
        (
            {"valueQuantity": {"value": 5, "comparator": "~"}},
            'Observation.valueQuantity.comparator "~" is not one of',
        ),
        ({"valueString": "x"}, "Observation has both valueQuantity and valueString"),
        ({"valueQuantity": None, "valueAttachment": {}}, "Observation valueAttachment is not FHIR R4"),
        ({"valueQuantity": None, "valueSampledData": {}}, "Observation.valueSampledData is a curve"),
        (
            {"dataAbsentReason": {"coding": [{"code": "unknown"}]}},
            "Observation.dataAbsentReason stands beside a value",
        ),
        ({"component": [{"valueQuantity": {"value": 1}}]}, "Observation.component[0].code is missing"),
        ({"referenceRange": {}}, "Observation.referenceRange must be a list, not an object"),
        ({"effectiveDateTime": "yesterday"}, "Observation.effectiveDateTime is not a FHIR date"),
        ({"status": "finished"}, 'Observation.status "finished" is not one of registered'),
        ({"meta": {"lastUpdated": "soon"}}, "Observation.meta.lastUpdated is not a FHIR date"),
    ],
)
def test_refusal_names_the_path_and_the_reason(changes, complaint):
    with pytest.raises(Refused) as caught:
        read(**changes)

    assert str(caught.value).startswith(complaint)
