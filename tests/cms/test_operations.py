"""The operator's lists: every fate is seen, nothing stuck stays stuck, and no patient is named."""

import pytest
from django.urls import reverse
from django.utils import timezone

from booking.models import Location
from cms.operations.jobs import NAMES
from outbox.models import Circuit, Delivery, PeriodicRun
from outbox.services import drop
from tests.cms import clinic

LISTS = ["operations_deliveries", "operations_appointments", "operations_systems", "operations_jobs"]


def make_delivery(number=1, *, state="parked", system="mis:north", subject=None, **fields):
    now = timezone.now()
    subject = subject or f"0b0e9a3e-0000-4000-8000-{number:012}"
    return Delivery.objects.create(
        **{
            "event": "appointment.requested",
            "subject": subject,
            "payload": {"appointment": subject},
            "subscriber": "integrations.mis.appointment_requested",
            "system": system,
            "state": state,
            "attempts": 5,
            "published_at": now,
            "give_up_at": now,
            "next_attempt_at": now,
            "last_error": "The scheduling system answers 500",
            **fields,
        }
    )


@pytest.fixture
def parked(db):
    return make_delivery()


def repair(delivery):
    return reverse("operations_deliveries:read", args=[delivery.pk])


def test_operator_sees_deliveries_with_their_fate(staff_client, parked):
    page = staff_client("Operators").get("/admin/operations/deliveries/").text

    assert "Запрошен визит" in page
    assert "информационная система «north»" in page
    assert "нужен оператор" in page
    assert "The scheduling system answers 500" in page


def test_deliveries_are_found_by_state_system_event_and_subject(staff_client, parked):
    other = make_delivery(2, state="delivered", system="channel:sms", event="notification.planned")
    operator = staff_client("Operators")

    for query in ("state=parked", "system=mis%3Anorth", "event=appointment.requested", f"q={parked.subject}"):
        page = operator.get(f"/admin/operations/deliveries/?{query}").text
        assert repair(parked) in page, query
        assert repair(other) not in page, query


def test_operator_reads_request_and_answer(staff_client, parked):
    parked.last_request, parked.last_answer = "POST /Appointment", "500 no free line"
    parked.save()

    page = staff_client("Operators").get(repair(parked)).text

    assert "POST /Appointment" in page
    assert "500 no free line" in page


def test_operator_sends_again(staff_client, parked):
    operator = staff_client("Operators")

    operator.post(repair(parked), {"act": "resend", "reason": ""})

    parked.refresh_from_db()
    assert (parked.state, parked.settled_by) == ("pending", str(operator.user.pk))


@pytest.mark.parametrize(("act", "state"), [("drop", "dropped"), ("delivered", "delivered")])
def test_ending_a_message_needs_a_reason(staff_client, parked, act, state):
    operator = staff_client("Operators")

    refused = operator.post(repair(parked), {"act": act, "reason": " "})
    parked.refresh_from_db()
    assert (refused.status_code, parked.state) == (200, "parked")
    assert "Напишите почему" in refused.text
    operator.post(repair(parked), {"act": act, "reason": "the visit was cancelled by phone"})

    parked.refresh_from_db()
    assert (parked.state, parked.settled_reason) == (state, "the visit was cancelled by phone")


def test_message_that_has_moved_on_is_left_alone(staff_client, parked):
    operator = staff_client("Operators")
    drop(parked, by="7", reason="no longer needed", now=timezone.now())

    page = operator.post(repair(parked), {"act": "delivered", "reason": "it is there"}, follow=True).text

    parked.refresh_from_db()
    assert parked.state == "dropped"
    assert "изменить" in page


def test_everything_stuck_is_sent_again_for_the_chosen_systems(staff_client, db):
    north, south = make_delivery(1), make_delivery(2, system="mis:south")
    waiting = make_delivery(3, state="pending")
    operator = staff_client("Operators")
    address = reverse("operations_deliveries:resend_parked")

    assert address in operator.get("/admin/operations/deliveries/").text
    operator.post(address, {"systems": ["mis:north"]})

    states = dict(Delivery.objects.values_list("pk", "state"))
    assert states == {north.pk: "pending", south.pk: "parked", waiting.pk: "pending"}


def test_nothing_stuck_offers_no_button(staff_client, db):
    make_delivery(state="delivered")

    page = staff_client("Operators").get("/admin/operations/deliveries/").text

    assert reverse("operations_deliveries:resend_parked") not in page


def test_operator_sees_appointments_without_patients(staff_client, small_site):
    review = clinic.review_of(small_site.anna, small_site.service, small_site.branch)
    delivery = make_delivery(subject=str(review.appointment_id))
    operator = staff_client("Operators")

    listing = operator.get("/admin/operations/appointments/").text
    one = operator.get(reverse("operations_appointments:read", args=[review.appointment_id])).text

    assert small_site.anna.name in listing
    assert repair(delivery) in one
    for page in (listing, one):
        assert str(review.patient_id) not in page


def test_systems_tell_who_is_silent_and_what_waits(staff_client, db):
    make_delivery(1), make_delivery(2, state="pending"), make_delivery(3, state="pending")
    make_delivery(4, system="channel:sms", state="delivered")
    Circuit.objects.create(system="mis:north", failures=5, opened_at=timezone.now())

    page = staff_client("Operators").get("/admin/operations/systems/").text

    rows = [" ".join(row.split()) for row in page.split("<tr>")[2:]]
    assert ["не отвечает" in row for row in rows] == [True, False]
    assert "<td > 2 </td> <td > 1 </td>" in rows[0]


def test_failed_job_comes_first(staff_client, db, settings):
    PeriodicRun.objects.create(
        name="sweep-expired-holds",
        next_run_at=timezone.now(),
        finished_at=timezone.now(),
        last_error_class="OperationalError",
    )

    page = staff_client("Operators").get("/admin/operations/jobs/").text

    first = page.split("<tbody>")[1].split("</tr>")[0]
    assert "OperationalError" in first
    assert "ещё не запускалось" in page


def test_every_job_has_a_name(settings):
    assert set(settings.PERIODIC_JOBS) == set(NAMES)


def test_dashboard_tells_the_operator_what_is_stuck(staff_client, parked):
    page = " ".join(staff_client("Operators").get("/admin/").text.split())

    assert "Сообщения, которым нужен оператор</a>: 1" in page


@pytest.mark.parametrize("group", ["Editors", "Medical authors", "Medical reviewers", "Marketing leads"])
@pytest.mark.parametrize("name", LISTS)
def test_those_who_write_do_not_see_operations(staff_client, parked, group, name):
    writer = staff_client(group)

    assert writer.get(reverse(f"{name}:index")).status_code == 302
    assert reverse(f"{name}:index") not in writer.get("/admin/").text


def test_lead_cannot_repair(staff_client, parked):
    lead = staff_client("Marketing leads")
    lead.post(repair(parked), {"act": "resend"})
    lead.post(reverse("operations_deliveries:resend_parked"), {"systems": ["mis:north"]})

    parked.refresh_from_db()
    assert parked.state == "parked"


@pytest.mark.parametrize("name", LISTS)
def test_list_asks_as_much_for_many_rows_as_for_few(
    staff_client, small_site, name, django_assert_max_num_queries
):
    operator = staff_client("Operators")
    address = reverse(f"{name}:index")

    def add(number):
        review = clinic.review_of(small_site.anna, small_site.service, small_site.branch)
        make_delivery(number, subject=str(review.appointment_id), system=f"mis:{number}")
        Circuit.objects.create(system=f"mis:{number}")

    add(1)
    operator.get(address)
    with django_assert_max_num_queries(100) as few:
        operator.get(address)
    for number in (2, 3, 4):
        add(number)
    with django_assert_max_num_queries(len(few)):
        operator.get(address)
    assert Location.objects.exists()
