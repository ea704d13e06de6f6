import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from tests.simulators.clinic import appointment, bundle, tomorrow_at

EXAMPLES = Path(__file__).resolve().parents[3] / "shared/data/fhir-r4-examples"


def resources(answer):
    return [entry["resource"] for entry in answer.json()["entry"]]


def free(http, start, end, schedule="Schedule/first-river"):
    return resources(
        http.get(
            "/Slot",
            params=[
                ("schedule", schedule),
                ("status", "free"),
                ("start", f"ge{start.isoformat().replace('+00:00', 'Z')}"),
                ("start", f"lt{end.isoformat().replace('+00:00', 'Z')}"),
            ],
        )
    )


def spans(slots):
    return sorted(
        (datetime.fromisoformat(slot["start"]), datetime.fromisoformat(slot["end"])) for slot in slots
    )


def day_of_slots(http, schedule="Schedule/first-river"):
    return spans(free(http, tomorrow_at(0), tomorrow_at(0) + timedelta(days=1), schedule))


def reason(answer):
    return answer.json()["issue"][0]["details"]["coding"][0]["code"]


def test_capability_statement_says_what_is_kept(http):
    statement = http.get("/metadata").json()

    assert (statement["resourceType"], statement["fhirVersion"]) == ("CapabilityStatement", "4.0.1")
    assert {"Slot", "Appointment", "Patient"} <= {r["type"] for r in statement["rest"][0]["resource"]}


def test_hours_of_a_role_become_free_slots_in_the_zone_of_its_branch(http):
    assert day_of_slots(http) == [(tomorrow_at(9), tomorrow_at(13))]
    horizon = datetime.now(UTC) + timedelta(days=100)
    assert len(free(http, tomorrow_at(0), horizon)) == 95


def test_booking_a_part_of_a_slot_leaves_the_rest_free(http):
    answer = http.post("/Appointment", content=json.dumps(appointment("a", tomorrow_at(10))))

    assert (answer.status_code, answer.headers["ETag"]) == (201, 'W/"1"')
    assert answer.headers["Location"].endswith(f"/Appointment/{answer.json()['id']}/_history/1")
    assert day_of_slots(http) == [
        (tomorrow_at(9), tomorrow_at(10)),
        (tomorrow_at(10, 30), tomorrow_at(13)),
    ]


def test_taken_time_is_a_conflict(http):
    http.post("/Appointment", content=json.dumps(appointment("a", tomorrow_at(10))))

    answer = http.post(
        "/Appointment", content=json.dumps(appointment("b", tomorrow_at(10, 15), patient="p2"))
    )

    assert (answer.status_code, reason(answer)) == (409, "slot-taken")
    assert answer.json()["resourceType"] == "OperationOutcome"
    assert len(resources(http.get("/Appointment"))) == 1


def test_patient_is_not_in_two_places(http):
    http.post("/Appointment", content=json.dumps(appointment("a", tomorrow_at(10))))

    answer = http.post("/Appointment", content=json.dumps(appointment("b", tomorrow_at(10), doctor="second")))

    assert (answer.status_code, reason(answer)) == (409, "patient-is-busy")
    assert len(day_of_slots(http, "Schedule/second-river")) == 1


def test_conditional_create_answers_with_what_is_there(http):
    headers = {"If-None-Exist": "identifier=urn:client|a"}
    first = http.post("/Appointment", content=json.dumps(appointment("a", tomorrow_at(10))), headers=headers)

    second = http.post("/Appointment", content=json.dumps(appointment("a", tomorrow_at(10))), headers=headers)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["id"] == second.json()["id"]


def test_twenty_takers_of_one_time_give_one_appointment(mis, http):
    def take(number):
        body = appointment(f"taker-{number}", tomorrow_at(10), patient=f"p{number}")
        return httpx.post(f"{mis.base_url}/Appointment", json=body, timeout=20).status_code

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(take, range(20)))

    assert answers == [201] + [409] * 19


def test_cancelling_gives_the_time_back(http):
    booked = http.post("/Appointment", content=json.dumps(appointment("a", tomorrow_at(10)))).json()

    answer = http.put(
        f"/Appointment/{booked['id']}",
        content=json.dumps({**booked, "status": "cancelled"}),
        headers={"If-Match": 'W/"1"'},
    )

    assert (answer.status_code, answer.headers["ETag"]) == (200, 'W/"2"')
    assert day_of_slots(http) == [
        (tomorrow_at(9), tomorrow_at(10)),
        (tomorrow_at(10), tomorrow_at(10, 30)),
        (tomorrow_at(10, 30), tomorrow_at(13)),
    ]
    assert (
        http.post("/Appointment", content=json.dumps(appointment("b", tomorrow_at(9, 45)))).status_code == 201
    )


def moved(booked, start):
    rest = {name: value for name, value in booked.items() if name != "slot"}
    return {**rest, "start": start.isoformat(), "end": (start + timedelta(minutes=30)).isoformat()}


def test_move_may_overlap_the_earlier_time(http):
    booked = http.post("/Appointment", content=json.dumps(appointment("a", tomorrow_at(10)))).json()

    answer = http.put(f"/Appointment/{booked['id']}", content=json.dumps(moved(booked, tomorrow_at(10, 15))))

    assert answer.status_code == 200
    assert day_of_slots(http)[-1] == (tomorrow_at(10, 45), tomorrow_at(13))


def test_refused_move_keeps_the_earlier_time(http):
    booked = http.post("/Appointment", content=json.dumps(appointment("a", tomorrow_at(10)))).json()
    http.post("/Appointment", content=json.dumps(appointment("b", tomorrow_at(11), patient="p2")))
    before = day_of_slots(http)

    answer = http.put(f"/Appointment/{booked['id']}", content=json.dumps(moved(booked, tomorrow_at(11))))

    assert answer.status_code == 409
    assert http.get(f"/Appointment/{booked['id']}").json() == booked
    assert day_of_slots(http) == before


def test_update_of_an_old_version_is_refused(http):
    booked = http.post("/Appointment", content=json.dumps(appointment("a", tomorrow_at(10)))).json()
    http.put(f"/Appointment/{booked['id']}", content=json.dumps(booked))

    answer = http.put(
        f"/Appointment/{booked['id']}", content=json.dumps(booked), headers={"If-Match": 'W/"1"'}
    )

    assert answer.status_code == 412


def test_unchanged_resource_is_not_sent_again(http):
    assert http.get("/Location/river", headers={"If-None-Match": 'W/"1"'}).status_code == 304


def test_pages_are_linked(http):
    first = http.get("/Slot", params={"schedule": "first-river", "_count": 60}).json()
    links = {link["relation"]: link["url"] for link in first["link"]}

    second = http.get(links["next"]).json()

    assert (len(first["entry"]), len(second["entry"])) == (60, 36)
    assert "next" not in {link["relation"] for link in second["link"]}


def test_search_finds_by_each_kind_of_parameter(http):
    patient = {
        "resourceType": "Patient",
        "identifier": [{"system": "urn:client", "value": "p-1"}],
        "name": [{"family": "Тестова", "given": ["Анна"]}],
        "birthDate": "1980-05-01",
        "active": True,
    }
    stored = http.post("/Patient", content=json.dumps(patient)).json()

    def found(**parameters):
        return [r["id"] for r in resources(http.get("/Patient", params=parameters))]

    assert found(identifier="urn:client|p-1") == [stored["id"]]
    assert found(identifier="p-1") == [stored["id"]]
    assert found(identifier="urn:other|p-1") == []
    assert found(family="тест", birthdate="1980-05-01", active="true") == [stored["id"]]
    assert found(birthdate="ge1980-05-02") == []
    assert found(birthdate="lt1981") == [stored["id"]]
    assert found(_id=f"nobody,{stored['id']}") == [stored["id"]]
    included = http.get("/Slot", params={"schedule": "first-river", "_include": "Slot:schedule", "_count": 1})
    assert [r["resourceType"] for r in resources(included)] == ["Slot", "Schedule"]


BAD = appointment("bad", datetime(2030, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{not json", 400),
        (json.dumps({"resourceType": "Patient"}), 422),
        (json.dumps({**BAD, "status": "confirmed"}), 422),
        (json.dumps({**BAD, "participant": []}), 422),
        (json.dumps({**BAD, "participant": [{"status": "accepted"}]}), 422),
        (json.dumps({**BAD, "end": None}), 422),
        (json.dumps({**BAD, "end": BAD["start"]}), 422),
        (json.dumps({**BAD, "start": "tomorrow"}), 422),
        (json.dumps({**BAD, "start": "2030-01-01T10:00:00"}), 422),
        (json.dumps({**BAD, "start": "2001-01-01T10:00:00Z", "end": "2001-01-01T11:00:00Z"}), 422),
        (json.dumps({**BAD, "cancelationReason": {"text": "x"}}), 422),
        (json.dumps({**BAD, "slot": [{"reference": "Slot/gone"}]}), 409),
    ],
)
def test_bad_appointment_is_refused_with_an_outcome(http, body, status):
    answer = http.post("/Appointment", content=body)

    assert answer.status_code == status
    assert answer.json()["resourceType"] == "OperationOutcome"


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/Patient/nobody", 404),
        ("GET", "/Basket", 404),
        ("DELETE", "/Location/river", 405),
        ("GET", "/Slot?colour=blue", 400),
        ("GET", "/Slot?start=soon", 422),
        ("GET", "/Slot?_count=many", 400),
        ("GET", "/Slot?_include=Slot:colour", 400),
    ],
)
def test_unanswerable_request_says_why(http, method, address, status):
    answer = http.request(method, address)

    assert answer.status_code == status
    assert answer.json()["issue"][0]["diagnostics"]


@pytest.mark.parametrize(
    "name", ["Slot-example", "Schedule-example", "HealthcareService-example", "Location-1"]
)
def test_official_examples_are_kept_as_they_are(http, name):
    file = EXAMPLES / f"{name}.json"
    if not file.exists():
        pytest.skip("the official FHIR examples are not on this machine")
    example = json.loads(file.read_text())

    stored = http.post(f"/{example['resourceType']}", content=json.dumps(example)).json()

    assert {**stored, "id": example["id"], "meta": example.get("meta")} == {
        **example,
        "meta": example.get("meta"),
    }


def fault(mis, name, text=""):
    (mis.faults.directory / name).write_text(text)


def test_down_answers_503_until_the_file_is_gone(mis, http):
    fault(mis, "down")
    assert http.get("/Location/river").status_code == 503
    (mis.faults.directory / "down").unlink()
    assert http.get("/Location/river").status_code == 200


def test_counted_misfortune_ends_by_itself(mis, http):
    fault(mis, "throttle", "2")

    answers = [http.get("/Location/river") for _ in range(3)]

    assert [a.status_code for a in answers] == [429, 429, 200]
    assert answers[0].headers["Retry-After"] == "2"


def test_lost_answer_leaves_its_effect(mis, http):
    fault(mis, "lose-answer", "1")

    with pytest.raises(httpx.RemoteProtocolError):
        http.post("/Appointment", content=json.dumps(appointment("a", tomorrow_at(10))))

    assert len(resources(http.get("/Appointment", params={"identifier": "urn:client|a"}))) == 1


def test_hanging_system_does_not_answer(mis, http):
    fault(mis, "hang")

    with pytest.raises(httpx.ReadTimeout):
        http.get("/Location/river", timeout=0.2)
    (mis.faults.directory / "hang").unlink()


def test_garbage_is_not_json(mis, http):
    fault(mis, "garbage", "1")

    with pytest.raises(json.JSONDecodeError):
        http.get("/Location/river").json()


def test_token_is_asked_for(mis, http):
    mis.api.token = "secret"

    assert http.get("/Location/river").status_code == 401
    assert http.get("/Location/river", headers={"Authorization": "Bearer secret"}).status_code == 200


def test_program_keeps_its_bookings_over_a_restart(tmp_path):
    seed = tmp_path / "seed.json"
    seed.write_text(json.dumps(bundle()))

    def run(work):
        command = [
            sys.executable,
            "-m",
            "simulators.fhir_mis",
            "--port",
            "0",
            "--state",
            str(tmp_path / "state"),
        ]
        with subprocess.Popen([*command, "--seed", str(seed)], stdout=subprocess.PIPE, text=True) as program:
            lines = [program.stdout.readline() for _ in range(2)]
            try:
                work(lines[1].split()[-1])
            finally:
                program.terminate()
            assert program.wait(timeout=10) == 0
        return lines[0]

    def book(url):
        assert httpx.post(f"{url}/Appointment", json=appointment("a", tomorrow_at(10))).status_code == 201

    def look(url):
        kept.extend(httpx.get(f"{url}/Appointment").json()["entry"])

    kept = []
    assert run(book) == "8 resources planted\n"
    assert run(look) == "0 resources planted\n"
    assert len(kept) == 1


@pytest.mark.parametrize("text", ["no json", "[]", '{"resourceType": "Bundle", "entry": [{"resource": {}}]}'])
def test_seed_that_cannot_be_used_ends_the_program_with_a_message(tmp_path, text):
    seed = tmp_path / "seed.json"
    seed.write_text(text)

    command = [sys.executable, "-m", "simulators.fhir_mis", "--port", "0", "--state", str(tmp_path / "state")]
    ended = subprocess.run([*command, "--seed", str(seed)], capture_output=True, text=True, check=False)

    assert ended.returncode == 1
    assert "seed.json" in ended.stderr
