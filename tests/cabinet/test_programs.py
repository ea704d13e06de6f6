"""A program from its days to its confirmation."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from booking.models import Appointment, Hold, Program, ProgramBooking, ProgramLeg
from tests import factories as make
from tests.cabinet.test_booking_journey import answers

URL = "/en/booking/programs/checkup/"


@pytest.fixture
def program(house):
    """Two visits, one after the other, with two doctors at the house's branch."""
    second = make.make_service(name_en="Ultrasound", preparation_en="Do not eat.", preparation_ru="Не ешьте.")
    make.make_price(second, "1500")
    make.make_doctor(second, location=house.location)
    program = Program.objects.create(code="checkup", name_ru="Чекап", name_en="Check-up")
    program.locations.set([house.location])
    first_leg = ProgramLeg.objects.create(program=program, number=1, stage=0, service=house.service)
    ProgramLeg.objects.create(program=program, number=2, stage=1, service=second, gap_after=first_leg)
    return program


def first_plan(client):
    return next(day for day in client.get(URL).context["days"] if day.tokens)


def test_days_show_the_visits_in_order_with_the_price(house, program, client):
    day = first_plan(client)

    assert day.date == timezone.localdate() + timedelta(days=1)
    assert [step.service for step in day.steps] == [house.service.name_en, "Ultrasound"]
    assert day.price.amount == 3500


def test_day_that_does_not_fit_names_the_visit(house, program, client):
    house.doctor.hours_rules.all().delete()

    page = client.get(URL)

    assert {day.blocked_by for day in page.context["days"]} == {house.service.name_en}
    assert "fits into none of these days" in page.content.decode()


def test_link_to_a_program_leads_to_its_days(program, client):
    assert client.get("/en/booking/", {"program": program.pk}).url == URL


def test_unknown_program_is_not_found(house, client):
    assert client.get("/en/booking/programs/alchemy/").status_code == 404


def test_program_is_kept_and_confirmed_as_one(house, program, signed_in):
    kept = signed_in.post(URL, {"plan": first_plan(signed_in).tokens})
    page = signed_in.get(kept.url)
    done = signed_in.post(kept.url, answers(page, prepared="on"))
    booked = ProgramBooking.objects.get()

    assert done.url == f"/en/booking/program/{booked.pk}/"
    assert booked.appointments.count() == 2
    assert "The day is confirmed" in signed_in.get(done.url).content.decode()
    assert signed_in.get(f"{done.url}state/").json()["settled"]


def test_program_sent_twice_is_booked_once(house, program, signed_in):
    kept = signed_in.post(URL, {"plan": first_plan(signed_in).tokens})
    sent = answers(signed_in.get(kept.url), prepared="on")

    first = signed_in.post(kept.url, sent)
    second = signed_in.post(kept.url, sent)

    assert first.url == second.url
    assert Appointment.objects.count() == 2


def test_program_needs_consent_and_preparation(house, program, signed_in):
    kept = signed_in.post(URL, {"plan": first_plan(signed_in).tokens})
    page = signed_in.get(kept.url)

    refused = signed_in.post(kept.url, answers(page))

    assert refused.status_code == 422
    assert not Appointment.objects.exists()


def test_visitor_keeps_the_day_and_signs_in(house, program, client):
    kept = client.post(URL, {"plan": first_plan(client).tokens})

    assert client.get(kept.url).url.startswith("/account/sign-in/?next=")
    client.force_login(house.user)
    assert client.get(kept.url).status_code == 200


@pytest.mark.parametrize("plan", ["", "AAAA", "AAAA.BBBB"])
def test_forged_plan_is_refused(program, signed_in, plan):
    page = signed_in.post(URL, {"plan": plan})

    assert page.status_code == 422
    assert "damaged" in page.content.decode()


def test_lost_visit_sends_back_to_the_days(house, program, signed_in):
    plan = first_plan(signed_in).tokens
    taken = [offer for offer in house.offers() if offer.token == plan.split(".")[0]]
    house.booked(taken[0], patient=make.make_patient())

    page = signed_in.post(URL, {"plan": plan})

    assert page.status_code == 409
    assert URL in page.content.decode()


def test_expired_program_hold_sends_back_to_the_days(house, program, signed_in):
    kept = signed_in.post(URL, {"plan": first_plan(signed_in).tokens})
    Hold.objects.all().delete()

    assert signed_in.get(kept.url).status_code == 409


def test_program_is_cancelled_as_one(house, program, signed_in):
    kept = signed_in.post(URL, {"plan": first_plan(signed_in).tokens})
    signed_in.post(kept.url, answers(signed_in.get(kept.url), prepared="on"))
    booked = ProgramBooking.objects.get()

    done = signed_in.post(f"/en/cabinet/programs/{booked.pk}/cancel/", {"reason": "pat-fb"}, follow=True)

    assert "The program is cancelled" in done.content.decode()
    assert {visit.status for visit in booked.appointments.all()} == {"cancelled"}


def test_visit_of_a_program_is_changed_only_as_a_whole(house, program, signed_in):
    kept = signed_in.post(URL, {"plan": first_plan(signed_in).tokens})
    signed_in.post(kept.url, answers(signed_in.get(kept.url), prepared="on"))
    visit = ProgramBooking.objects.get().appointments.first()

    page = signed_in.get(f"/en/cabinet/visits/{visit.pk}/")

    assert not page.context["is_changeable"]
    assert "part of a program" in page.content.decode()


@pytest.mark.parametrize("tail", ["", "state/"])
def test_somebody_elses_program_is_not_found(house, program, client, stranger, tail):
    booked = ProgramBooking.objects.create(
        program=program,
        patient=house.patient,
        location=house.location,
        date=date(2030, 1, 1),
        status="booked",
        created_at=timezone.now(),
    )
    client.force_login(stranger.user)

    assert client.get(f"/en/booking/program/{booked.pk}/{tail}").status_code == 404
    assert client.post(f"/en/cabinet/programs/{booked.pk}/cancel/", {"reason": "pat-fb"}).status_code == 404


def test_day_is_kept_longer_once_and_given_back(house, program, signed_in):
    kept = signed_in.post(URL, {"plan": first_plan(signed_in).tokens})
    hold = f"/en/booking/hold/{Hold.objects.get().pk}/"

    assert signed_in.get(hold).url == kept.url
    assert signed_in.post(f"{hold}extend/").url == kept.url
    assert Hold.objects.get().extended_at is not None
    led = signed_in.post(f"{hold}release/")

    assert not Hold.objects.exists()
    assert signed_in.get(led.url).url == URL
