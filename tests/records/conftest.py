from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from people.access import Access
from people.codes import Purpose
from people.models import Patient
from people.services import register_patient
from records.codes import LOINC
from records.received import (
    Code,
    ExternalRef,
    Measurement,
    Moment,
    Quantity,
    Range,
    ReceivedObservation,
    ReceivedReport,
)

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SYSTEM = "https://laboratory.example/ids"


@pytest.fixture
def system() -> Access:
    return Access.system("tests", purpose=Purpose.TREATMENT)


@pytest.fixture
def patient(db, system) -> Patient:
    return make_patient(system)


@pytest.fixture
def other_patient(db, system) -> Patient:
    return make_patient(system, family="Другая")


def make_patient(access: Access, family: str = "Образцова") -> Patient:
    return register_patient(
        access=access, family=family, given="Проба", birth_date=date(1980, 2, 3), gender="female"
    )


def glucose(
    value: str | None = "5.4", *, low: str = "3.9", high: str = "6.1", interpretation: str = ""
) -> Measurement:
    return Measurement(
        code=Code(LOINC, "2339-0", "Glucose"),
        quantity=Quantity(Decimal(value), "mmol/L", "mmol/L") if value else None,
        interpretation=Code(code=interpretation),
        reference=Range(Decimal(low), Decimal(high)),
    )


def observation(patient: Patient, number: str = "1", **changes) -> ReceivedObservation:
    values = {
        "ref": ExternalRef(SYSTEM, number),
        "patient_id": patient.pk,
        "status": "final",
        "category": "laboratory",
        "measurement": glucose(),
        "effective": Moment(NOW),
    }
    return ReceivedObservation(**values | changes)


def blood_pressure(
    patient: Patient, number: str = "bp", systolic: str = "121", diastolic: str = "79", **changes
):
    def part(code: str, name: str, value: str) -> Measurement:
        return Measurement(
            code=Code(LOINC, code, name), quantity=Quantity(Decimal(value), "mm[Hg]", "mm[Hg]")
        )

    return observation(
        patient,
        number,
        measurement=Measurement(code=Code(LOINC, "85354-9", "Blood pressure")),
        components=(part("8480-6", "Systolic", systolic), part("8462-4", "Diastolic", diastolic)),
        **changes,
    )


def report(
    patient: Patient, number: str = "report", results: tuple[UUID, ...] = (), **changes
) -> ReceivedReport:
    values = {
        "ref": ExternalRef(SYSTEM, number),
        "patient_id": patient.pk,
        "status": "final",
        "code": Code(LOINC, "51990-0", "Basic metabolic panel"),
        "effective": Moment(NOW),
        "issued": NOW,
        "result_ids": results,
    }
    return ReceivedReport(**values | changes)
