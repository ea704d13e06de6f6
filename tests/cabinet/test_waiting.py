"""The waiting list, from the wish to the time that has become free."""

from datetime import timedelta

import pytest
from django.utils import timezone

from booking.models import Appointment, WaitlistEntry, WaitlistOffer
from booking.services.waiting import offer_free_times


def until(days):
    day = timezone.localdate() + timedelta(days=days)
    return {"latest_0": str(day.day), "latest_1": str(day.month), "latest_2": str(day.year)}


def join(client, house, *, days=14, query="", **fields):
    address = f"/en/cabinet/waiting/join/?service={house.service.code}{query}"
    return client.post(address, {**until(days), "part": "any", **fields})


@pytest.fixture
def entry(house, signed_in):
    join(signed_in, house)
    return WaitlistEntry.objects.get()


@pytest.fixture
def offer(entry):
    (offered,) = offer_free_times(now=timezone.now())
    return offered


def test_full_week_leads_to_the_waiting_list(house, client):
    house.doctor.hours_rules.all().delete()

    page = client.get("/en/booking/times/", {"service": house.service.code})

    assert f"/en/cabinet/waiting/join/?service={house.service.code}" in page.content.decode()


def test_wish_is_kept_with_doctor_day_and_hours(house, signed_in):
    join(signed_in, house, query=f"&practitioner={house.doctor.pk}", part="morning", doctor="same")

    entry = WaitlistEntry.objects.get()

    assert entry.latest_date == timezone.localdate() + timedelta(days=14)
    assert f"{entry.latest_time:%H:%M}" == "12:00"
    assert list(entry.practitioners.all()) == [house.doctor]


def test_any_doctor_is_a_wish_too(house, signed_in):
    join(signed_in, house, query=f"&practitioner={house.doctor.pk}", doctor="any")

    assert not WaitlistEntry.objects.get().practitioners.exists()


@pytest.mark.parametrize(("days", "message"), [(-1, "This day has passed"), (400, "no later than")])
def test_impossible_day_is_refused(house, signed_in, days, message):
    page = join(signed_in, house, days=days)

    assert page.status_code == 422
    assert message in page.content.decode()
    assert not WaitlistEntry.objects.exists()


def test_waiting_for_nothing_is_not_found(mounted, house, signed_in):
    assert signed_in.get("/en/cabinet/waiting/join/").status_code == 404
    assert signed_in.get("/en/cabinet/waiting/join/?visit=x").status_code == 404


def test_list_shows_what_is_waited_for_and_lets_go(house, signed_in, entry):
    assert house.service.name_en in signed_in.get("/en/cabinet/waiting/").content.decode()

    signed_in.post(f"/en/cabinet/waiting/{entry.pk}/leave/")

    assert not signed_in.get("/en/cabinet/waiting/").context["entries"]


def test_offered_time_is_on_the_first_page_and_is_taken(house, signed_in, offer):
    assert "A time has become free for you" in signed_in.get("/en/cabinet/").content.decode()

    taken = signed_in.post(f"/en/cabinet/waiting/offers/{offer.pk}/", {"key": offer.pk, "consent": "on"})
    appointment = Appointment.objects.get()

    assert taken.url == f"/en/booking/visit/{appointment.pk}/"
    assert appointment.start == offer.start


def test_page_of_the_held_time_leads_to_the_offer(signed_in, offer):
    assert (
        signed_in.get(f"/en/booking/hold/{offer.hold_id}/").url == f"/en/cabinet/waiting/offers/{offer.pk}/"
    )


def test_offered_time_needs_consent(signed_in, offer):
    page = signed_in.post(f"/en/cabinet/waiting/offers/{offer.pk}/", {"key": offer.pk})

    assert page.status_code == 422
    assert not Appointment.objects.exists()


def test_declined_time_goes_on_and_the_wish_stays(signed_in, offer):
    signed_in.post(f"/en/cabinet/waiting/offers/{offer.pk}/", {"decline": "1"})

    offer.refresh_from_db()
    assert offer.status == "declined"
    assert WaitlistEntry.objects.get().status == "waiting"


def test_late_answer_is_told_so(signed_in, offer):
    WaitlistOffer.objects.update(expires_at=timezone.now() - timedelta(minutes=1))

    page = signed_in.post(f"/en/cabinet/waiting/offers/{offer.pk}/", {"consent": "on"}, follow=True)

    assert "no longer kept for you" in page.content.decode()
    assert not Appointment.objects.exists()


def test_earlier_time_moves_the_visit_that_was_booked(house, signed_in):
    later = next(
        one for one in house.offers(days=6) if one.start.date() > timezone.localdate() + timedelta(days=3)
    )
    visit = house.booked(later)
    signed_in.post(
        f"/en/cabinet/waiting/join/?visit={visit.pk}", {**until(2), "part": "any", "doctor": "same"}
    )
    (offered,) = offer_free_times(now=timezone.now())

    signed_in.post(f"/en/cabinet/waiting/offers/{offered.pk}/", {"key": offered.pk, "consent": "on"})
    visit.refresh_from_db()

    assert visit.start == offered.start
    assert Appointment.objects.count() == 1


def test_waiting_of_somebody_else_is_not_found(client, entry, offer, stranger):
    client.logout()
    client.force_login(stranger.user)

    assert client.post(f"/en/cabinet/waiting/{entry.pk}/leave/").status_code == 404
    assert client.get(f"/en/cabinet/waiting/offers/{offer.pk}/").status_code == 404
    assert client.get("/en/cabinet/waiting/").context["entries"] == []


def test_visit_of_somebody_else_cannot_be_waited_for(house, client, stranger):
    visit = house.booked()
    client.force_login(stranger.user)

    assert client.get(f"/en/cabinet/waiting/join/?visit={visit.pk}").status_code == 404
