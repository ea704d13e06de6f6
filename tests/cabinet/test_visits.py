"""The patient's visits: seeing, moving, cancelling, taking along."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from booking.models import Appointment
from booking.services import confirm, note_delay
from people.access import Access
from tests import factories as make


def visit_url(appointment, tail=""):
    return f"/en/cabinet/visits/{appointment.pk}/{tail}"


def test_cabinet_begins_with_the_next_visit(house, signed_in):
    later, sooner = house.booked(house.offers()[5]), house.booked(house.offers()[1])

    page = signed_in.get("/en/cabinet/")

    assert page.context["next_visit"].visit == sooner
    assert [card.visit for card in page.context["later"]] == [later]


def test_empty_cabinet_offers_to_book(house, signed_in):
    page = signed_in.get("/en/cabinet/")

    assert "You have no visits booked" in page.content.decode()
    assert 'href="/en/booking/"' in page.content.decode()


def test_visits_are_parted_into_coming_and_past(house, signed_in):
    coming, past = house.booked(house.offers()[0]), house.booked(house.offers()[1])
    Appointment.objects.filter(pk=past.pk).update(
        status="fulfilled",
        start=timezone.now() - timedelta(days=2),
        end=timezone.now() - timedelta(days=2, hours=-1),
    )

    page = signed_in.get("/en/cabinet/visits/")

    assert [card.visit for card in page.context["upcoming"]] == [coming]
    assert [card.visit for card in page.context["past"]] == [past]


def test_visits_cost_the_same_queries_however_many(house, signed_in, django_assert_num_queries):
    house.booked()
    signed_in.get("/en/cabinet/visits/")
    with CaptureQueriesContext(connection) as one:
        signed_in.get("/en/cabinet/visits/")
    for number in (4, 8):
        house.booked(house.offers()[number])

    with django_assert_num_queries(len(one)):
        signed_in.get("/en/cabinet/visits/")


def test_time_is_the_branchs_own(house, signed_in):
    house.location.time_zone = "Asia/Omsk"
    house.location.save()
    appointment = house.booked()

    page = signed_in.get(visit_url(appointment))

    assert page.context["card"].clock == "09:00"


def test_visit_downloads_as_a_calendar_file(house, signed_in):
    appointment = house.booked()

    answer = signed_in.get(visit_url(appointment, "calendar/"))
    event = Calendar.from_ical(answer.content).walk("VEVENT")[0]

    assert answer["Content-Type"].startswith("text/calendar")
    assert event["UID"] == str(appointment.pk)
    assert event["DTSTART"].dt == appointment.start


def test_cancelling_asks_why(house, signed_in):
    appointment = house.booked()

    refused = signed_in.post(visit_url(appointment, "cancel/"), {})
    done = signed_in.post(visit_url(appointment, "cancel/"), {"reason": "pat-fb"}, follow=True)
    appointment.refresh_from_db()

    assert refused.status_code == 422
    assert (appointment.status, appointment.cancel_reason) == ("cancelled", "pat-fb")
    assert "The visit is cancelled" in done.content.decode()


def test_who_is_not_prepared_is_led_to_moving_and_may_cancel_all_the_same(house, signed_in):
    appointment = house.booked()

    led = signed_in.post(visit_url(appointment, "cancel/"), {"reason": "meds-inc"})
    page = signed_in.get(led.url)
    assert led.url == visit_url(appointment, "move/?because=not-prepared")
    assert page.context["week"].groups
    appointment.refresh_from_db()
    assert appointment.status == "booked"

    signed_in.post(page.context["cancel_url"], {"reason": "meds-inc"})
    appointment.refresh_from_db()
    assert (appointment.status, appointment.cancel_reason) == ("cancelled", "meds-inc")


def test_who_waits_on_the_day_is_told_how_late_the_doctor_runs(house, signed_in, monkeypatch):
    today, tomorrow = house.booked(house.offers()[0]), house.booked(house.offers(days=3)[-1])
    morning = today.start - timedelta(hours=1)
    note_delay(
        access=make.access_of(house.user),
        practitioner=house.doctor,
        location=house.location,
        on=today.start.astimezone(house.location.zone).date(),
        minutes=20,
        now=morning,
    )
    monkeypatch.setattr(timezone, "now", lambda: morning)

    told = [signed_in.get(visit_url(one)).context["late_minutes"] for one in (today, tomorrow)]

    assert told == [20, 0]


def test_staff_reason_is_not_a_patients(house, signed_in):
    appointment = house.booked()

    signed_in.post(visit_url(appointment, "cancel/"), {"reason": "pat-dec"})

    appointment.refresh_from_db()
    assert appointment.status == "booked"


def test_visit_about_to_begin_says_to_call(house, signed_in):
    appointment = house.booked()
    soon = timezone.now() + timedelta(minutes=30)
    Appointment.objects.filter(pk=appointment.pk).update(start=soon, end=soon + timedelta(minutes=30))

    page = signed_in.get(visit_url(appointment))
    refused = signed_in.post(visit_url(appointment, "cancel/"), {"reason": "pat-fb"}, follow=True)

    assert not page.context["is_changeable"]
    assert "Please call the clinic" in page.context["why_not"]
    assert "Please call the clinic" in refused.content.decode()


def test_visit_is_moved_and_keeps_its_identity(house, signed_in):
    appointment = house.booked(house.offers()[0])
    other = house.offers()[7]

    week = signed_in.get(visit_url(appointment, "move/")).context["week"]
    done = signed_in.post(visit_url(appointment, "move/"), {"offer": other.token}, follow=True)
    appointment.refresh_from_db()

    assert week.count
    assert appointment.start == other.start
    assert "The visit is moved" in done.content.decode()


def test_move_to_a_taken_time_keeps_the_visit_and_offers_others(house, signed_in):
    appointment = house.booked(house.offers()[0])
    wanted = house.offers()[4]
    house.booked(wanted, patient=make.make_patient())

    page = signed_in.post(visit_url(appointment, "move/"), {"offer": wanted.token})

    assert page.status_code == 409
    assert len(page.context["alternatives"]) == 3
    assert Appointment.objects.get(pk=appointment.pk).start == appointment.start


def test_move_may_look_at_all_doctors(house, signed_in):
    other = make.make_doctor(house.service, location=house.location)
    house.doctor.hours_rules.all().delete()
    appointment = Appointment.objects.get(pk=_booked_with(house, other).pk)
    Appointment.objects.filter(pk=appointment.pk).update(practitioner=house.doctor)

    own = signed_in.get(visit_url(appointment, "move/")).context["week"]
    all_doctors = signed_in.get(visit_url(appointment, "move/?doctor=any")).context["week"]

    assert not own.count
    assert all_doctors.count


def _booked_with(house, doctor):
    return house.booked(next(offer for offer in house.offers() if offer.practitioner_id == doctor.pk))


def test_forged_move_is_refused(house, signed_in):
    appointment = house.booked()

    page = signed_in.post(visit_url(appointment, "move/"), {"offer": "AAAA"})

    assert page.status_code == 409
    assert "damaged" in page.content.decode()


def test_visit_of_a_branch_with_a_system_is_processing_and_then_confirmed(mis_house, client):
    client.force_login(mis_house.user)
    appointment = mis_house.booked()

    before = client.get(visit_url(appointment))
    confirm(
        access=Access.system("tests", purpose="booking"),
        appointment=appointment,
        external_id="1",
        now=timezone.now(),
    )
    after = client.get(visit_url(appointment))

    assert before.context["card"].status == "Processing"
    assert "The branch has not answered yet" in before.content.decode()
    assert after.context["card"].status == "Confirmed"


@pytest.mark.parametrize("tail", ["", "calendar/", "move/", "cancel/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_somebody_elses_visit_is_not_found(house, client, stranger, tail, method):
    appointment = house.booked()
    client.force_login(stranger.user)

    for key in (appointment.pk, uuid4()):
        answer = getattr(client, method)(f"/en/cabinet/visits/{key}/{tail}", {"reason": "pat-fb"})
        assert answer.status_code == 404

    appointment.refresh_from_db()
    assert appointment.status == "booked"
