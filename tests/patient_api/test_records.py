import pytest

from people.models import AccessEvent
from records.models import Observation
from records.received import Code, Dosage, ExternalRef, ReceivedDocument, ReceivedPrescription
from records.services import store_records
from tests.patient_api.conftest import ACCESS
from tests.records.conftest import NOW, SYSTEM, blood_pressure, glucose, observation, report


def store(*records):
    return [answer.object_id for answer in store_records(access=ACCESS, records=records, now=NOW)]


def test_results_are_told_with_their_ranges(api, patient):
    values = store(observation(patient, "a", measurement=glucose("9.90")), blood_pressure(patient))
    [key] = store(report(patient, results=tuple(values), conclusion="See your doctor"))

    [line] = api.get("results/").json()["results"]
    sheet = api.get(f"results/{key}/").json()

    assert (line["id"], line["values"], line["out_of_range"]) == (str(key), 3, 1)
    assert (sheet["conclusion"], [group["name"] for group in sheet["groups"]]) == (
        "See your doctor",
        ["Glucose", "Blood pressure"],
    )
    [reading] = sheet["groups"][0]["readings"]
    assert (reading["number"], reading["low"], reading["verdict"]) == (
        {"value": "9.90", "comparator": ""},
        "3.9",
        "high",
    )


def test_latest_and_course(api, patient):
    [key] = store(observation(patient))

    assert [item["reading"]["name"] for item in api.get("results/latest/").json()] == ["Glucose"]
    assert [one["id"] for one in api.get(f"results/course/{key}/").json()["readings"]] == [str(key)]


def test_prescriptions_tell_how_to_take_them(api, patient):
    dosage = Dosage(dose="1 tablet", frequency=2, period_unit="d")
    store(
        ReceivedPrescription(
            ref=ExternalRef(SYSTEM, "m"),
            patient_id=patient.pk,
            status="active",
            intent="order",
            medication=Code(text="Samplecillin"),
            dosage=(dosage,),
        )
    )

    [prescription] = api.get("prescriptions/").json()

    assert (prescription["medication"], prescription["dosage"][0]["dose"]) == ("Samplecillin", "1 tablet")


def test_document_is_downloaded(api, patient):
    [key] = store(
        ReceivedDocument(
            ref=ExternalRef(SYSTEM, "d"),
            patient_id=patient.pk,
            status="current",
            kind=Code(text="Letter"),
            content=b"<html>",
            content_type="text/html",
        )
    )

    answer = api.get(f"documents/{key}/content/")

    assert (answer.content, answer["Content-Security-Policy"]) == (b"<html>", "sandbox; default-src 'none'")
    assert answer["Content-Disposition"].startswith("attachment")
    assert [document["id"] for document in api.get("documents/").json()["results"]] == [str(key)]


def test_look_through_the_api_is_written_down(api, patient):
    store(observation(patient))

    api.get("results/latest/")

    event = AccessEvent.objects.filter(object_type="records.observation").latest("at")
    assert (event.actor_id, event.channel, event.patient_id) == (patient.user_id, "api", patient.pk)


@pytest.mark.parametrize("of_child", [True, False])
def test_file_of_a_relative_is_asked_for_by_name(api, patient, child, of_child):
    store(observation(child))

    answer = api.get("results/latest/", **({"patient": child.pk} if of_child else {}))

    assert len(answer.json()) == int(of_child)
    if of_child:
        event = AccessEvent.objects.filter(object_type="records.observation").latest("at")
        assert (event.actor_role, event.on_behalf_of) == ("representative", child.pk)
        assert Observation.objects.get().patient == child
