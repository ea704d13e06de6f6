from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from booking.models import (
    Appointment,
    Hold,
    Location,
    Program,
    ProgramLeg,
    Review,
    ServiceRequest,
    WaitlistEntry,
)
from booking.ports import ReferralAnswer, ReferralState, SystemUnavailable
from booking.services.waiting import offer_free_times
from people.access import open_one
from people.models import Consent
from tests import factories as make
from tests.patient_api.conftest import ACCESS, Api


def problem(response):
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == response.status_code
    return response.status_code, body["code"]


def test_offers_are_for_everybody(clinic):
    answer = Api().get("offers/", service=clinic.service.pk)

    first = answer.json()["offers"][0]
    assert (first["service"]["name"], first["price"], first["location"]["time_zone"]) == (
        clinic.service.name_en,
        "1500.00",
        "Europe/Moscow",
    )
    assert answer["Cache-Control"] == "private, no-store"


def test_offers_are_limited_and_say_so(clinic):
    answer = Api().get("offers/", service=clinic.service.pk, limit=3).json()

    assert (len(answer["offers"]), answer["is_complete"]) == (3, False)


def test_offers_of_a_childrens_doctor_are_for_the_child(api, clinic, patient, child):
    clinic.doctor.roles.update(max_age=17)
    asked = {"service": clinic.service.pk}

    grown_up = api.get("offers/", patient=patient.pk, **asked).json()
    assert (grown_up["offers"], grown_up["refusal"]["code"]) == ([], "too-old")
    assert api.get("offers/", patient=child.pk, **asked).json()["offers"]
    assert Api().get("offers/", **asked).json()["offers"]


def test_offers_that_cannot_be_say_why(clinic):
    service = make.make_service(referral_required=True)
    make.make_doctor(service)

    answer = Api().get("offers/", service=service.pk).json()

    assert (answer["offers"], answer["refusal"]["code"]) == ([], "referral-required")


@pytest.mark.parametrize(
    ("query", "field"),
    [({}, ""), ({"service": "x"}, "service"), ({"service": uuid4(), "start": "soon"}, "start"), ({"service": uuid4(), "limit": 0}, "limit"),
     ({"service": uuid4(), "practitioner": "x"}, "practitioner.0")],
)  # fmt: skip
def test_wrong_question_names_the_field(db, query, field):
    answer = Api().get("offers/", **query)

    assert problem(answer) == (400, "invalid")
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_time_is_held_booked_moved_and_cancelled(api, patient, clinic, offers):
    hold = api.post("holds/", {"offer": offers()[0]["offer"]})
    assert hold.status_code == 201

    visit = api.post(
        "appointments/",
        {"hold": hold.json()["id"], "consent": str(clinic.consent.pk), "comment": "By the window"},
    )
    assert (visit.status_code, visit.json()["status"]) == (201, "booked")
    row = Appointment.objects.get()
    assert (row.patient, row.channel, open_one(ACCESS, row, "comment").comment) == (
        patient,
        "api",
        "By the window",
    )
    assert Consent.objects.get().appointment_id == row.pk

    later = offers()[5]
    moved = api.post(f"appointments/{row.pk}/move/", {"offer": later["offer"]})
    assert (moved.status_code, moved.json()["start"]) == (200, later["start"])

    cancelled = api.post(f"appointments/{row.pk}/cancel/", {"reason": "pat-fb"})
    assert (cancelled.status_code, cancelled.json()["status"], cancelled.json()["cancel_reason"]) == (
        200,
        "cancelled",
        "pat-fb",
    )


def test_comment_is_never_told_back(booked):
    assert "By the window" not in str(booked(comment="By the window"))


def test_taken_time_is_a_conflict_with_alternatives(api, stranger, clinic, offers):
    offer = offers()[0]["offer"]
    api.post("holds/", {"offer": offer})

    answer = Api(stranger.user).post("holds/", {"offer": offer})

    assert problem(answer) == (409, "slot-taken")
    assert answer.json()["alternatives"][0]["offer"]
    assert answer.json()["detail"] == "This time has just been taken. Please choose another one."


def test_refusal_speaks_the_language_of_the_request(patient, clinic):
    answer = Api(patient.user, language="ru").post("holds/", {"offer": "forged"})

    assert problem(answer) == (400, "offer-invalid")
    assert answer.json()["detail"].startswith("Ссылка")


def test_hold_can_be_seen_extended_once_and_given_back(api, offers):
    hold = api.post("holds/", {"offer": offers()[0]["offer"]}).json()
    assert api.get(f"holds/{hold['id']}/").json()["can_be_extended"] is True

    extended = api.post(f"holds/{hold['id']}/extend/")
    assert (extended.status_code, extended.json()["can_be_extended"]) == (200, False)
    assert problem(api.post(f"holds/{hold['id']}/extend/")) == (409, "hold-extended-already")

    assert api.delete(f"holds/{hold['id']}/").status_code == 204
    assert not Hold.objects.exists()
    assert problem(api.get(f"holds/{hold['id']}/")) == (404, "not-found")


def test_outdated_consent_is_refused(api, offers):
    hold = api.post("holds/", {"offer": offers()[0]["offer"]}).json()

    answer = api.post("appointments/", {"hold": hold["id"], "consent": str(uuid4())})

    assert problem(answer) == (409, "consent-outdated")
    assert not Appointment.objects.exists()


def test_consent_can_be_read_before(api, clinic):
    assert api.get("consents/appointment/").json()["id"] == str(clinic.consent.pk)


def test_clinic_without_a_consent_text_says_so(api):
    assert problem(api.get("consents/appointment/")) == (503, "consent-text-missing")


def test_visit_for_a_child_is_the_childs(api, clinic, child, offers):
    hold = api.post("holds/", {"offer": offers()[0]["offer"], "patient": str(child.pk)}).json()

    visit = api.post(
        "appointments/", {"hold": hold["id"], "patient": str(child.pk), "consent": str(clinic.consent.pk)}
    ).json()

    assert visit["patient"] == str(child.pk)
    assert [one["id"] for one in api.get("appointments/", patient=child.pk).json()["results"]] == [
        visit["id"]
    ]
    assert api.get("appointments/").json()["results"] == []


def test_lists_tell_upcoming_from_past(api, booked):
    visit = booked()
    api.post(f"appointments/{visit['id']}/cancel/", {"reason": "other"})
    other = booked(1)

    assert [one["id"] for one in api.get("appointments/").json()["results"]] == [other["id"]]
    assert [one["id"] for one in api.get("appointments/", when="past").json()["results"]] == [visit["id"]]
    assert problem(api.get("appointments/", when="never")) == (400, "invalid")


def test_page_is_never_larger_than_allowed(api):
    assert problem(api.get("appointments/", page_size=1000)) == (400, "invalid")
    assert problem(api.get("appointments/", page=2)) == (404, "not-found")


def test_referrals_programs_and_waitlist_are_listed(api, patient, clinic):
    ServiceRequest.objects.create(
        patient=patient, service=clinic.service, authored_on=date(2026, 1, 1), number="R-1"
    )
    program = Program.objects.create(code="checkup", name_ru="Чекап", name_en="Checkup")
    ProgramLeg.objects.create(program=program, number=1, service=clinic.service)
    WaitlistEntry.objects.create(
        patient=patient,
        service=clinic.service,
        earliest_date=date(2026, 1, 1),
        latest_date=date(2026, 2, 1),
        created_at=timezone.now(),
    )

    assert api.get("referrals/").json()["results"][0]["visits_left"] == 1
    assert api.get("programs/").json()["results"][0]["legs"][0]["service"]["id"] == str(clinic.service.pk)
    assert api.get("waitlist/").json()["results"][0]["status"] == "waiting"


@pytest.fixture
def program(clinic):
    """Two visits of one morning at the branch of the clinic."""
    program = Program.objects.create(code="checkup", name_ru="Чекап", name_en="Checkup")
    program.locations.add(Location.objects.get())
    other = make.make_service()
    make.make_doctor(other)
    for number, service in enumerate((clinic.service, other), start=1):
        ProgramLeg.objects.create(program=program, number=number, service=service)
    return program


def test_day_of_a_program_is_held_booked_and_cancelled_as_one(api, clinic, program):
    # Not today: its visits may be too near to be cancelled.
    first = timezone.now().date() + timedelta(days=1)
    days = api.get(f"programs/{program.pk}/days/", first=first, days=3).json()
    plan = next(day["plan"] for day in days if day["plan"])

    hold = api.post(f"programs/{program.pk}/holds/", {"offers": plan["offers"]})
    assert (hold.status_code, len(hold.json()["visits"])) == (201, 2)
    body = {"hold": hold.json()["id"], "consent": str(clinic.consent.pk)}
    booked = api.post(f"programs/{program.pk}/bookings/", body)
    assert (booked.status_code, booked.json()["status"], len(booked.json()["visits"])) == (201, "booked", 2)

    address = f"program-bookings/{booked.json()['id']}/"
    assert [one["id"] for one in api.get("program-bookings/").json()["results"]] == [booked.json()["id"]]
    cancelled = api.post(address + "cancel/", {"reason": "other"})
    assert (cancelled.json()["status"], api.get(address).json()["status"]) == ("cancelled", "cancelled")


def test_offers_that_are_no_plan_are_refused(api, program, offers):
    tokens = [offer["offer"] for offer in offers()[:2]]

    assert problem(api.post(f"programs/{program.pk}/holds/", {"offers": tokens})) == (400, "offer-invalid")


def test_patient_waits_accepts_and_leaves(api, patient, clinic):
    today = timezone.now().date()
    wish = {
        "service": str(clinic.service.pk),
        "earliest_date": str(today + timedelta(days=2)),
        "latest_date": str(today + timedelta(days=5)),
    }
    entry = api.post("waitlist/", wish)
    assert (entry.status_code, entry.json()["status"], entry.json()["offers"]) == (201, "waiting", [])

    offer_free_times(now=timezone.now())
    [offer] = api.get("waitlist/").json()["results"][0]["offers"]
    visit = api.post(f"waitlist/offers/{offer['id']}/accept/", {"consent": str(clinic.consent.pk)})
    assert (visit.status_code, visit.json()["start"]) == (201, offer["start"])

    second = api.post("waitlist/", wish | {"latest_date": str(today + timedelta(days=9))}).json()
    assert api.delete(f"waitlist/{second['id']}/").status_code == 204
    assert {one["status"] for one in api.get("waitlist/").json()["results"]} == {"accepted", "withdrawn"}


def test_declined_offer_goes_on_to_the_next(api, patient, clinic):
    today = timezone.now().date()
    api.post(
        "waitlist/",
        {
            "service": str(clinic.service.pk),
            "earliest_date": str(today + timedelta(days=2)),
            "latest_date": str(today + timedelta(days=5)),
        },
    )
    offer_free_times(now=timezone.now())
    [offer] = api.get("waitlist/").json()["results"][0]["offers"]

    answers = [api.post(f"waitlist/offers/{offer['id']}/decline/", key="one") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [204, 204]
    assert api.get("waitlist/").json()["results"][0]["status"] == "waiting"


def test_days_in_the_wrong_order_are_said_to_be(api, clinic):
    answer = api.post(
        "waitlist/",
        {"service": str(clinic.service.pk), "earliest_date": "2030-02-02", "latest_date": "2030-02-01"},
    )

    assert problem(answer) == (400, "invalid")
    assert answer.json()["errors"][0]["field"] == "latest_date"


@pytest.fixture
def course_wish(clinic):
    tomorrow = timezone.now().date() + timedelta(days=2)
    return {
        "service": str(clinic.service.pk),
        "location": str(Location.objects.get().pk),
        "visits": 3,
        "first_day": str(tomorrow),
        "time": "12:00",
    }


def test_course_is_planned_by_anybody_and_booked_as_one(api, clinic, course_wish):
    plan = Api().get("courses/plan/", **course_wish).json()
    assert (len(plan["visits"]), plan["skipped"]) == (3, [])

    body = {**course_wish, "plan": plan["plan"], "consent": str(clinic.consent.pk)}
    outdated = api.post("courses/", {**body, "plan": "another"})
    booked = api.post("courses/", body)

    assert problem(outdated) == (409, "plan-outdated")
    assert (booked.status_code, len(booked.json()["visits"])) == (201, 3)
    assert {visit["status"] for visit in booked.json()["visits"]} == {"booked"}
    assert [one["id"] for one in api.get("courses/").json()["results"]] == [booked.json()["id"]]


def test_course_is_cancelled_as_one(api, stranger, clinic, course_wish):
    plan = Api().get("courses/plan/", **course_wish).json()["plan"]
    course = api.post("courses/", {**course_wish, "plan": plan, "consent": str(clinic.consent.pk)}).json()

    assert problem(Api(stranger.user).post(f"courses/{course['id']}/cancel/")) == (404, "not-found")
    answer = api.post(f"courses/{course['id']}/cancel/", {"reason": "other"}).json()

    assert answer["kept"] == []
    assert {visit["status"] for visit in answer["course"]["visits"]} == {"cancelled"}


def test_course_of_nothing_is_not_found(api, course_wish):
    assert problem(Api().get("courses/plan/", **{**course_wish, "service": str(uuid4())})) == (
        404,
        "not-found",
    )


def test_review_that_was_asked_for_is_written_once(api, booked, stranger):
    visit = Appointment.objects.get(pk=booked()["id"])
    review = Review.objects.create(
        appointment=visit,
        patient=visit.patient,
        practitioner=visit.practitioner,
        service=visit.service,
        location=visit.location,
        asked_at=timezone.now(),
    )
    address, words = f"reviews/{review.pk}/", {"rating": 5, "text": "Kind and exact"}

    assert problem(Api(stranger.user).post(address, words)) == (404, "not-found")
    assert problem(api.post(address, {"rating": 6})) == (400, "invalid")
    written = api.post(address, words)
    again = api.post(address, words)

    assert (written.status_code, written.json()["rating"], written.json()["text"]) == (
        200,
        5,
        "Kind and exact",
    )
    assert problem(again) == (400, "review-written")
    assert [one["status"] for one in api.get("reviews/").json()["results"]] == [written.json()["status"]]


# --- Referrals by number ------------------------------------------------------------------------------------


class Registry:
    """An information system that knows one referral, and can be down."""

    asked = 0
    is_down = False

    def check_referral(self, number, *, patient_id):
        Registry.asked += 1
        if Registry.is_down:
            raise SystemUnavailable
        state = ReferralState.VALID if number == "R-1" else ReferralState.NOT_FOUND
        return ReferralAnswer(state, number, None)


def connect(name):
    return Registry()


@pytest.fixture
def registry(clinic, settings, monkeypatch):
    """The body of a request for a referral to the clinic's service at a branch whose system knows R-1."""
    settings.PORTS = {**settings.PORTS, "booking.SchedulingSystem": f"{__name__}.connect"}
    monkeypatch.setattr(Registry, "asked", 0)
    monkeypatch.setattr(Registry, "is_down", False)
    Location.objects.update(mis_system="test")
    return {"number": "R-1", "location": str(Location.objects.get().pk), "service": str(clinic.service.pk)}


def test_referral_is_added_by_its_number_and_asked_for_once(api, patient, registry):
    first = api.post("referrals/", registry, key="k")
    again = api.post("referrals/", registry, key="k")

    assert (first.status_code, first.json()["number"]) == (201, "R-1")
    assert (again.json(), again["Idempotency-Replayed"], Registry.asked) == (first.json(), "true", 1)
    assert [one["id"] for one in api.get("referrals/").json()["results"]] == [first.json()["id"]]
    assert ServiceRequest.objects.get().patient == patient


def test_referral_that_nobody_knows_or_that_is_somebody_elses_is_refused(api, stranger, registry):
    unknown = api.post("referrals/", {**registry, "number": "R-9"})
    Api(stranger.user).post("referrals/", registry)
    theirs = api.post("referrals/", registry)

    assert {problem(unknown), problem(theirs)} == {(422, "referral-unusable")}
    assert not ServiceRequest.objects.exclude(patient=stranger).exists()


def test_silent_system_is_said_to_be_silent_and_keeps_no_key(api, registry):
    Registry.is_down = True
    silent = api.post("referrals/", registry, key="k")
    Registry.is_down = False

    assert (problem(silent), silent["Retry-After"]) == ((503, "system-unavailable"), "60")
    assert api.post("referrals/", registry, key="k").status_code == 201


def test_referral_at_a_branch_without_a_system_is_not_found(api, registry):
    Location.objects.update(mis_system="")

    assert problem(api.post("referrals/", registry)) == (404, "not-found")
