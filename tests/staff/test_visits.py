from datetime import date, timedelta

import pytest
from django.urls import reverse

from booking.models import Appointment, Block, Commitment, HoursRule
from people.models import AuditEvent, Patient
from tests import factories as make
from tests.staff.conftest import book_visit

HALF_PAST_TEN = make.NOW + timedelta(minutes=90)


@pytest.fixture
def visit(doctor, service):
    return book_visit(doctor, service, start=HALF_PAST_TEN)


def test_one_click_on_the_board_checks_in_and_returns_to_it(desk, visit, now):
    board = reverse("staff:board_today", args=["lanes"])

    answer = desk.post(reverse("staff:act", args=[visit.pk, "check-in"]), {"next": board})

    visit.refresh_from_db()
    assert (visit.status, answer.url) == ("checked-in", board)
    assert (
        AuditEvent.objects.filter(action="appointment.checked-in", patient_id=visit.patient_id).count() == 1
    )


def test_return_address_of_another_site_is_ignored(desk, visit, now):
    answer = desk.post(reverse("staff:act", args=[visit.pk, "check-in"]), {"next": "https://elsewhere.test/"})

    assert answer.url == reverse("staff:visit", args=[visit.pk])


def test_unlawful_act_is_refused_in_words(desk, visit, now):
    desk.post(reverse("staff:act", args=[visit.pk, "no-show"]))

    answer = desk.post(reverse("staff:act", args=[visit.pk, "check-in"]), follow=True)

    visit.refresh_from_db()
    assert visit.status == "noshow"
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]


def test_doctor_begins_and_finishes_an_own_visit(doctors_client, visit, now):
    for act in ("start", "complete"):
        doctors_client.post(reverse("staff:act", args=[visit.pk, act]))

    visit.refresh_from_db()
    assert visit.status == "fulfilled"
    assert doctors_client.get(reverse("staff:my_day")).status_code == 200


def test_doctor_does_not_find_a_colleagues_visit(doctors_client, branch, service, now):
    colleague = make.make_doctor(service, location=branch)
    visit = book_visit(colleague, service, start=HALF_PAST_TEN)

    assert doctors_client.get(reverse("staff:visit", args=[visit.pk])).status_code == 404
    assert doctors_client.post(reverse("staff:act", args=[visit.pk, "check-in"])).status_code == 404


def test_desk_books_by_phone_from_a_cell_of_the_board(desk, branch, doctor, service, now):
    """The doctor's only service is not asked for, and the only person of that name is led to."""
    patient = make.make_patient(family="Лютикова")
    cell = {"practitioner": doctor.pk, "start": int(HALF_PAST_TEN.timestamp())}
    address = reverse("staff:find_patient", args=["lanes"], query=cell)
    page = desk.post(address, {"term": "ЛЮТИКОВА"}, follow=True)
    ((shown, offers),) = page.context["found"].by_doctor
    token = next(offer.token for offer in offers if offer.start == HALF_PAST_TEN)

    answer = desk.post(reverse("staff:book", args=["lanes", patient.pk]), {"offer": token})

    booked = Appointment.objects.get(patient=patient)
    assert shown == doctor
    assert (booked.start, booked.status, booked.channel) == (HALF_PAST_TEN, "booked", "phone")
    assert answer.url == reverse("staff:visit", args=[booked.pk])
    assert patient.consents.filter(purpose="appointment", how="voice").count() == 1


def test_several_people_of_a_name_are_listed(desk, branch, now):
    namesakes = [make.make_patient(family="Лютикова") for _ in range(2)]

    page = desk.post(reverse("staff:find_patient", args=["lanes"]), {"term": "ЛЮТИКОВА"})

    assert {one.patient for one in page.context["found"]} == set(namesakes)


def test_day_without_a_time_gives_way_to_the_next_that_has_one(desk, visit, doctor, branch, now):
    """Unless the desk has named the day itself."""
    Block.objects.all().delete()
    block(desk, doctor, branch, "09:00", "17:00")
    HoursRule.objects.filter(weekday=0).delete()

    moving, booking, named = (
        desk.get(address, query).context["found"]
        for address, query in (
            (reverse("staff:move", args=[visit.pk]), {}),
            (reverse("staff:book", args=["lanes", make.make_patient().pk]), {"practitioner": doctor.pk}),
            (reverse("staff:move", args=[visit.pk]), {"day": "2030-01-15"}),
        )
    )

    assert [found.day.isoformat() for found in (moving, booking, named)] == [
        "2030-01-16",
        "2030-01-16",
        "2030-01-15",
    ]
    assert named.is_empty


def test_patient_too_old_for_the_doctor_is_told_so_instead_of_times(desk, branch, doctor, service, now):
    doctor.roles.update(max_age=17)

    page = desk.get(
        reverse("staff:book", args=["lanes", make.make_patient(birth_date=date(1954, 1, 19)).pk]),
        {"practitioner": doctor.pk},
    )

    assert page.context["found"].is_empty
    assert "17" in page.context["found"].refusal


def test_time_refused_at_the_desk_stays_free(desk, branch, doctor, service, now):
    patient = make.make_patient(birth_date=date(1960, 1, 1))
    address = reverse("staff:book", args=["lanes", patient.pk])
    offer = desk.get(address, {"service": service.pk}).context["found"].by_doctor[0][1][0]
    doctor.roles.update(max_age=17)

    refused = desk.post(address, {"offer": offer.token})

    assert [message.level_tag for message in refused.context["messages"]] == ["error"]
    assert not Appointment.objects.exists()
    assert not Commitment.objects.exists()


def test_button_pressed_twice_books_once(desk, branch, doctor, service, now):
    patient = make.make_patient()
    address = reverse("staff:book", args=["lanes", patient.pk])
    page = desk.get(address, {"service": service.pk})
    token = page.context["found"].by_doctor[0][1][0].token

    answers = [desk.post(address, {"offer": token}) for _ in range(2)]

    booked = Appointment.objects.get(patient=patient)
    assert [answer.url for answer in answers] == [reverse("staff:visit", args=[booked.pk])] * 2


def test_usual_visit_of_the_speciality_is_asked_of_a_doctor_who_gives_several(
    desk, branch, doctor, service, now
):
    usual = make.make_service()
    post = doctor.roles.get()
    post.services.add(usual)
    post.specialities.add(make.make_speciality(consultation=usual))

    page = desk.get(
        reverse("staff:book", args=["lanes", make.make_patient().pk]), {"practitioner": doctor.pk}
    )

    assert page.context["form"].cleaned_data["service"] == usual


def test_walk_in_is_booked_and_checked_in_at_once(desk, branch, doctor, service, now):
    patient = make.make_patient()
    page = desk.get(reverse("staff:book", args=["lanes", patient.pk]), {"service": service.pk})
    token = page.context["found"].by_doctor[0][1][0].token

    desk.post(reverse("staff:book", args=["lanes", patient.pk]), {"offer": token, "is_here": "1"})

    booked = Appointment.objects.get(patient=patient)
    assert (booked.status, booked.channel) == ("checked-in", "walk-in")


def test_forged_offer_is_refused_and_nothing_is_booked(desk, branch, doctor, service, now):
    patient = make.make_patient()

    answer = desk.post(reverse("staff:book", args=["lanes", patient.pk]), {"offer": "forged"})

    assert answer.status_code == 200
    assert not Appointment.objects.filter(patient=patient).exists()


def test_new_patient_is_registered_with_consent_and_goes_on_to_times(desk, branch, now):
    answer = desk.post(
        reverse("staff:new_patient", args=["lanes"]) + "?day=2030-01-15",
        {
            "family": "Васильков",
            "given": "Пример",
            "patronymic": "",
            "birth_date": "1980-02-03",
            "gender": "male",
            "phone": "+79000000001",
        },
    )

    patient = Patient.objects.get(family_index="васильков")
    assert patient.consents.filter(purpose="registration", how="voice").count() == 1
    assert answer.url == reverse("staff:book", args=["lanes", patient.pk]) + "?day=2030-01-15"


def test_desk_moves_a_visit(desk, visit, now):
    page = desk.get(reverse("staff:move", args=[visit.pk]), {"day": "2030-01-15"})
    offer = page.context["found"].by_doctor[0][1][0]

    desk.post(reverse("staff:move", args=[visit.pk]), {"offer": offer.token, "day": "2030-01-15"})

    moved = Appointment.objects.get(pk=visit.pk)
    assert (moved.start, moved.status) == (offer.start, "booked")


def test_desk_moves_a_visit_to_another_doctor_at_another_branch(desk, visit, service, now):
    other = make.make_location(code="maples")
    colleague = make.make_doctor(service, location=other)
    choice = {"branch": "maples", "practitioner": colleague.pk, "day": "2030-01-15"}
    page = desk.get(reverse("staff:move", args=[visit.pk]), choice)
    assert other in page.context["branches"]
    offer = page.context["found"].by_doctor[0][1][0]

    desk.post(reverse("staff:move", args=[visit.pk]), {"offer": offer.token, **choice})

    moved = Appointment.objects.get(pk=visit.pk)
    assert (moved.location, moved.practitioner, moved.start) == (other, colleague, offer.start)


def test_desk_cancels_with_a_reason(desk, visit, now):
    assert desk.post(reverse("staff:cancel", args=[visit.pk]), {"reason": "nonsense"}).status_code == 200

    desk.post(reverse("staff:cancel", args=[visit.pk]), {"reason": "pat"})

    visit.refresh_from_db()
    assert (visit.status, visit.cancel_reason) == ("cancelled", "pat")


def block(desk, doctor, branch, start, end):
    return desk.post(
        reverse("staff:block"),
        {
            "location": branch.pk,
            "practitioner": doctor.pk,
            "day": "2030-01-15",
            "start": start,
            "end": end,
            "reason": "Обучение",
        },
    )


def test_blocked_time_is_not_offered_and_comes_back(desk, branch, doctor, service, now):
    patient = make.make_patient()
    address = reverse("staff:book", args=["lanes", patient.pk])
    query = {"service": service.pk, "day": "2030-01-15"}

    block(desk, doctor, branch, "09:00", "17:00")
    during = desk.get(address, query).context["found"]
    desk.post(reverse("staff:unblock", args=[Block.objects.get().pk]))
    after = desk.get(address, query).context["found"]

    assert during.is_empty
    assert len(after.by_doctor[0][1]) == 16


def test_time_with_a_visit_is_not_blocked(desk, branch, doctor, service, now):
    book_visit(doctor, service, start=make.NOW + timedelta(days=1, hours=1))

    answer = block(desk, doctor, branch, "09:00", "17:00")

    assert (answer.status_code, Block.objects.count()) == (200, 0)
    assert answer.context["form"].non_field_errors()


def test_block_that_ends_before_it_starts_is_refused_beside_the_field(desk, branch, doctor, now):
    answer = block(desk, doctor, branch, "17:00", "09:00")

    assert list(answer.context["form"].errors) == ["end"]


def test_why_names_what_took_the_times_away(desk, branch, doctor, service, now):
    block(desk, doctor, branch, "09:00", "17:00")

    page = desk.get(reverse("staff:why"), {"location": branch.pk, "service": service.pk, "day": "2030-01-15"})

    (explanation,) = page.context["explanations"]
    assert (explanation.doctor, explanation.hours_minutes, explanation.offered) == (doctor, 480, 0)
    assert sum(count for _, count in explanation.removed) == 16


def test_day_is_printed_with_every_visit(desk, visit, now):
    page = desk.get(reverse("staff:print_day", args=["lanes", "2030-01-14"]))

    assert "Ромашкина Т.П." in page.content.decode()


def test_delay_of_a_doctor_is_noted(desk, branch, doctor, now):
    address = reverse("staff:delay", args=["lanes", doctor.pk])

    assert desk.get(address).status_code == 200
    desk.post(address, {"minutes": "20"})

    assert [one.minutes for one in doctor.delays.all()] == [20]
    board = desk.get(reverse("staff:board_today", args=["lanes"])).context["board"]
    assert [column.late_minutes for column in board.columns] == [20]


def test_visit_that_should_never_have_been_is_entered_in_error(desk, visit, now):
    address = reverse("staff:entered_in_error", args=[visit.pk])
    assert address in desk.get(reverse("staff:visit", args=[visit.pk])).text

    unsaid = desk.post(address, {"reason": " "})
    assert "reason" in unsaid.context["form"].errors
    desk.post(address, {"reason": "Wrong day"})

    visit.refresh_from_db()
    assert (visit.status, visit.override_reason) == ("entered-in-error", "Wrong day")
    assert not visit.commitments.exists()
    assert address not in desk.get(reverse("staff:visit", args=[visit.pk])).text


def test_doctor_does_not_enter_visits_in_error(doctors_client, visit, now):
    address = reverse("staff:entered_in_error", args=[visit.pk])

    assert doctors_client.post(address, {"reason": "Wrong day"}).status_code == 404
    visit.refresh_from_db()
    assert visit.status == "booked"
