"""Nobody reaches what is not theirs, and what they are told does not depend on whether it exists."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import get_resolver
from django.utils import timezone

from booking.services.waiting import offer_free_times
from records.received import Code, ExternalRef, ReceivedDocument
from records.services import store_records
from tests import factories as make
from tests.patient_api.conftest import ACCESS, Api
from tests.patient_api.test_booking import problem
from tests.records.conftest import NOW, SYSTEM, observation, report

PRIVATE_GETS = [
    "me/",
    "family/",
    "consents/appointment/",
    "appointments/",
    "referrals/",
    "waitlist/",
    "results/",
    "results/latest/",
    "prescriptions/",
    "documents/",
]


@pytest.mark.parametrize("path", PRIVATE_GETS)
def test_nobody_is_asked_to_sign_in(db, path):
    answer = Api().get(path)

    assert problem(answer) == (401, "not-authenticated")
    assert answer["WWW-Authenticate"] == "Session"


@pytest.mark.parametrize("path", PRIVATE_GETS)
def test_staff_are_not_patients(db, path):
    assert Api(make.make_user(is_staff=True)).get(path).status_code == 401


@pytest.mark.parametrize(
    "path",
    [
        "me/",
        "appointments/",
        "referrals/",
        "waitlist/",
        "results/",
        "results/latest/",
        "prescriptions/",
        "documents/",
    ],
)
def test_person_of_somebody_else_is_nobody(api, stranger, path):
    answers = [api.get(path, patient=key) for key in (stranger.pk, uuid4())]

    assert {problem(answer) for answer in answers} == {(404, "not-found")}
    assert answers[0].content == answers[1].content


def test_objects_of_somebody_else_are_not_there(api, stranger, clinic):
    theirs = Api(stranger.user)
    offer = theirs.get("offers/", service=clinic.service.pk).json()["offers"][0]["offer"]
    hold = theirs.post("holds/", {"offer": offer}).json()["id"]
    body = {"hold": hold, "consent": str(clinic.consent.pk)}
    [value] = _stored(observation(stranger))
    [sheet] = _stored(report(stranger, results=(value,)))
    [document] = _stored(
        ReceivedDocument(
            ref=ExternalRef(SYSTEM, "d"),
            patient_id=stranger.pk,
            status="current",
            kind=Code(text="x"),
            content=b"x",
        )
    )
    reads = [
        f"holds/{hold}/",
        f"results/{sheet}/",
        f"results/course/{value}/",
        f"documents/{document}/content/",
    ]

    assert {problem(api.get(path)) for path in reads} == {(404, "not-found")}
    assert problem(api.delete(f"holds/{hold}/")) == (404, "not-found")
    assert problem(api.post(f"holds/{hold}/extend/")) == (404, "not-found")
    assert problem(api.post("appointments/", body)) == (404, "not-found")

    today = timezone.now().date()
    wish = {
        "service": str(clinic.service.pk),
        "earliest_date": str(today),
        "latest_date": str(today + timedelta(days=5)),
    }
    entry = theirs.post("waitlist/", wish).json()["id"]
    [offer_to_them] = offer_free_times(now=timezone.now())
    assert problem(api.delete(f"waitlist/{entry}/")) == (404, "not-found")
    for answer in ("accept", "decline"):
        path = f"waitlist/offers/{offer_to_them.pk}/{answer}/"
        assert problem(api.post(path, {"consent": str(clinic.consent.pk)})) == (404, "not-found")

    visit = theirs.post("appointments/", body).json()["id"]
    assert problem(api.get(f"appointments/{visit}/")) == (404, "not-found")
    assert problem(api.post(f"appointments/{visit}/cancel/", {"reason": "other"})) == (404, "not-found")
    assert problem(api.post(f"appointments/{visit}/move/", {"offer": offer})) == (404, "not-found")
    assert theirs.get(f"appointments/{visit}/").json()["status"] == "booked"


def test_account_without_a_person_has_no_file(db):
    api = Api(make.make_user(is_staff=False))

    assert problem(api.get("results/")) == (404, "not-found")
    assert api.get("family/").json() == []


def test_every_address_is_guarded_or_public_on_purpose(db):
    """The table of `urls` is the list of what a visitor may reach: a new address must be put here."""
    public = {"schema/", "offers/", "programs/", "programs/<uuid:program_id>/days/", "courses/plan/", ""}
    api_patterns = next(part for part in get_resolver().url_patterns if str(part.pattern) == "api/v1/")

    open_to_all = {
        str(pattern.pattern)
        for pattern in api_patterns.url_patterns
        if any(
            permission.__name__ == "AllowAny" for permission in pattern.callback.view_class.permission_classes
        )
    }

    assert open_to_all | {"schema/"} == public


def test_me_and_family_tell_only_ones_own(api, patient, child, stranger):
    assert api.get("me/").json()["id"] == str(patient.pk)
    assert {member["id"] for member in api.get("family/").json()} == {str(patient.pk), str(child.pk)}


def _stored(*records):
    return [answer.object_id for answer in store_records(access=ACCESS, records=records, now=NOW)]


@pytest.mark.parametrize("path", ["nowhere/", "me", "holds/not-a-uuid/", "results/course/1/"])
def test_wrong_address_is_answered_in_json(api, path):
    assert problem(api.get(path)) == (404, "not-found")
