"""Whatever stands in a file, an entry is taken or refused with a reason; nothing else ever happens."""

from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from integrations.fhir_import import clinical_mapping, people_mapping, public_mapping
from integrations.fhir_import.errors import Refused
from integrations.fhir_import.observation_mapping import observation
from records.received import canonical
from records.services.columns import MODELS, columns
from tests.fhir_import import resources
from tests.fhir_import.mapping import context_of

MAPPINGS = {
    "Encounter": (resources.ENCOUNTER, clinical_mapping.encounter),
    "Observation": (resources.OBSERVATION, observation),
    "DiagnosticReport": (resources.REPORT, clinical_mapping.diagnostic_report),
    "MedicationRequest": (resources.PRESCRIPTION, clinical_mapping.medication_request),
    "Condition": (resources.CONDITION, clinical_mapping.condition),
    "Immunization": (resources.IMMUNIZATION, clinical_mapping.immunization),
    "DocumentReference": (resources.DOCUMENT, clinical_mapping.document_reference),
    "Invoice": (resources.INVOICE, clinical_mapping.invoice),
    "Patient": (resources.PATIENT, people_mapping.patient),
    "Organization": (resources.ORGANIZATION, public_mapping.organization),
    "Practitioner": (resources.PRACTITIONER, public_mapping.practitioner),
}

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda children: (
        st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=8), children, max_size=3)
    ),
    max_leaves=6,
)


def places(value, path=()):
    """Every path inside a JSON value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in items:
        yield (*path, key)
        yield from places(child, (*path, key))


def replaced(resource, path, value):
    copy = deepcopy(resource)
    target = copy
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value
    return copy


@pytest.mark.parametrize("name", MAPPINGS)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_altered_resource_is_taken_or_refused(name, data):
    resource, mapping = MAPPINGS[name]
    path = data.draw(st.sampled_from(list(places(resource))))
    altered = replaced(resource, path, data.draw(json_values))

    received, refusal = taken_or_refused(mapping, altered)

    assert (received is None) == refusal.startswith(name)
    for record in received if isinstance(received, list) else [received]:
        if type(record) in MODELS:
            canonical(record)
            columns(record)


def taken_or_refused(mapping, resource):
    try:
        return mapping(context_of(resource)), ""
    except Refused as refusal:
        return None, str(refusal)
