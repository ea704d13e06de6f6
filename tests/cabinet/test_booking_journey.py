"""From a choice to a visit, as a browser without script sends it."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from booking.models import Appointment, HealthcareService, Hold
from booking.services import confirm, reject
from people.access import Access, open_one
from people.models import Consent
from people.services import current_consent_text, give_consent, publish_consent_text
from tests import factories as make

TIMES = "/en/booking/times/"


def keep(client, offer, **fields):
    return client.post("/en/booking/hold/", {"offer": offer.token, **fields})


def answers(page, **fields):
    """What the page's own form would send, with the boxes ticked."""
    hidden = dict(
        re.findall(r'<input type="hidden" name="(key|offer|referral)" value="([^"]+)"', page.content.decode())
    )
    return {**hidden, "consent": "on", **fields}


# --- Choosing --------------------------------------------------------------------------------------------


def test_start_lists_what_patients_book_themselves(house, client):
    make.make_service(name_en="Nobody gives it")

    page = client.get("/en/booking/")

    assert page.status_code == 200
    assert house.service.name_en in page.content.decode()
    assert "Nobody gives it" not in page.content.decode()
    assert not page.cookies


def test_start_finds_a_service_by_a_part_of_its_name_in_either_language(house, client):
    found = client.get("/en/booking/", {"q": "терапевт"}).context["found"]

    assert found == [house.service]


def test_start_with_an_old_link_says_so_and_lists_everything(house, client):
    page = client.get("/en/booking/", {"service": "gone"})

    assert "This link is out of date" in page.content.decode()
    assert house.service.name_en in page.content.decode()


def test_doctor_alone_leads_to_the_times_of_their_usual_visit(house, client):
    page = client.get("/en/booking/", {"practitioner": house.doctor.pk})

    assert page.url == f"{TIMES}?service={house.service.code}&practitioner={house.doctor.pk}"


def test_service_of_several_doctors_asks_which_and_offers_any(house, client):
    other = make.make_doctor(house.service, location=house.location)

    page = client.get("/en/booking/doctors/", {"service": house.service.code})

    assert [row.name for row in page.context["rows"]] == sorted([house.doctor.name, other.name])
    assert page.context["any_nearest"]


def test_service_of_one_doctor_goes_straight_to_the_times(house, client):
    page = client.get("/en/booking/doctors/", {"service": house.service.code})

    assert page.url.startswith(TIMES)


def test_doctors_cost_the_same_queries_however_many(house, client, django_assert_max_num_queries):
    def doctors():
        return client.get("/en/booking/doctors/", {"service": house.service.code})

    make.make_doctor(house.service, location=house.location)
    doctors()
    with django_assert_max_num_queries(20) as few:
        doctors()
    for _ in range(4):
        make.make_doctor(house.service, location=house.location)
    doctors()
    with django_assert_max_num_queries(20) as many:
        doctors()

    assert len(many) == len(few)


def test_times_show_a_week_and_every_shown_time_can_be_kept(house, client):
    tomorrow = timezone.localdate() + timedelta(days=1)
    page = client.get(TIMES, {"service": house.service.code, "day": tomorrow.isoformat()})
    week = page.context["week"]

    assert len(week.days) == 7
    assert week.shown == tomorrow
    tokens = [slot.token for group in week.groups for slot in group.slots]
    assert len(tokens) == 16
    assert client.post("/en/booking/hold/", {"offer": tokens[-1]}).status_code == 302


def test_times_without_a_day_begin_with_the_first_free_week(house, client):
    house.doctor.hours_rules.update(valid_from=timezone.localdate() + timedelta(days=20))

    week = client.get(TIMES, {"service": house.service.code}).context["week"]

    assert week.count
    assert week.shown >= timezone.localdate() + timedelta(days=20)


def test_full_week_offers_other_ways(house, client):
    house.doctor.hours_rules.all().delete()
    make.make_doctor(house.service, location=house.location)

    page = client.get(TIMES, {"service": house.service.code, "practitioner": house.doctor.pk})

    assert [way.title for way in page.context["other_ways"]] == ["Another doctor"]


# --- Keeping ---------------------------------------------------------------------------------------------


def test_visitor_keeps_a_time_and_is_led_to_sign_in(house, client):
    kept = keep(client, house.offers()[0])
    check = client.get(kept.url)

    assert check.url == f"/account/sign-in/?next={kept.url.replace('/', '%2F')}"
    assert "is kept for you for 10 minutes" in client.get(check.url).content.decode()


def test_kept_time_survives_signing_in(house, client):
    kept = keep(client, house.offers()[0])
    client.force_login(house.user)

    page = client.get(kept.url)

    assert page.status_code == 200
    assert "Примерова Анна" in page.content.decode()


def test_forged_offer_is_refused_in_words(house, client):
    page = client.post("/en/booking/hold/", {"offer": "AAAA"})

    assert page.status_code == 422
    assert "This link to a time is damaged" in page.content.decode()


def test_taken_time_offers_the_three_nearest(house, client):
    offer = house.offers()[3]
    house.booked(offer, patient=make.make_patient())

    page = keep(client, offer)

    assert page.status_code == 409
    assert len(page.context["alternatives"]) == 3
    assert (
        client.post("/en/booking/hold/", {"offer": page.context["alternatives"][0].token}).status_code == 302
    )


def test_expired_hold_says_so_and_offers_times(house, signed_in):
    kept = keep(signed_in, house.offers()[0])
    Hold.objects.update(expires_at=timezone.now() - timedelta(minutes=1))

    page = signed_in.post(kept.url, {"consent": "on"})

    assert page.status_code == 409
    assert "that while is over" in page.content.decode()
    assert not Appointment.objects.exists()


def test_words_typed_for_a_lost_time_go_along_to_the_next(house, signed_in):
    kept = keep(signed_in, house.offers()[0])
    Hold.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    lost = signed_in.post(kept.url, {"consent": "on", "comment": "Боюсь уколов"})
    assert 'name="comment" value="Боюсь уколов"' in lost.content.decode()

    page = keep(signed_in, lost.context["alternatives"][0], comment="Боюсь уколов")
    done = signed_in.post(
        page.context["form_action"], answers(page, comment=page.context["form"]["comment"].value())
    )

    visit = Appointment.objects.get()
    assert done.url == f"/en/booking/visit/{visit.pk}/"
    assert open_one(make.access_of(house.patient), visit, "comment").comment == "Боюсь уколов"
    assert "Боюсь" not in str(dict(signed_in.session))


def test_swept_hold_still_leads_back_to_its_times(house, signed_in):
    kept = keep(signed_in, house.offers()[0])
    Hold.objects.all().delete()

    page = signed_in.get(kept.url)

    assert page.status_code == 409
    assert f"service={house.service.pk}" in page.content.decode()


def test_somebody_elses_hold_is_not_found(house, client, stranger):
    kept = keep(client, house.offers()[0])
    client.logout()
    client.force_login(stranger.user)

    assert client.get(kept.url).status_code == 404
    assert client.post(f"{kept.url}release/").status_code == 404


def test_hold_is_extended_once(house, signed_in):
    kept = keep(signed_in, house.offers()[0])
    before = Hold.objects.get().expires_at

    assert signed_in.post(f"{kept.url}extend/").url == kept.url
    again = signed_in.post(f"{kept.url}extend/", follow=True)

    assert Hold.objects.get().expires_at > before
    assert "only once" in again.content.decode()


def test_released_time_is_free_again(house, signed_in):
    kept = keep(signed_in, house.offers()[0])

    back = signed_in.post(f"{kept.url}release/")

    assert back.url.startswith(TIMES)
    assert not Hold.objects.exists()


# --- Confirming ------------------------------------------------------------------------------------------


def test_confirming_books_with_consent(house, signed_in):
    kept = keep(signed_in, house.offers()[0])
    page = signed_in.get(kept.url)

    done = signed_in.post(kept.url, answers(page, comment="Аллергия на пенициллин"))
    appointment = Appointment.objects.get()

    assert done.url == f"/en/booking/visit/{appointment.pk}/"
    assert (appointment.patient, appointment.status) == (house.patient, "booked")
    assert Consent.objects.get().appointment_id == appointment.pk
    assert "The visit is confirmed" in signed_in.get(done.url).content.decode()


def test_without_consent_nothing_is_booked_and_nothing_typed_is_lost(house, signed_in):
    kept = keep(signed_in, house.offers()[0])
    page = signed_in.get(kept.url)
    assert not page.context["form"]["consent"].value()

    refused = signed_in.post(kept.url, {**answers(page, comment="Боюсь уколов"), "consent": ""})

    assert refused.status_code == 422
    assert "Боюсь уколов" in refused.content.decode()
    assert not Appointment.objects.exists()


def test_same_page_sent_twice_books_once(house, signed_in):
    kept = keep(signed_in, house.offers()[0])
    sent = answers(signed_in.get(kept.url))

    first = signed_in.post(kept.url, sent)
    second = signed_in.post(kept.url, sent)

    assert first.url == second.url
    assert Appointment.objects.count() == 1


def test_preparation_must_be_read(house, signed_in):
    house.service.preparation_en = house.service.preparation_ru = "Do not eat."
    house.service.save()
    kept = keep(signed_in, house.offers()[0])
    page = signed_in.get(kept.url)

    refused = signed_in.post(kept.url, answers(page))
    booked = signed_in.post(kept.url, answers(page, prepared="on"))

    assert refused.status_code == 422
    assert booked.status_code == 302
    assert Appointment.objects.get().preparation_acknowledged_at


def test_new_account_says_who_it_is_first(house, client):
    kept = keep(client, house.offers()[0])
    client.force_login(make.make_user(is_staff=False))

    assert client.get(kept.url).url.startswith("/account/person/?next=")


def test_staff_account_is_no_patient(house, client):
    kept = keep(client, house.offers()[0])
    client.force_login(make.make_user(is_staff=True))

    assert client.get(kept.url).url.startswith(("/account/sign-in/", "/staff/"))


# --- Links that name a time ------------------------------------------------------------------------------


def link_to(house, offer, **changes):
    return {
        "practitioner": house.doctor.pk,
        "service": house.service.pk,
        "location": house.location.pk,
        "start": f"{offer.start:%Y-%m-%dT%H:%MZ}",
        **changes,
    }


def test_link_to_a_time_and_one_press_book_for_who_is_signed_in(house, signed_in):
    offer = house.offers()[2]

    page = signed_in.get("/en/booking/", link_to(house, offer), follow=True)
    assert page.status_code == 200
    assert not Hold.objects.exists()
    done = signed_in.post(page.redirect_chain[-1][0], answers(page))

    appointment = Appointment.objects.get()
    assert appointment.start == offer.start
    assert done.url == f"/en/booking/visit/{appointment.pk}/"


def test_link_sent_twice_books_once(house, signed_in):
    page = signed_in.get("/en/booking/offer/", link_to(house, house.offers()[0]))
    sent = answers(page)

    first = signed_in.post("/en/booking/offer/", sent)
    second = signed_in.post("/en/booking/offer/", sent)

    assert first.url == second.url
    assert Appointment.objects.count() == 1


def test_link_shows_a_visitor_the_visit_and_keeps_it_when_asked(house, client):
    page = client.get("/en/booking/offer/", link_to(house, house.offers()[0]))

    assert page.status_code == 200
    kept = client.post("/en/booking/hold/", answers(page))
    assert kept.status_code == 302


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"start": "2020-01-01T10:00Z"}, "in-the-past"),
        ({"start": "2199-01-01T10:00Z"}, "beyond-horizon"),
    ],
)
def test_link_that_cannot_be_had_says_why(house, client, change, code):
    page = client.get("/en/booking/offer/", link_to(house, house.offers()[0], **change))

    assert page.status_code == 409
    assert page.context["error"].code == code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"start": "2030-01-14T10:00", "zone": "Europe/Atlantis"}, "unknown-time-zone"),
        ({"start": "2030-10-27T02:30", "zone": "Europe/Berlin"}, "ambiguous-time"),
        ({"start": "2030-03-31T02:30", "zone": "Europe/Berlin"}, "nonexistent-time"),
    ],
)
def test_link_to_a_time_that_no_clock_shows_says_why(house, client, change, code):
    page = client.get("/en/booking/", link_to(house, house.offers()[0], **change), follow=True)

    assert page.status_code == 422
    assert page.context["error"].code == code


def test_link_by_the_clocks_of_the_branch_finds_its_time(house, client):
    offer = house.offers()[2]
    local = offer.start.astimezone(house.location.zone)

    page = client.get("/en/booking/offer/", link_to(house, offer, start=f"{local:%Y-%m-%dT%H:%M}"))

    assert page.context["token"] == offer.token


def test_link_off_the_grid_offers_the_nearest(house, client):
    offer = house.offers()[5]
    crooked = offer.start + timedelta(minutes=7)

    page = client.get("/en/booking/offer/", link_to(house, offer, start=f"{crooked:%Y-%m-%dT%H:%MZ}"))

    assert page.context["error"].code == "off-grid"
    assert len(page.context["alternatives"]) == 3


# --- Waiting for the branch -------------------------------------------------------------------------------


@pytest.fixture
def requested(mis_house, client):
    client.force_login(mis_house.user)
    return mis_house.booked()


def test_outcome_is_processing_until_the_branch_answers(requested, client):
    page = client.get(f"/en/booking/visit/{requested.pk}/")
    state = client.get(f"/en/booking/visit/{requested.pk}/state/").json()

    assert "Your booking is being processed" in page.content.decode()
    assert state == {"version": requested.version, "status": "pending", "settled": False}


def test_outcome_becomes_confirmed_and_its_version_grows(requested, client):
    confirm(
        access=Access.system("tests", purpose="booking"),
        appointment=requested,
        external_id="7",
        now=timezone.now(),
    )

    state = client.get(f"/en/booking/visit/{requested.pk}/state/").json()

    assert state["settled"]
    assert state["version"] > requested.version
    assert "The visit is confirmed" in client.get(f"/en/booking/visit/{requested.pk}/").content.decode()


def test_refusal_carries_its_reason_and_the_nearest_times(requested, client):
    reject(
        access=Access.system("tests", purpose="booking"),
        appointment=requested,
        reason_code="slot-taken",
        now=timezone.now(),
    )

    page = client.get(f"/en/booking/visit/{requested.pk}/")

    assert "This time has just been taken" in page.content.decode()
    assert len(page.context["alternatives"]) == 3


@pytest.mark.parametrize("tail", ["", "state/"])
def test_outcome_of_somebody_else_is_not_found(house, client, stranger, tail):
    appointment = house.booked()
    client.force_login(stranger.user)

    assert client.get(f"/en/booking/visit/{appointment.pk}/{tail}").status_code == 404
    assert client.get(f"/en/booking/visit/{uuid4()}/{tail}").status_code == 404


# --- For a child ------------------------------------------------------------------------------------------


def test_visit_is_booked_for_a_child(house, signed_in):
    signed_in.post("/en/cabinet/family/child/", CHILD)
    child = house.user.represents.get().patient
    kept = keep(signed_in, house.offers()[0])
    page = signed_in.get(kept.url)

    signed_in.post(kept.url, answers(page))

    assert Appointment.objects.get().patient == child
    assert Consent.objects.get(purpose="appointment").given_by == house.user.pk


def test_childrens_doctor_has_no_times_for_a_grown_up_and_all_for_the_child(house, signed_in):
    house.doctor.roles.update(max_age=17)
    signed_in.post("/en/cabinet/family/child/", CHILD)
    child = house.user.represents.get().patient
    times = f"/en/booking/times/?service={house.service.code}"
    signed_in.post(f"/en/cabinet/family/{house.patient.pk}/", {"next": times})

    page = signed_in.get(times)
    assert "Patients are seen here up to the age of 17 years." in page.text
    assert 'name="offer"' not in page.text
    assert f"/en/cabinet/family/{child.pk}/" in page.text
    link = f"/en/booking/offer/?service={house.service.code}&practitioner={house.doctor.pk}"
    refused = signed_in.get(f"{link}&start={house.offers()[0].start.isoformat().replace('+', '%2B')}")
    assert "up to the age of 17" in refused.text

    back = signed_in.post(f"/en/cabinet/family/{child.pk}/", {"next": times})
    assert back.url == times
    assert 'name="offer"' in signed_in.get(times).text


def test_visitor_is_told_the_ages_before_choosing_a_time(house, client):
    house.doctor.roles.update(max_age=17)
    other = make.make_doctor(house.service, location=house.location)

    assert (
        "patients up to 17 years of age"
        in client.get(f"/en/booking/doctors/?service={house.service.code}").text
    )
    times = f"/en/booking/times/?service={house.service.code}&practitioner="
    assert "patients up to 17 years of age" in client.get(f"{times}{house.doctor.pk}").text
    assert "to 17 years of age" not in client.get(f"{times}{other.pk}").text


def test_person_is_changed_without_losing_the_time(house, signed_in):
    signed_in.post("/en/cabinet/family/child/", CHILD)
    child = house.user.represents.get().patient
    kept = keep(signed_in, house.offers()[0])

    changed = signed_in.post(f"{kept.url}whom/", {"person": house.patient.pk})
    held = Hold.objects.get()

    assert held.patient == house.patient
    assert held.patient != child
    assert changed.url == f"/en/booking/hold/{held.pk}/"


CHILD = {
    "family": "Примеров",
    "given": "Пётр",
    "birth_date_0": "7",
    "birth_date_1": "3",
    "birth_date_2": str(timezone.localdate().year - 6),
    "gender": "male",
    "relationship": "MTH",
    "agreed": "on",
}


@pytest.mark.parametrize(
    ("gone", "words", "is_shown"),
    [
        ({"practitioner": "11111111-2222-4333-8444-555555555555"}, "no longer leads to the doctor", True),
        ({"location": "moon"}, "no longer leads to the branch", True),
        ({"service": "alchemy"}, "no longer leads to the service", True),
        ({"start": "soon"}, "no longer leads to the time", False),
        (
            {"service": "alchemy", "practitioner": "nobody"},
            "no longer leads to the service, the doctor",
            False,
        ),
    ],
)
def test_link_that_is_partly_gone_says_what_and_offers_the_rest(house, client, gone, words, is_shown):
    """Without its service a link still means what one comes to the doctor for."""
    page = client.get("/en/booking/", link_to(house, house.offers()[0], **gone), follow=True)

    assert words in page.content.decode()
    assert ("token" in page.context) == is_shown


# --- What is not asked twice -------------------------------------------------------------------------------


def test_words_agreed_to_before_are_agreed_to_by_the_button_and_recorded_again(house, signed_in):
    first = signed_in.get(keep(signed_in, house.offers()[0]).url)
    assert list(first.context["form"].fields) == ["key", "comment", "consent"]
    signed_in.post(first.request["PATH_INFO"], answers(first))

    again = signed_in.get(keep(signed_in, house.offers()[1]).url)
    assert list(again.context["form"].fields) == ["key", "comment"]
    signed_in.post(again.request["PATH_INFO"], {"key": answers(again)["key"]})

    assert Consent.objects.filter(purpose="appointment").count() == Appointment.objects.count() == 2


def test_new_words_are_ticked_anew(house, signed_in):
    page = signed_in.get(keep(signed_in, house.offers()[0]).url)
    signed_in.post(page.request["PATH_INFO"], answers(page))
    publish_consent_text(
        kind="appointment", language="en", title="New", body="Other words.", valid_from=timezone.now()
    )

    page = signed_in.get(keep(signed_in, house.offers()[1]).url)

    assert "consent" in page.context["form"].fields


@pytest.mark.parametrize(("fasting", "is_ticked"), [(False, False), (True, True)])
def test_only_an_empty_stomach_is_ticked_every_time(house, signed_in, fasting, is_ticked):
    HealthcareService.objects.update(preparation_en="Bring your results.", fasting=fasting)
    page = signed_in.get(keep(signed_in, house.offers()[0]).url)
    assert "prepared" in page.context["form"].fields
    signed_in.post(page.request["PATH_INFO"], answers(page, prepared="on"))

    again = signed_in.get(keep(signed_in, house.offers()[1]).url)
    signed_in.post(again.request["PATH_INFO"], answers(again, prepared="on" if is_ticked else ""))

    assert ("prepared" in again.context["form"].fields) == is_ticked
    assert Appointment.objects.exclude(preparation_acknowledged_at=None).count() == 2


# --- How far it is ----------------------------------------------------------------------------------------


def agreed(house):
    text = current_consent_text("appointment", "en")
    give_consent(
        access=make.access_of(house.patient),
        patient=house.patient,
        text=text,
        purpose="appointment",
        appointment_id=uuid4(),
    )
    Consent.objects.update(given_by=house.user.pk)


def test_booking_takes_four_presses_from_the_first_page(house, signed_in):
    """Into booking, speciality, time, yes: for somebody who has agreed to the clinic's words before."""
    agreed(house)
    make.make_doctor(house.service, location=house.location)

    start = signed_in.get("/en/booking/").content.decode()
    assert f"/en/booking/doctors/?speciality={house.speciality.code}" in start
    doctors = signed_in.get("/en/booking/doctors/", {"speciality": house.speciality.code})
    page = signed_in.get(doctors.context["any_nearest_url"])
    done = signed_in.post("/en/booking/offer/", answers(page, consent=""))

    assert done.url == f"/en/booking/visit/{Appointment.objects.get().pk}/"
