"""Files nobody here wrote: `../shared/data` beside the project."""

from pathlib import Path

import pytest
from django.conf import settings

from booking.models import Location, Practitioner, PractitionerRole
from people.access import Access, open_fields
from people.models import Patient
from records.models import DiagnosticReport, Observation
from tests.fhir_import.test_importing import everything_in_the_database

DATA = Path(settings.BASE_DIR).parent / "shared" / "data"

pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason=f"{DATA} is absent: public sample files are not in the project"
)


def synthea(pattern="*.json"):
    return sorted((DATA / "synthea-r4").glob(pattern))


def test_hospitals_and_practitioners_become_branches_doctors_and_posts(run_files):
    run = run_files(*synthea("*Information.json"))

    assert run.heard.complaints == []
    assert run.created == {
        "Location (of an Organization)": 102,
        "Organization": 102,
        "Practitioner": 102,
        "PractitionerRole (by address)": 102,
    }
    assert set(Location.objects.values_list("time_zone", flat=True)) == {"America/New_York"}
    assert not Location.objects.exclude(phone__startswith="+1").exists()
    assert PractitionerRole.objects.values("practitioner").distinct().count() == Practitioner.objects.count()


def test_patient_bundles_become_patients_with_their_files(run_files):
    run = run_files(*synthea())

    assert run.heard.complaints == []
    assert run.counts("refused") == {}
    assert {name: run.created[name] for name in ("Patient", "Encounter", "DiagnosticReport", "Observation", "MedicationRequest")} == {
        "Patient": 4,
        "Encounter": 63,
        "DiagnosticReport": 72,
        "Observation": 798,
        "MedicationRequest": 10,
    }  # fmt: skip
    assert run.counts("not kept") == {
        "CarePlan": 9,
        "Claim": 73,
        "ExplanationOfBenefit": 63,
        "Goal": 20,
        "Procedure": 25,
    }
    assert not DiagnosticReport.objects.filter(results=None).exists()
    assert not Observation.objects.filter(encounter=None).exists()
    readings = Observation.objects.whole().valued()
    for opened in open_fields(Access.system("tests", purpose="treatment"), readings, ["value", "value_text"]):
        assert opened.value or opened.value_text


def test_importing_them_again_changes_nothing(run_files):
    run_files(*synthea())
    before = everything_in_the_database()

    again = run_files(*synthea())

    assert (
        again.outcome.total("created"),
        again.outcome.total("changed"),
        again.outcome.total("refused"),
    ) == (0, 0, 0)
    assert everything_in_the_database() == before


def test_official_examples_are_imported_or_refused_one_by_one(run_files):
    paths = sorted((DATA / "fhir-r4-examples").glob("*.json"))

    run = run_files(*paths)

    assert run.outcome.unreadable == []
    assert sum(run.outcome.counts.values()) == len(paths)
    assert run.outcome.total("refused") == len(run.heard.complaints)
    assert Patient.objects.count() == 1
    assert run.created["Observation"] == 1
