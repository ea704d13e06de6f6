"""Invented FHIR resources, as small as they may be, and files made of them."""

import json
from copy import deepcopy
from pathlib import Path

PATIENT = {
    "resourceType": "Patient",
    "id": "p1",
    "identifier": [{"system": "urn:oid:1.2.643.100.3", "value": "000-000-000 01"}],
    "name": [{"use": "official", "family": "Образцов", "given": ["Проба", "Тестович"]}],
    "telecom": [{"system": "phone", "value": "+7 916 000-00-01", "use": "mobile"}],
    "gender": "male",
    "birthDate": "1970-01-31",
    "address": [{"city": "Москва", "country": "RU"}],
}
ORGANIZATION = {
    "resourceType": "Organization",
    "id": "o1",
    "name": "Sample Clinic",
    "telecom": [{"system": "phone", "value": "781-555-0100"}],
    "address": [
        {"line": ["1 Sample Street"], "city": "Boston", "state": "MA", "postalCode": "02108", "country": "US"}
    ],
}
PRACTITIONER = {
    "resourceType": "Practitioner",
    "id": "d1",
    "identifier": [{"system": "http://hl7.org/fhir/sid/us-npi", "value": "1"}],
    "name": [{"family": "Sampleton", "given": ["Ann"]}],
    "gender": "female",
    "address": ORGANIZATION["address"],
}
ENCOUNTER = {
    "resourceType": "Encounter",
    "id": "e1",
    "status": "finished",
    "class": {"code": "AMB"},
    "type": [{"text": "Check-up"}],
    "subject": {"reference": "Patient/p1"},
    "participant": [{"individual": {"reference": "Practitioner/d1"}}],
    "serviceProvider": {"reference": "Organization/o1"},
    "period": {"start": "2020-05-01T10:00:00+03:00", "end": "2020-05-01T10:30:00+03:00"},
}
OBSERVATION = {
    "resourceType": "Observation",
    "id": "r1",
    "status": "final",
    "category": [{"coding": [{"code": "laboratory"}]}],
    "code": {"coding": [{"system": "http://loinc.org", "code": "2339-0", "display": "Glucose"}]},
    "subject": {"reference": "Patient/p1"},
    "encounter": {"reference": "Encounter/e1"},
    "effectiveDateTime": "2020-05-01T10:05:00+03:00",
    "issued": "2020-05-02T09:00:00+03:00",
    "valueQuantity": {
        "value": 5.40,
        "unit": "mmol/l",
        "system": "http://unitsofmeasure.org",
        "code": "mmol/L",
    },
    "interpretation": [{"coding": [{"code": "N"}]}],
    "referenceRange": [{"low": {"value": 3.9}, "high": {"value": 6.1}}],
    "note": [{"text": "On an empty stomach"}],
}
REPORT = {
    "resourceType": "DiagnosticReport",
    "id": "s1",
    "status": "final",
    "code": {"text": "Blood chemistry"},
    "subject": {"reference": "Patient/p1"},
    "effectiveDateTime": "2020-05-01",
    "issued": "2020-05-02T09:00:00+03:00",
    "result": [{"reference": "Observation/r1"}],
    "conclusion": "Within the norm",
}
PRESCRIPTION = {
    "resourceType": "MedicationRequest",
    "id": "m1",
    "status": "active",
    "intent": "order",
    "medicationCodeableConcept": {"text": "Samplecillin 250 mg"},
    "subject": {"reference": "Patient/p1"},
    "authoredOn": "2020-05-01",
    "requester": {"reference": "Practitioner/d1", "display": "Dr Sampleton"},
    "dosageInstruction": [
        {
            "timing": {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}},
            "doseAndRate": [{"doseQuantity": {"value": 1, "unit": "tablet"}}],
            "asNeededBoolean": False,
        }
    ],
    "dispenseRequest": {"numberOfRepeatsAllowed": 2, "quantity": {"value": 20, "unit": "tablet"}},
}
CONDITION = {
    "resourceType": "Condition",
    "id": "c1",
    "clinicalStatus": {"coding": [{"code": "resolved"}]},
    "verificationStatus": {"coding": [{"code": "confirmed"}]},
    "code": {"text": "Common cold"},
    "subject": {"reference": "Patient/p1"},
    "onsetDateTime": "2019",
}
IMMUNIZATION = {
    "resourceType": "Immunization",
    "id": "i1",
    "status": "completed",
    "vaccineCode": {"text": "Influenza"},
    "patient": {"reference": "Patient/p1"},
    "occurrenceDateTime": "2019-10",
}
DOCUMENT = {
    "resourceType": "DocumentReference",
    "id": "x1",
    "status": "current",
    "type": {"coding": [{"system": "http://loinc.org", "code": "34108-1", "display": "Outpatient Note"}]},
    "subject": {"reference": "Patient/p1"},
    "date": "2020-05-03T08:00:00Z",
    "content": [
        {
            "attachment": {
                "contentType": "text/plain",
                "data": "0JLRgdGRINGF0L7RgNC+0YjQvg==",
                "title": "Letter",
            }
        }
    ],
}
INVOICE = {
    "resourceType": "Invoice",
    "id": "b1",
    "status": "issued",
    "identifier": [{"system": "urn:sample:invoices", "value": "17"}],
    "subject": {"reference": "Patient/p1"},
    "date": "2020-05-01",
    "lineItem": [
        {
            "chargeItemCodeableConcept": {"text": "Blood test"},
            "priceComponent": [{"type": "base", "amount": {"value": 500, "currency": "RUB"}}],
        }
    ],
    "totalGross": {"value": 500, "currency": "RUB"},
}
CLINICAL = (ENCOUNTER, OBSERVATION, REPORT, PRESCRIPTION, CONDITION, IMMUNIZATION, DOCUMENT, INVOICE)
EVERYTHING = (ORGANIZATION, PRACTITIONER, PATIENT, *CLINICAL)


def changed(resource: dict, **changes) -> dict:
    """A copy with these elements; None removes one."""
    copy = deepcopy(resource) | deepcopy(changes)
    return {name: value for name, value in copy.items() if value is not None}


def bundle(*resources: dict, **entry) -> dict:
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": resource, **entry} for resource in resources],
    }


def write(path: Path, content) -> Path:
    path.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False))
    return path
