"""What the client makes of every kind of answer, and what leaves this house is FHIR."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from booking.ports import ReferralState, VisitRequest
from integrations.errors import (
    AuthFailed,
    ProtocolError,
    RateLimited,
    Unavailable,
    UnknownOutcome,
    ValidationRejected,
)
from integrations.fhir import mapping
from integrations.fhir.client import Conflict, FhirClient
from integrations.fhir.excerpts import excerpt

EXAMPLES = Path(__file__).resolve().parents[3] / "shared/data/fhir-r4-examples"
PATIENT = {"resourceType": "Patient", "id": "1"}
START = datetime(2030, 1, 14, 7, tzinfo=UTC)


@pytest.fixture
def client():
    client = FhirClient("https://mis.example/fhir", token="secret")
    yield client
    client.close()
    client.http.close()


def answer_with(client, *answers):
    """The server's answers, in turn; an exception is raised instead."""
    requests, waiting = [], list(answers)

    def handle(request):
        requests.append(request)
        answer = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    client.http.close()
    client.http = httpx.Client(transport=httpx.MockTransport(handle), headers=client.headers)
    return requests


def read(client):
    return client.read("Patient/1")


def create(client):
    return client.create(PATIENT)


@pytest.mark.parametrize(
    ("answer", "when_reading", "when_writing"),
    [
        (httpx.ConnectError("refused"), Unavailable, Unavailable),
        (httpx.ConnectTimeout("slow"), Unavailable, Unavailable),
        (httpx.ReadTimeout("slow"), Unavailable, UnknownOutcome),
        (httpx.RemoteProtocolError("cut"), Unavailable, UnknownOutcome),
        (httpx.Response(500), Unavailable, UnknownOutcome),
        (httpx.Response(502), Unavailable, UnknownOutcome),
        (httpx.Response(503), Unavailable, Unavailable),
        (httpx.Response(504), Unavailable, UnknownOutcome),
        (httpx.Response(401), AuthFailed, AuthFailed),
        (httpx.Response(403), AuthFailed, AuthFailed),
        (httpx.Response(429), RateLimited, RateLimited),
        (httpx.Response(400), ValidationRejected, ValidationRejected),
        (httpx.Response(422), ValidationRejected, ValidationRejected),
        (httpx.Response(409), Conflict, Conflict),
        (httpx.Response(412), Conflict, Conflict),
        (httpx.Response(423), Conflict, Conflict),
        (
            httpx.Response(302, headers={"Location": "https://elsewhere.example"}),
            ProtocolError,
            ProtocolError,
        ),
        (httpx.Response(200, text="<html>Sign in</html>"), ProtocolError, UnknownOutcome),
        (httpx.Response(200, text="[]"), ProtocolError, UnknownOutcome),
        (httpx.Response(200, text='{"resourceType": "Pat'), ProtocolError, UnknownOutcome),
    ],
)
def test_each_failure_has_its_name(client, answer, when_reading, when_writing):
    answer_with(client, answer)

    with pytest.raises(when_reading) as reading:
        read(client)
    with pytest.raises(when_writing) as writing:
        create(client)

    assert (type(reading.value), type(writing.value)) == (when_reading, when_writing)


@pytest.mark.parametrize("status", [404, 410])
def test_resource_that_is_not_there_is_none(client, status):
    answer_with(client, httpx.Response(status))

    assert read(client) is None


@pytest.mark.parametrize(
    ("header", "pause"),
    [("7", timedelta(seconds=7)), ("", None), ("soon", None), ("Wed, 21 Oct 2015 07:28:00 GMT", timedelta())],
)
def test_pause_that_a_server_asks_for_is_kept(client, header, pause):
    answer_with(client, httpx.Response(429, headers={"Retry-After": header}))

    with pytest.raises(RateLimited) as limited:
        read(client)

    assert limited.value.retry_after == pause


def page(*ids, following=None):
    links = [{"relation": "next", "url": following}] if following else []
    entries = [{"resource": {"resourceType": "Slot", "id": one}} for one in ids]
    return httpx.Response(200, json={"resourceType": "Bundle", "link": links, "entry": entries})


def test_search_follows_the_servers_own_links(client):
    requests = answer_with(client, page("a", following="https://mis.example/fhir?page=2"), page("b"))

    assert [slot["id"] for slot in client.search("Slot", [("status", "free")])] == ["a", "b"]
    assert [str(request.url) for request in requests] == [
        "https://mis.example/fhir/Slot?status=free",
        "https://mis.example/fhir?page=2",
    ]


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/fhir", "http://mis.example/fhir", "//x.example/"]
)
def test_link_to_another_host_is_not_followed(client, address):
    requests = answer_with(client, page("a", following=address), page("b"))

    with pytest.raises(ProtocolError):
        list(client.search("Slot", []))

    assert len(requests) == 1


def test_search_without_a_last_page_ends(client):
    answer_with(client, page("a", following="https://mis.example/fhir?page=again"))

    with pytest.raises(ProtocolError, match="no last page"):
        list(client.search("Slot", []))


def test_included_resources_are_passed_over(client):
    entries = [
        {"resource": {"resourceType": "Slot", "id": "a"}, "search": {"mode": "match"}},
        {"resource": {"resourceType": "Schedule", "id": "s"}, "search": {"mode": "include"}},
    ]
    answer_with(client, httpx.Response(200, json={"resourceType": "Bundle", "entry": entries}))

    assert [one["id"] for one in client.search("Slot", [])] == ["a"]


def test_codes_of_an_outcome_are_read_and_its_texts_are_not(client):
    outcome = {
        "resourceType": "OperationOutcome",
        "issue": [
            {"code": "conflict", "diagnostics": "Ivan Testovich is there", "details": {"text": "Testovich"}}
        ],
    }
    answer_with(client, httpx.Response(409, json=outcome))

    with pytest.raises(Conflict) as conflict:
        create(client)

    assert conflict.value.reasons == {"conflict"}
    assert "Testovich" not in conflict.value.detail + excerpt(outcome)


def test_request_bears_token_type_and_number(client):
    requests = answer_with(client, httpx.Response(201, json=PATIENT))

    client.create(PATIENT, if_none_exist="identifier=a|b", request_id="op-1")

    (request,) = requests
    assert request.headers["Authorization"] == "Bearer secret"
    assert request.headers["Content-Type"] == "application/fhir+json"
    assert request.headers["If-None-Exist"] == "identifier=a|b"
    assert request.headers["X-Request-Id"] == "op-1"


def test_excerpt_of_a_patient_shows_no_person():
    patient = mapping.patient(
        UUID(int=1),
        family="Тайнова",
        given="Мария",
        patronymic="",
        birth_date=date(1990, 1, 2),
        gender="female",
        phone="+79000000001",
    )

    assert json.loads(excerpt(patient)) == {"resourceType": "Patient"}


# --- Mapping --------------------------------------------------------------------------------------------


def slot(start, minutes, *, id_="s", schedule="Schedule/1", status="free"):
    return {
        "resourceType": "Slot",
        "id": id_,
        "schedule": {"reference": schedule},
        "status": status,
        "start": mapping.instant(START + timedelta(minutes=start)),
        "end": mapping.instant(START + timedelta(minutes=start + minutes)),
    }


@pytest.mark.parametrize(
    ("slots", "spans"),
    [
        ([], []),
        ([slot(0, 30)], [(0, 30)]),
        ([slot(30, 30), slot(0, 30)], [(0, 60)]),
        ([slot(0, 30), slot(40, 30)], [(0, 30), (40, 70)]),
        ([slot(0, 60), slot(10, 10)], [(0, 60)]),
        ([slot(0, 30, status="busy"), slot(30, 30)], [(30, 60)]),
        ([slot(0, 30, status="busy-tentative")], []),
        ([slot(0, 30), slot(30, 30, schedule="Schedule/2")], [(0, 30), (30, 60)]),
        ([slot(0, 30, schedule="https://mis.example/fhir/Schedule/1"), slot(30, 30)], [(0, 60)]),
    ],
)
def test_neighbouring_slots_are_one_stretch(slots, spans):
    found = [(s.start - START, s.end - START) for s in mapping.stretches(slots)]

    assert found == [(timedelta(minutes=a), timedelta(minutes=b)) for a, b in spans]


@pytest.mark.parametrize(
    ("slots", "chosen"),
    [
        ([slot(0, 60, id_="a")], ["Slot/a"]),
        ([slot(10, 60, id_="a")], None),
        ([slot(0, 20, id_="a")], None),
        ([slot(20, 20, id_="b"), slot(0, 20, id_="a")], ["Slot/a", "Slot/b"]),
        ([slot(0, 10, id_="a"), slot(15, 20, id_="b")], None),
        ([slot(-30, 40, id_="a"), slot(10, 90, id_="b")], ["Slot/a", "Slot/b"]),
        ([slot(0, 60, id_="a"), slot(60, 60, id_="b")], ["Slot/a"]),
        ([], None),
    ],
)
def test_slots_cover_the_visit_without_a_gap(slots, chosen):
    assert mapping.covering(slots, START, START + timedelta(minutes=30)) == chosen


@pytest.mark.parametrize(
    ("resource", "state"),
    [
        (None, ReferralState.NOT_FOUND),
        ({"status": "active"}, ReferralState.VALID),
        ({"status": "active", "occurrencePeriod": {"end": "2029-12-31"}}, ReferralState.EXPIRED),
        ({"status": "active", "occurrencePeriod": {"end": "2030-01-14"}}, ReferralState.VALID),
        ({"status": "completed"}, ReferralState.USED),
        ({"status": "revoked"}, ReferralState.EXPIRED),
        ({"status": "entered-in-error"}, ReferralState.NOT_FOUND),
    ],
)
def test_referral_is_valid_while_it_says_so(resource, state):
    assert mapping.referral("R-1", resource, today=date(2030, 1, 14)).state == state


def test_time_without_offset_is_not_guessed():
    with pytest.raises(ValueError, match="offset"):
        mapping.moment("2030-01-14T10:00:00")


@pytest.mark.parametrize("name", ["Slot-1", "Slot-example"])
def test_official_slots_are_read(name):
    file = EXAMPLES / f"{name}.json"
    if not file.exists():
        pytest.skip("the official FHIR examples are not on this machine")
    example = json.loads(file.read_text())

    assert len(mapping.stretches([example])) == (example["status"] == "free")


def visit(**changes):
    values = {
        "appointment_id": UUID(int=1),
        "operation_id": UUID(int=2),
        "patient_id": UUID(int=3),
        "practitioner_id": UUID(int=4),
        "location_id": UUID(int=5),
        "service_id": UUID(int=6),
        "start": START,
        "end": START + timedelta(minutes=30),
        "modality": "in-person",
    }
    return VisitRequest(**{**values, **changes})


@pytest.mark.parametrize("modality", ["in-person", "virtual"])
def test_what_leaves_this_house_is_valid_fhir(modality):
    """Against models that were generated from HL7's own definitions."""
    models = pytest.importorskip("fhir.resources.R4B")
    actors = mapping.Actors("Patient/1", "Practitioner/2", "Location/3", "HealthcareService/4")
    booked = mapping.appointment(visit(modality=modality), actors, ["Slot/1", "Slot/2"])
    patient = mapping.patient(
        UUID(int=3),
        family="A",
        given="B",
        patronymic="C",
        birth_date=date(1990, 1, 2),
        gender="female",
        phone="+79",
    )

    for resource in (booked, mapping.cancelled({**booked, "id": "1"}, "pat-cpp"), patient):
        models.get_fhir_model_class(resource["resourceType"]).model_validate(resource)
