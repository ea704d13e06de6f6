import json

import pytest
from django.apps import apps

from booking.models import Location, Organization, Practitioner, PractitionerRole
from people.access import Access, open_fields, open_one
from people.models import Patient
from records.models import (
    Condition,
    DiagnosticReport,
    DocumentReference,
    Encounter,
    Immunization,
    Invoice,
    MedicationRequest,
    Observation,
)
from tests.fhir_import.resources import (
    ENCOUNTER,
    EVERYTHING,
    OBSERVATION,
    ORGANIZATION,
    PATIENT,
    PRACTITIONER,
    PRESCRIPTION,
    REPORT,
    bundle,
    changed,
    write,
)

ACCESS = Access.system("tests", purpose="treatment")


def everything_in_the_database():
    """Every row of every table of the house, ciphertexts included."""
    return {
        model._meta.label: sorted(
            (
                tuple(_comparable(getattr(row, field.attname)) for field in model._meta.concrete_fields)
                for row in model._default_manager.all()
            ),
            key=repr,
        )
        for app in ("people", "booking", "records", "outbox")
        for model in apps.get_app_config(app).get_models()
    }


def _comparable(value):
    value = getattr(value, "stored", value)
    return bytes(value) if isinstance(value, memoryview) else value


# --- What becomes of a file -------------------------------------------------------------------------------


def test_bundle_becomes_a_patient_with_a_file(run_resources):
    run = run_resources(*EVERYTHING)

    assert run.heard.complaints == []
    patient = Patient.objects.get()
    opened = open_one(ACCESS, patient, "family", "given", "patronymic", "phone")
    assert tuple(opened.values.values()) == ("Образцов", "Проба", "Тестович", "+79160000001")
    encounter = Encounter.objects.get()
    assert (encounter.patient, encounter.practitioner, encounter.location) == (
        patient,
        Practitioner.objects.get(),
        Location.objects.get(),
    )
    report = DiagnosticReport.objects.get()
    assert [row.observation for row in report.result_rows.all()] == [Observation.objects.get()]
    for model in (MedicationRequest, Condition, Immunization, DocumentReference, Invoice):
        assert model.objects.get().patient == patient


def test_order_of_the_entries_does_not_matter(run_resources):
    run = run_resources(*reversed(EVERYTHING))

    assert run.heard.complaints == []
    assert DiagnosticReport.objects.get().results.count() == 1
    assert Observation.objects.get().encounter == Encounter.objects.get()


def test_files_of_one_run_refer_to_one_another(run_files, tmp_path):
    paths = [
        write(tmp_path / f"{number}.json", resource) for number, resource in enumerate(reversed(EVERYTHING))
    ]

    run = run_files(*paths)

    assert run.heard.complaints == []
    assert DiagnosticReport.objects.get().results.count() == 1


def test_lines_are_imported_too(run_files, tmp_path):
    run = run_files(
        write(tmp_path / "bulk.ndjson", "\n".join(json.dumps(resource) for resource in EVERYTHING))
    )

    assert (
        run.outcome.total("created") == len(EVERYTHING) + 2
    )  # the branch of the organization, the doctor's post
    assert DiagnosticReport.objects.get().results.count() == 1


def test_temporary_names_of_a_transaction_are_followed(run_files, tmp_path):
    def entry(name, resource):
        return {
            "fullUrl": f"urn:uuid:{name}",
            "resource": changed(resource, id=None),
            "request": {"method": "POST"},
        }

    patient, observation = "61ebe359-bfdc-4613-8bf2-c5e300945f0a", "88f151c0-a954-468a-88bd-5ae15c08e059"
    by_name = {"subject": {"reference": f"urn:uuid:{patient}"}, "encounter": None}
    content = bundle()
    content["entry"] = [
        entry(
            "74891afc-ed52-42a2-bcd7-f13d9b60f096",
            changed(REPORT, result=[{"reference": f"urn:uuid:{observation}"}], **by_name),
        ),
        entry(observation, changed(OBSERVATION, **by_name)),
        entry(patient, PATIENT),
    ]

    run = run_files(write(tmp_path / "a.json", content))

    assert run.heard.complaints == []
    assert DiagnosticReport.objects.get().results.count() == 1


def test_search_result_of_a_server_is_followed_by_address(run_files, tmp_path):
    content = bundle()
    content["entry"] = [
        {
            "fullUrl": f"https://fhir.example/r4/{resource['resourceType']}/{resource['id']}",
            "resource": resource,
        }
        for resource in (changed(OBSERVATION, encounter=None), PATIENT)
    ]
    content["entry"].append(
        {"resource": {"resourceType": "OperationOutcome", "issue": []}, "search": {"mode": "outcome"}}
    )

    run = run_files(write(tmp_path / "a.json", content))

    assert run.created == {"Observation": 1, "Patient": 1}
    assert run.counts("not kept") == {"OperationOutcome": 1}


@pytest.mark.parametrize(
    "reference",
    [
        {"reference": "Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|1"},
        {"identifier": {"system": "http://hl7.org/fhir/sid/us-npi", "value": "1"}},
        {"reference": "https://elsewhere.example/Practitioner/9", "display": "Dr Elsewhere"},
    ],
)
def test_doctor_of_an_encounter_is_found_by_number_or_named(run_resources, reference):
    run_resources(*EVERYTHING[:3], changed(ENCOUNTER, participant=[{"individual": reference}]))

    encounter = Encounter.objects.get()
    assert (encounter.practitioner is not None) != (encounter.practitioner_name == "Dr Elsewhere")


def test_subject_may_be_named_by_identifier(run_resources):
    by_number = {"reference": "Patient?identifier=urn:oid:1.2.643.100.3|000-000-000 01"}

    run_resources(PATIENT, changed(OBSERVATION, subject=by_number, encounter=None))

    assert Observation.objects.get().patient == Patient.objects.get()


def test_results_inside_a_report_are_kept(run_resources):
    inside = changed(OBSERVATION, id="inner", subject=None, encounter=None)

    run_resources(PATIENT, changed(REPORT, contained=[inside], result=[{"reference": "#inner"}]))

    assert [row.observation.code for row in DiagnosticReport.objects.get().result_rows.all()] == ["2339-0"]


# --- Branches and doctors -----------------------------------------------------------------------------------


def test_organization_with_an_address_is_a_branch(run_resources):
    run = run_resources(ORGANIZATION)

    branch = Location.objects.get()
    assert (branch.name, branch.time_zone, branch.phone) == (
        "Sample Clinic",
        "America/New_York",
        "+17815550100",
    )
    assert (branch.organization, branch.name_ru) == (Organization.objects.get(), "")
    assert run.created == {"Location (of an Organization)": 1, "Organization": 1}


def test_organization_with_its_own_location_gets_no_second_branch(run_resources):
    location = {
        "resourceType": "Location", "id": "l1", "name": "Main building", "status": "active",
        "address": ORGANIZATION["address"][0], "managingOrganization": {"reference": "Organization/o1"},
        "position": {"latitude": 42.36, "longitude": -71.06},
    }  # fmt: skip

    run_resources(location, ORGANIZATION, PATIENT, ENCOUNTER)

    branch = Location.objects.get()
    assert (branch.name, float(branch.latitude)) == ("Main building", 42.36)
    assert Encounter.objects.get().location == branch


def test_doctor_without_a_role_works_at_their_address(run_resources):
    run_resources(ORGANIZATION, PRACTITIONER)

    post = PractitionerRole.objects.get()
    assert (post.practitioner.name, post.location.name) == ("Ann Sampleton", "Sample Clinic")


def test_role_tells_place_and_speciality(run_resources):
    role = {
        "resourceType": "PractitionerRole", "id": "pr1", "practitioner": {"reference": "Practitioner/d1"},
        "organization": {"reference": "Organization/o1"}, "specialty": [{"coding": [{"system": "urn:s", "code": "1", "display": "Cardiology"}]}],
    }  # fmt: skip

    run = run_resources(role, PRACTITIONER, ORGANIZATION)

    post = PractitionerRole.objects.get()
    assert [speciality.name_en for speciality in post.specialities.all()] == ["Cardiology"]
    assert run.created == {
        "Location (of an Organization)": 1,
        "Organization": 1,
        "Practitioner": 1,
        "PractitionerRole": 1,
    }


def test_role_that_has_ended_is_inactive(run_resources):
    role = {
        "resourceType": "PractitionerRole", "id": "pr1", "practitioner": {"reference": "Practitioner/d1"},
        "organization": {"reference": "Organization/o1"}, "period": {"start": "2012-01-01", "end": "2012-03-31"},
    }  # fmt: skip

    run_resources(role, PRACTITIONER, ORGANIZATION)

    assert not PractitionerRole.objects.get().active


def test_branch_in_a_country_of_several_zones_takes_the_one_that_is_told(run_resources):
    organization = changed(
        ORGANIZATION,
        address=[{"line": ["ул. Образцовая, 1"], "city": "Пермь", "country": "RU"}],
        name="Клиника",
    )

    refused = run_resources(organization)
    assert "run again with --time-zone" in refused.heard.remarks[0]
    assert not Location.objects.exists()

    run_resources(organization, time_zone="Asia/Yekaterinburg")
    branch = Location.objects.get()
    assert (branch.time_zone, branch.name_ru, branch.city_ru, branch.name_en) == (
        "Asia/Yekaterinburg",
        "Клиника",
        "Пермь",
        "",
    )


# --- Again --------------------------------------------------------------------------------------------------


def test_second_import_changes_nothing(run_resources):
    run_resources(*EVERYTHING)
    before = everything_in_the_database()

    again = run_resources(*EVERYTHING)

    assert (again.outcome.total("created"), again.outcome.total("changed")) == (0, 0)
    assert everything_in_the_database() == before


def test_resources_without_id_are_recognised_again(run_resources):
    nameless = [changed(PATIENT, id=None), changed(PRACTITIONER, id=None), changed(ORGANIZATION, id=None)]
    run_resources(*nameless)
    before = everything_in_the_database()

    again = run_resources(*nameless)

    assert again.outcome.total("created") == 0
    assert everything_in_the_database() == before


def test_corrected_result_replaces_the_earlier_one(run_resources):
    run_resources(*EVERYTHING)

    corrected = changed(OBSERVATION, status="corrected", valueQuantity={"value": 7.1, "unit": "mmol/l"})
    run = run_resources(*EVERYTHING[:4], corrected)

    assert run.counts("changed") == {"Observation": 1}
    [opened] = open_fields(ACCESS, Observation.objects.all(), ["value"])
    assert (opened.value, opened.record.status) == ("7.1", "corrected")


def test_older_version_does_not_replace_a_newer_one(run_resources):
    newer = changed(
        OBSERVATION, meta={"lastUpdated": "2026-01-02T00:00:00Z"}, status="corrected", encounter=None
    )
    older = changed(OBSERVATION, meta={"lastUpdated": "2026-01-01T00:00:00Z"}, encounter=None)

    run_resources(PATIENT, newer)
    run_resources(PATIENT, older)
    assert Observation.objects.get().status == "corrected"

    both = run_resources(PATIENT, older, newer)
    assert both.heard.complaints == []
    assert Observation.objects.get().status == "corrected"


def test_withdrawn_result_is_withdrawn(run_resources):
    run_resources(PATIENT, changed(OBSERVATION, encounter=None))

    run_resources(PATIENT, changed(OBSERVATION, encounter=None, status="entered-in-error"))

    assert Observation.objects.count() == 1
    assert not Observation.objects.standing().exists()


# --- Whose is it?
# ---------------------------------------------------------------------------------------------


def test_patient_of_another_system_is_recognised_by_number(run_resources):
    run_resources(PATIENT)

    run = run_resources(changed(PATIENT, id="other"), source="https://other.example")

    assert run.counts("unchanged") == {"Patient": 1}
    assert Patient.objects.count() == 1


def test_number_of_somebody_born_on_another_day_is_refused(run_resources):
    run_resources(PATIENT)

    run = run_resources(
        changed(PATIENT, id="other", birthDate="1971-01-31"),
        changed(OBSERVATION, subject={"reference": "Patient/other"}),
    )

    assert run.counts("refused") == {"Observation": 1, "Patient": 1}
    assert "Patient.birthDate is another day" in run.heard.complaints[0]
    assert "Observation.subject Patient/other was refused" in run.heard.complaints[1]


def test_same_id_of_another_sender_is_never_mixed_up(run_resources):
    run_resources(PATIENT)
    somebody_else = changed(PATIENT, identifier=None, name=[{"family": "Другой"}], birthDate="1999-09-09")

    mixed_up = run_resources(somebody_else)
    assert mixed_up.counts("refused") == {"Patient": 1}
    assert "--source" in mixed_up.heard.complaints[0]

    told_apart = run_resources(somebody_else, source="https://other.example")
    assert told_apart.created == {"Patient": 1}


def test_numbers_of_two_patients_on_one_are_refused(run_resources):
    second = {"system": "urn:own", "value": "2"}
    run_resources(PATIENT, changed(PATIENT, id="p2", identifier=[second]))

    run = run_resources(changed(PATIENT, id="p3", identifier=[*PATIENT["identifier"], second]))

    assert "Patient.identifier belongs to different patients" in run.heard.complaints[0]
    assert Patient.objects.count() == 2


def test_contacts_of_a_patient_with_an_account_are_their_own(run_resources, django_user_model):
    run_resources(PATIENT)
    patient = Patient.objects.get()
    patient.user = django_user_model.objects.create(username="account")
    patient.save()

    run_resources(changed(PATIENT, telecom=[{"system": "phone", "value": "+7 916 000-00-09"}]))

    assert open_one(ACCESS, Patient.objects.get(), "phone").phone == "+79160000001"


def test_result_that_belongs_to_another_patient_is_refused(run_resources):
    second = changed(PATIENT, id="p2", identifier=None, birthDate="1999-09-09")
    run_resources(PATIENT, second, changed(OBSERVATION, encounter=None))

    run = run_resources(second, changed(OBSERVATION, encounter=None, subject={"reference": "Patient/p2"}))

    assert run.counts("refused") == {"Observation": 1}
    assert "belongs to a record of another patient" in run.heard.complaints[0]


# --- What cannot be used
# ----------------------------------------------------------------------------------------


def test_bad_entries_are_named_and_the_rest_is_imported(run_resources):
    run = run_resources(
        PATIENT,
        changed(OBSERVATION, id="good", encounter=None),
        changed(OBSERVATION, id="bad", encounter=None, valueQuantity={"value": "high"}),
        {"resourceType": "Observatoin", "id": "x"},
        {"resourceType": "Bundle", "id": "inner"},
        {"id": "nothing"},
        {"resourceType": "Goal", "id": "g"},
        {"resourceType": "Goal", "id": "h"},
    )

    assert run.created == {"Observation": 1, "Patient": 1}
    assert run.counts("not kept") == {"Goal": 2}
    assert sorted(run.heard.complaints) == [
        "bundle.json: entry[2] Observation/bad: refused: Observation.valueQuantity.value must be a number, not a string",
        "bundle.json: entry[3] Observatoin/x: refused: is no resource type of FHIR R4",
        "bundle.json: entry[4] Bundle/inner: refused: is a Bundle inside a Bundle: import it as a file of its own",
        "bundle.json: entry[5] nothing: refused: has no resourceType",
    ]


def test_two_things_of_one_name_are_not_one(run_resources):
    run = run_resources(
        PATIENT,
        changed(OBSERVATION, encounter=None),
        changed(OBSERVATION, encounter=None, status="preliminary"),
    )

    assert run.created == {"Observation": 1, "Patient": 1}
    assert "says something else than bundle.json entry[1]" in run.heard.complaints[0]


def test_repetition_in_one_run_is_unchanged(run_resources):
    run = run_resources(PATIENT, changed(OBSERVATION, encounter=None), changed(OBSERVATION, encounter=None))

    assert (run.created, run.counts("unchanged")) == ({"Observation": 1, "Patient": 1}, {"Observation": 1})


def test_prescriptions_that_share_a_number_stay_apart(run_resources):
    number = [{"system": "urn:portal:prescriptions", "value": "12345689"}]

    run_resources(
        PATIENT, *(changed(PRESCRIPTION, id=name, identifier=number) for name in ("first", "second"))
    )

    assert MedicationRequest.objects.count() == 2


def test_unreadable_file_does_not_stop_the_others(run_files, tmp_path):
    good = write(tmp_path / "good.json", bundle(PATIENT))
    bad = write(tmp_path / "bad.json", "{")

    run = run_files(bad, good, tmp_path / "nowhere.json")

    assert run.created == {"Patient": 1}
    assert [path.name for path in run.outcome.unreadable] == ["bad.json", "nowhere.json"]


def test_complaint_never_quotes_a_person(run_resources):
    secret = "Тайнов"
    bad = changed(
        PATIENT, name=[{"family": secret}], birthDate=secret, telecom=[{"system": "phone", "value": secret}]
    )

    run = run_resources(
        bad, changed(OBSERVATION, valueQuantity=None, valueString=secret, effectiveDateTime=secret)
    )

    assert secret not in "".join(run.heard.complaints + run.heard.remarks)


def test_every_entry_is_counted_as_progress(run_resources):
    run = run_resources(*EVERYTHING, {"resourceType": "Goal", "id": "g"}, {"resourceType": "Nothing"})

    assert run.heard.steps[-1] == (len(EVERYTHING) + 2, len(EVERYTHING) + 2)
