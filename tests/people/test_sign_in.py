"""Patients sign in by phone and code."""

import re
import threading
import time

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.code_message import code_message
from people.models import AccessEvent, AuditEvent, Consent, Patient, User
from people.phones import masked
from people.services import patients_of
from tests.people.doubles import code_box
from tests.people.staff_steps import sign_in as staff_sign_in

PHONE = "+79160000002"
KNOWN = "+79160000003"
PERSON = {
    "family": " Примеров ",
    "given": "Иван",
    "patronymic": "",
    "birth_date_0": "27",
    "birth_date_1": "3",
    "birth_date_2": "1985",
    "gender": "male",
    "consent": "on",
}
pytestmark = pytest.mark.django_db


def ask_for_code(client, phone=PHONE, **query):
    return client.post(reverse("account_login", query=query), {"phone": phone})


def enter_code(client, code, **query):
    return client.post(reverse("account_confirm_login_code", query=query), {"code": code})


def sign_in(client, phone=PHONE, **query):
    ask_for_code(client, phone, **query)
    return enter_code(client, code_box.sent[-1].code, **query)


def wrong(code):
    return f"{(int(code) + 1) % 1_000_000:06}"


@pytest.fixture
def known(db):
    return User.objects.create_for_phone(KNOWN, verified_at=timezone.now(), preferred_language="ru")


# --- The way in ---------------------------------------------------------------------------------------


def test_unknown_number_becomes_an_account_when_the_code_is_confirmed(client):
    response = ask_for_code(client)
    assert (response.status_code, response.url) == (302, reverse("account_confirm_login_code"))
    assert not User.objects.exists()

    response = enter_code(client, code_box.sent[0].code)

    assert (response.status_code, response.url) == (302, reverse("account_person"))
    user = User.objects.get()
    assert (user.is_staff, user.has_usable_password(), user.phone_verified_at is not None) == (
        False,
        False,
        True,
    )
    assert client.session["_auth_user_id"] == str(user.pk)


def test_known_number_signs_in_to_its_account(client, known):
    sign_in(client, "8 (916) 000-00-03")

    assert client.session["_auth_user_id"] == str(known.pk)
    assert User.objects.count() == 1


def test_person_form_opens_the_record_with_consent_and_returns_to_next(client, registration_text):
    response = sign_in(client, next="/ru/booking/confirm/")
    page = client.get(response.url)
    assert page.context["consent_text"] == registration_text[0]
    assert 'name="consent" required id="id_consent"' in page.content.decode()
    assert "checked" not in page.content.decode()

    response = client.post(response.url, PERSON)

    assert (response.status_code, response.url) == (302, "/ru/booking/confirm/")
    patient = Patient.objects.get()
    consent = Consent.objects.get()
    assert list(patients_of(User.objects.get())) == [patient]
    assert (consent.patient, consent.text, consent.purpose) == (patient, registration_text[0], "registration")
    assert Patient.objects.filter(phone_index=PHONE, family_index="примеров").exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"consent": ""}, "consent"),
        ({"birth_date_0": "31", "birth_date_1": "2"}, "birth_date"),
        ({"birth_date_2": "2999"}, "birth_date"),
        ({"birth_date_2": "1024"}, "birth_date"),
        ({"family": "Примеров3"}, "family"),
        ({"given": "  "}, "given"),
        ({"gender": "x"}, "gender"),
    ],
)
def test_person_form_refuses_and_keeps_what_was_typed(client, registration_text, changed, field):
    sign_in(client)

    page = client.post(reverse("account_person"), PERSON | changed)

    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert 'value="1985"' in page.content.decode() or "birth_date_2" in changed
    assert not Patient.objects.exists()


def test_person_form_sent_twice_opens_one_record(client, registration_text):
    sign_in(client)
    other_tab = Client()
    other_tab.cookies = client.cookies

    client.post(reverse("account_person"), PERSON)
    other_tab.post(reverse("account_person"), PERSON)

    assert (Patient.objects.count(), Consent.objects.count()) == (1, 1)


def test_registration_without_a_published_text_says_so(client):
    sign_in(client)

    assert client.get(reverse("account_person")).status_code == 503


def test_next_elsewhere_is_not_followed(client, known):
    response = sign_in(client, KNOWN, next="https://evil.example/")

    assert response.url == reverse("account_person")


def test_pages_speak_the_language_they_were_reached_from(client):
    assert (
        "Sign in with your phone"
        in client.get(reverse("account_login", query={"next": "/en/x/"})).content.decode()
    )

    ask_for_code(client, next="/en/x/")

    assert code_box.sent[0].language == "en"


def test_session_survives_sign_in_under_a_new_key(client, known):
    session = client.session
    session["hold"] = "kept"
    session.save()
    key_before = session.session_key

    sign_in(client, KNOWN)

    assert client.session["hold"] == "kept"
    assert client.session.session_key != key_before
    assert not Session.objects.filter(session_key=key_before).exists()


def test_patient_session_ends_after_a_day(client, known):
    sign_in(client, KNOWN)

    assert 24 * 3600 - 60 < client.session.get_expiry_age() <= 24 * 3600


def test_closed_account_is_told_so_and_not_signed_in(client, known):
    User.objects.update(is_active=False)

    response = sign_in(client, KNOWN)

    assert response.url == reverse("account_inactive")
    assert client.get(response.url).status_code == 200
    assert "_auth_user_id" not in client.session


def test_signed_in_person_is_led_on(client, known):
    sign_in(client, KNOWN)

    assert client.get(reverse("account_login")).url == "/home-of-the-patient/"
    assert client.get(reverse("account_login", query={"next": "/ru/x/"})).url == "/ru/x/"
    assert client.get(reverse("account_confirm_login_code")).url == reverse("account_login")


def test_staff_are_told_to_sign_out_instead_of_going_round(client, enrolled_doctor):
    staff_sign_in(client)

    page = client.get(reverse("account_login", query={"next": "/ru/cabinet/"}))
    assert page.status_code == 200

    response = client.post(reverse("account_logout"), {"next": page.context["back_url"]})
    assert response.url == reverse("account_login", query={"next": "/ru/cabinet/"})
    assert client.get(response.url).status_code == 200


def test_sign_out_takes_a_post(client, known):
    sign_in(client, KNOWN)
    assert client.get(reverse("account_logout")).status_code == 200
    assert "_auth_user_id" in client.session

    client.post(reverse("account_logout"))

    assert "_auth_user_id" not in client.session


# --- Codes --------------------------------------------------------------------------------------------


def test_code_page_asks_for_one_text_field_that_phones_fill_in(client):
    ask_for_code(client)

    page = client.get(reverse("account_confirm_login_code")).content.decode()

    field = page[page.index('name="code"') - 20 : page.index('name="code"') + 200]
    assert 'type="text"' in field
    assert 'inputmode="numeric"' in field
    assert 'autocomplete="one-time-code"' in field
    assert "+7 9•• •••-••-02" in page


@pytest.mark.parametrize("language", ["ru", "en"])
def test_message_ends_with_the_origin_bound_line_and_fits_one_part(language):
    text = code_message("012345", language, "clinic.example:8000")

    assert text.splitlines()[-1] == "@clinic.example #012345"
    assert len(text) <= 70


def test_three_wrong_codes_end_the_attempt_even_for_the_right_one(client):
    ask_for_code(client)
    code = code_box.sent[0].code

    assert [enter_code(client, wrong(code)).status_code for _ in range(2)] == [200, 200]
    last = enter_code(client, wrong(code))
    assert (last.status_code, last.url) == (302, reverse("account_login"))

    assert enter_code(client, code).url == reverse("account_login")
    assert "_auth_user_id" not in client.session


def test_malformed_code_does_not_use_up_an_attempt(client):
    ask_for_code(client)
    for _ in range(5):
        assert enter_code(client, "12").status_code == 200

    assert enter_code(client, " ".join(code_box.sent[0].code)).status_code == 302
    assert "_auth_user_id" in client.session


def test_code_expires_after_five_minutes(client, monkeypatch):
    ask_for_code(client)
    later = time.time() + 301
    monkeypatch.setattr("allauth.account.internal.flows.code_verification.time.time", lambda: later)

    assert enter_code(client, code_box.sent[0].code).url == reverse("account_login")


def test_code_of_another_browser_is_not_accepted(client):
    ask_for_code(client)

    assert enter_code(Client(), code_box.sent[0].code).url == reverse("account_login")


def test_another_code_replaces_the_first_and_waits_a_minute(client):
    ask_for_code(client)
    client.post(reverse("account_another_code"))
    assert len(code_box.sent) == 1

    cache.clear()
    client.post(reverse("account_another_code"))
    first, second = code_box.sent

    if first.code != second.code:
        assert enter_code(client, first.code).status_code == 200
    assert enter_code(client, second.code).status_code == 302


def test_gateway_that_fails_is_told_and_nothing_is_repeated(client):
    code_box.broken = True

    response = ask_for_code(client)

    assert response.status_code == 503
    assert "+79160000002" in response.content.decode()
    assert "account_login" not in client.session


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "required"),
        ("hello", "unreadable"),
        ("+7 701 000 00 00", "Kazakhstan"),
        ("8 800 555 35 35", "toll-free"),
        ("+7 495 123 45 67", "landline"),
        ("+1 202 555 0123", "abroad"),
        ("+7 916 000 00", "short"),
    ],
)
def test_number_that_cannot_receive_a_code_is_refused_without_sending(client, typed, why):
    response = ask_for_code(client, typed)

    assert response.status_code == 200, why
    assert list(response.context["form"].errors) == ["phone"]
    assert code_box.sent == []


def test_masked_number_is_recognised_by_its_owner_only():
    assert masked("+79161234589") == "+7 9•• •••-••-89"


@pytest.mark.django_db(transaction=True)
def test_guesses_sent_at_once_are_three_as_well(client, monkeypatch):
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("an in-memory database has one connection")
    ask_for_code(client)
    code = code_box.sent[0].code
    compared = []

    def compare(one, other):
        # Django compares its tokens, which are bytes, with the same function.
        if isinstance(one, str):
            compared.append(one)
        return one == other

    monkeypatch.setattr("people.sign_in.secrets.compare_digest", compare)
    start = threading.Barrier(12)

    def guess(number):
        browser = Client()
        browser.cookies = client.cookies.copy()
        start.wait()
        try:
            enter_code(browser, f"{(int(code) + 1 + number) % 1_000_000:06}")
        finally:
            connection.close()

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(compared) == 3
    enter_code(client, code)
    assert "_auth_user_id" not in client.session


# --- Limits and secrecy -------------------------------------------------------------------------------


def test_second_code_within_a_minute_is_refused(client):
    ask_for_code(client)

    response = ask_for_code(Client())

    assert (response.status_code, len(code_box.sent)) == (429, 1)


def test_address_limit_counts_every_number(client, settings):
    settings.SIGN_IN_LIMITS = {"address": [(3, 3600)]}

    statuses = [ask_for_code(client, f"+7916000000{n}").status_code for n in range(5)]

    assert statuses == [302, 302, 302, 429, 429]


def test_address_is_what_the_proxy_says_and_not_what_the_client_writes(client, settings):
    settings.SIGN_IN_LIMITS = {"address": [(1, 3600)]}
    settings.CLIENT_ADDRESS_HEADER = "HTTP_X_REAL_IP"

    def ask(number, **headers):
        return client.post(reverse("account_login"), {"phone": number}, headers=headers).status_code

    assert ask("+79160000010", **{"X-Real-IP": "203.0.113.7", "X-Forwarded-For": "1.1.1.1"}) == 302
    assert ask("+79160000011", **{"X-Real-IP": "203.0.113.7", "X-Forwarded-For": "2.2.2.2"}) == 429
    assert ask("+79160000012", **{"X-Real-IP": "203.0.113.8"}) == 302
    # A list is nothing our proxy writes: the peer counts.
    assert ask("+79160000013", **{"X-Real-IP": "9.9.9.9, 203.0.113.7"}) == 302
    assert ask("+79160000014", **{"X-Real-IP": "8.8.8.8, 203.0.113.7"}) == 429


def test_range_limit_stops_walking_through_numbers(client, settings):
    settings.SIGN_IN_LIMITS = {"range": [(2, 3600)]}

    statuses = [ask_for_code(client, f"+7916000{n:04}").status_code for n in (1000, 2000, 3000)]

    assert statuses == [302, 302, 429]
    assert ask_for_code(client, "+79161110000").status_code == 302


def test_known_and_unknown_numbers_get_the_same_answer(known):
    answers = []
    for phone in (KNOWN, PHONE):
        client = Client()
        asked = ask_for_code(client, phone)
        page = client.get(asked.url)
        refused = enter_code(client, wrong(code_box.sent[-1].code))
        answers.append(
            [
                (response.status_code, sorted(response.headers), blurred(response, phone))
                for response in (asked, page, refused)
            ]
        )

    assert answers[0] == answers[1]
    assert len(code_box.sent) == 2


def blurred(response, phone):
    """The body without what differs between any two visitors: the CSRF token, the number and the code they typed."""

    body = re.sub(r'(name="csrfmiddlewaretoken"|name="code") value="[^"]+"', "", response.content.decode())
    return body.replace(masked(phone), "NUMBER")


def test_known_and_unknown_numbers_cost_the_same_queries(known):
    counts = []
    for phone in (KNOWN, PHONE):
        client = Client()
        client.get(reverse("account_login"))
        with CaptureQueriesContext(connection) as captured:
            ask_for_code(client, phone)
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_session_holds_neither_number_nor_code_in_clear(client):
    ask_for_code(client)

    content = repr(Session.objects.get().get_decoded())

    assert "9160000002" not in content
    assert code_box.sent[0].code not in content


def test_staff_account_is_never_opened_by_a_code(client, doctor):
    sign_in(client)

    user = User.objects.get(pk=client.session["_auth_user_id"])
    assert (user.is_staff, user != doctor) == (False, True)


def test_trail_of_a_sign_in_names_no_number(client):
    sign_in(client)

    assert list(AuditEvent.objects.order_by("at").values_list("action", flat=True)) == [
        "account.opened",
        "account.signed-in",
    ]
    assert "9160000002" not in repr(list(AuditEvent.objects.values()))
    assert not AccessEvent.objects.exists()


# --- Sessions -----------------------------------------------------------------------------------------


def test_sessions_are_listed_and_ended_one_by_one_and_all(client, known):
    browsers = [client, Client(), Client()]
    for browser in browsers:
        cache.clear()
        sign_in(browser, KNOWN)
    page = client.get(reverse("account_sessions"))
    assert len(page.context["sessions"]) == 3

    other = next(
        entry["session"]
        for entry in page.context["sessions"]
        if entry["session"].session_key == browsers[1].session.session_key
    )
    client.post(reverse("account_sessions"), {"session": other.pk})
    assert [is_signed_in(browser) for browser in browsers] == [True, False, True]

    client.post(reverse("account_sessions"), {"all": "1"})
    assert [is_signed_in(browser) for browser in browsers] == [True, False, False]
    assert len(client.get(reverse("account_sessions")).context["sessions"]) == 1


def test_session_of_somebody_else_cannot_be_ended(client, known):
    stranger = Client()
    sign_in(stranger, PHONE)
    sign_in(client, KNOWN)
    (theirs,) = stranger.get(reverse("account_sessions")).context["sessions"]

    assert client.post(reverse("account_sessions"), {"session": theirs["session"].pk}).status_code == 404
    assert is_signed_in(stranger)


def test_ending_the_own_session_signs_out(client, known):
    sign_in(client, KNOWN)
    (own,) = client.get(reverse("account_sessions")).context["sessions"]

    response = client.post(reverse("account_sessions"), {"session": own["session"].pk})

    assert response.url == reverse("account_login")
    assert not is_signed_in(client)


def is_signed_in(client):
    return client.get(reverse("account_sessions")).status_code == 200
