import pytest
from django.utils import timezone

from outbox.models import Delivery
from tests.cms import clinic


@pytest.fixture
def parked(db):
    now = timezone.now()
    return Delivery.objects.create(
        event="appointment.requested",
        subject="0b0e9a3e-0000-4000-8000-000000000001",
        payload={"appointment": "0b0e9a3e-0000-4000-8000-000000000001"},
        subscriber="integrations.mis.appointment_requested",
        system="north",
        state="parked",
        attempts=5,
        published_at=now,
        give_up_at=now,
        next_attempt_at=now,
        last_error="The scheduling system answers 500",
    )


def test_operator_sees_deliveries_with_their_fate(staff_client, parked):
    page = staff_client("Operators").get("/admin/operations/deliveries/").text

    assert "appointment.requested" in page
    assert "The scheduling system answers 500" in page


def test_operator_sends_again(staff_client, parked):
    operator = staff_client("Operators")
    repair = f"/admin/operations/deliveries/{parked.pk}/repair/"

    assert "integrations" not in operator.get(repair).text or operator.get(repair).status_code == 200
    operator.post(repair, {"act": "resend"})

    parked.refresh_from_db()
    assert (parked.state, parked.settled_by) == ("pending", str(operator.user.pk))


def test_dropping_needs_a_reason(staff_client, parked):
    operator = staff_client("Operators")
    repair = f"/admin/operations/deliveries/{parked.pk}/repair/"

    operator.post(repair, {"act": "drop", "reason": ""})
    parked.refresh_from_db()
    assert parked.state == "parked"
    operator.post(repair, {"act": "drop", "reason": "the visit was cancelled by phone"})

    parked.refresh_from_db()
    assert (parked.state, parked.settled_reason) == ("dropped", "the visit was cancelled by phone")


def test_operator_sees_appointments_without_patients(staff_client, small_site):
    review = clinic.review_of(small_site.anna, small_site.service, small_site.branch)
    operator = staff_client("Operators")

    listing = operator.get("/admin/operations/appointments/").text
    one = operator.get(f"/admin/operations/appointments/inspect/{review.appointment_id}/").text

    assert small_site.anna.name in listing
    for page in (listing, one):
        assert str(review.patient_id) not in page


@pytest.mark.parametrize("group", ["Editors", "Medical authors", "Medical reviewers", "Marketing leads"])
@pytest.mark.parametrize("path", ["appointments/", "deliveries/", "systems/", "jobs/"])
def test_those_who_write_do_not_see_operations(staff_client, db, group, path):
    assert staff_client(group).get(f"/admin/operations/{path}").status_code in (302, 403)


def test_lead_cannot_repair(staff_client, parked):
    staff_client("Marketing leads").post(
        f"/admin/operations/deliveries/{parked.pk}/repair/", {"act": "resend"}
    )

    parked.refresh_from_db()
    assert parked.state == "parked"
