"""The person behind the pages: family, profile, consents, the trail."""

from datetime import timedelta

import pytest
from django.utils import timezone

from people.access import Access, open_one
from people.models import AccessEvent, AuditEvent, Consent, Patient
from people.services import current_consent_text, give_consent
from tests import factories as make

CHILD = {
    "family": "Примеров",
    "given": "Пётр",
    "birth_date_0": "7",
    "birth_date_1": "3",
    "birth_date_2": "2019",
    "gender": "male",
    "relationship": "MTH",
    "agreed": "on",
}
SYSTEM = Access.system("tests", purpose="treatment")


def add_child(client, **changes):
    return client.post("/en/cabinet/family/child/", {**CHILD, **changes})


# --- Family -----------------------------------------------------------------------------------------------


def test_child_is_added_with_consent_and_seen_at_once(house, signed_in):
    added = add_child(signed_in)
    child = Patient.objects.exclude(pk=house.patient.pk).get()
    grant = house.user.represents.get()

    assert added.url == "/en/cabinet/"
    assert open_one(SYSTEM, child, "given").given == "Пётр"
    assert grant.patient == child
    assert grant.valid_until.year == 2037
    assert Consent.objects.get(patient=child).given_by == house.user.pk
    assert "Пётр" in signed_in.get("/en/cabinet/").content.decode()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"birth_date_2": "1990"}, "An adult gives access"),
        ({"birth_date_2": str(timezone.localdate().year + 1)}, "in the future"),
        ({"birth_date_0": "31", "birth_date_1": "2"}, "no such date"),
        ({"birth_date_1": ""}, "Enter the day, the month and the year"),
        ({"agreed": ""}, "Without this agreement"),
        ({"family": ""}, "This field is required"),
    ],
)
def test_child_is_refused_with_a_sentence_beside_the_field(house, signed_in, change, message):
    page = add_child(signed_in, **change)

    assert page.status_code == 422
    assert message in page.content.decode()
    assert "Пётр" in page.content.decode()
    assert Patient.objects.count() == 1


def test_afterwards_back_to_where_the_need_arose_but_not_off_the_site(house, signed_in):
    assert add_child(signed_in, next="/en/booking/").url == "/en/booking/"
    assert add_child(signed_in, next="https://elsewhere.example/").url == "/en/cabinet/"


def test_cabinet_is_switched_between_people_of_the_family(house, signed_in):
    add_child(signed_in)
    signed_in.post(f"/en/cabinet/family/{house.patient.pk}/")

    assert signed_in.get("/en/cabinet/").context["person"] == house.patient


def test_cabinet_of_a_stranger_is_not_found(house, signed_in, stranger):
    assert signed_in.post(f"/en/cabinet/family/{stranger.patient.pk}/").status_code == 404


def test_grant_that_has_ended_closes_the_cabinet(house, signed_in):
    add_child(signed_in)
    house.user.represents.update(
        valid_from=timezone.now() - timedelta(days=2), valid_until=timezone.now() - timedelta(days=1)
    )

    assert signed_in.get("/en/cabinet/").context["person"] == house.patient


# --- Profile and consents ------------------------------------------------------------------------------------


def test_contacts_are_changed_and_audited(house, signed_in):
    signed_in.post("/en/cabinet/profile/", {"email": "anna@example.org", "preferred_language": "en"})
    house.patient.refresh_from_db()

    assert open_one(SYSTEM, house.patient, "email").email == "anna@example.org"
    assert house.patient.preferred_language == "en"
    assert AuditEvent.objects.filter(action="patient.contacts-changed").count() == 1


def test_bad_mail_address_is_refused_and_kept_in_the_form(house, signed_in):
    page = signed_in.post("/en/cabinet/profile/", {"email": "anna@", "preferred_language": "en"})

    assert page.status_code == 422
    assert "anna@" in page.content.decode()


def test_consent_is_shown_and_withdrawn(house, signed_in):
    text = current_consent_text("registration", "en")
    consent = give_consent(
        access=make.access_of(house.patient), patient=house.patient, text=text, purpose="registration"
    )

    shown = signed_in.get(f"/en/cabinet/consents/{consent.pk}/")
    signed_in.post(f"/en/cabinet/consents/{consent.pk}/")

    assert text.body in shown.content.decode()
    assert Consent.objects.get(pk=consent.pk).withdrawal
    assert "Withdrawn" in signed_in.get("/en/cabinet/consents/").content.decode()


def test_somebody_elses_consent_is_not_found(house, client, stranger):
    text = current_consent_text("registration", "en")
    consent = give_consent(access=SYSTEM, patient=house.patient, text=text, purpose="registration")
    client.force_login(stranger.user)

    assert client.post(f"/en/cabinet/consents/{consent.pk}/").status_code == 404
    assert not Consent.objects.filter(withdrawal__isnull=False).exists()


# --- The trail ------------------------------------------------------------------------------------------------


def test_looks_of_others_are_shown_and_ones_own_on_request(house, signed_in):
    doctor = make.make_user()
    house.doctor.user = doctor
    house.doctor.save()
    open_one(make.access_of(doctor), house.patient, "family")
    signed_in.get("/en/cabinet/profile/")

    others = signed_in.get("/en/cabinet/trail/").context["looks"]
    everything = signed_in.get("/en/cabinet/trail/", {"own": 1}).context["looks"]

    assert [look.who for look in others] == [house.doctor.name]
    assert "You" in [look.who for look in everything]


def test_seeing_a_profile_is_itself_written_down(house, signed_in):
    signed_in.get("/en/cabinet/profile/")

    event = AccessEvent.objects.get(patient_id=house.patient.pk)
    assert event.actor_id == house.user.pk
    assert set(event.fields) == {"family", "given", "patronymic", "birth_date", "phone", "email"}
