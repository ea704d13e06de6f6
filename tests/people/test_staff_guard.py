"""Every address of the portal, tried by everybody."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import RequestFactory
from django.urls import Resolver404, URLPattern, get_resolver, resolve, reverse
from django.utils.regex_helper import normalize

from people import staff_session
from people.models import User
from people.staff_guard import BEFORE_SECOND_FACTOR, BEFORE_SIGN_IN, PASSWORD_ONLY_DOORS, StaffGuard
from tests.people.conftest import PASSWORD
from tests.people.staff_steps import give_password, sign_in

pytestmark = pytest.mark.django_db
ARGUMENTS = ("1", "x", str(uuid4()), "2026-11-23", "ru")


def every_address():
    """(view name, an address it answers) for every pattern of the URL configuration."""
    found = {}

    def walk(patterns, prefix):
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                remember(prefix + pattern.pattern.regex.pattern.removeprefix("^"))
            else:
                walk(pattern.url_patterns, prefix + own_regex(pattern))

    def own_regex(resolver):
        # The language prefix of i18n_patterns depends on the active language.
        return resolver.pattern.regex.pattern.removeprefix("^")

    def remember(regex):
        for form, names in normalize(regex):
            for argument in ARGUMENTS:
                address = "/" + form % dict.fromkeys(names, argument)
                try:
                    match = resolve(address)
                except Resolver404:
                    continue
                found[address] = match.view_name
                return

    walk(get_resolver().url_patterns, "")
    return found


@pytest.fixture(scope="module")
def addresses():
    return every_address()


@pytest.fixture(scope="module")
def staff_addresses(addresses):
    return {
        address: name for address, name in addresses.items() if address.startswith(settings.STAFF_PREFIXES)
    }


def leads_away(response):
    """To the sign-in or the enrolment, or for scripts a machine-readable refusal."""
    if response.status_code == 401:
        return True
    doors = (reverse("two_factor:login"), reverse("two_factor:setup"))
    return response.status_code == 302 and response.url.startswith(doors)


def test_the_walk_sees_the_whole_house(addresses, staff_addresses):
    assert len(staff_addresses) > 150
    assert {"wagtailadmin_home", "two_factor:setup", "account_login"} <= set(addresses.values())


def test_anonymous_enters_no_staff_address(client, staff_addresses):
    open_to_all = {
        address for address, name in staff_addresses.items() if not leads_away(client.get(address))
    }

    assert {staff_addresses[address] for address in open_to_all} == BEFORE_SIGN_IN


def test_patient_enters_no_staff_address(client, staff_addresses):
    client.force_login(User.objects.create_user("patient", is_staff=False))

    open_to_patients = {
        address for address, name in staff_addresses.items() if not leads_away(client.get(address))
    }

    assert {staff_addresses[address] for address in open_to_patients} == BEFORE_SIGN_IN


def test_password_alone_opens_nothing_but_the_second_factor(client, doctor, addresses):
    give_password(client)

    opened = {name for address, name in addresses.items() if not leads_away(client.get(address))}

    # Signing out takes a POST; its GET is refused by the view, behind the guard.
    assert opened == BEFORE_SECOND_FACTOR


def test_enrolled_account_without_proof_is_sent_to_sign_in(client, enrolled_doctor):
    client.force_login(enrolled_doctor)

    assert client.get("/admin/").url == reverse("two_factor:login") + "?next=/admin/"


def test_proven_second_factor_opens_every_address(enrolled_doctor, addresses):
    guard = StaffGuard(lambda request: None)
    enrolled_doctor.is_verified = lambda: True
    session = {}
    staff_session.begin(session)

    closed = []
    for address in addresses:
        request = RequestFactory().get(address, HTTP_COOKIE=f"{settings.SESSION_COOKIE_NAME}=x")
        request.user, request.session, request.resolver_match = enrolled_doctor, session, resolve(address)
        if guard.process_view(request, None, (), {}) is not None:
            closed.append(request.resolver_match.view_name)

    assert set(closed) <= PASSWORD_ONLY_DOORS


def test_second_factor_opens_the_admin_for_real(client, enrolled_doctor):
    enrolled_doctor.is_superuser = True
    enrolled_doctor.save()

    response = sign_in(client)

    assert response.url == reverse("wagtailadmin_home")


def test_password_only_doors_lead_to_the_second_factor_and_open_no_session(client, doctor, addresses):
    doors = [address for address, name in addresses.items() if name in PASSWORD_ONLY_DOORS]
    assert "/admin/login/" in doors

    for door in doors:
        response = client.post(door, {"username": "doctor", "password": PASSWORD})

        assert (response.status_code, response.url) == (302, reverse("two_factor:login"))
        assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "headers",
    [{"X-Requested-With": "XMLHttpRequest"}, {"Sec-Fetch-Mode": "cors"}, {"Accept": "application/json"}],
)
def test_script_is_told_instead_of_redirected(client, headers):
    response = client.get("/admin/", headers=headers)

    assert (response.status_code, response.json()["code"]) == (401, "staff-only")


def test_visitor_without_cookie_does_not_make_the_guard_read_a_session():
    request = RequestFactory().get("/ru/")
    request.resolver_match = SimpleNamespace(view_name="wagtail_serve")

    # The request has neither session nor user: touching them would raise.
    assert StaffGuard(lambda request: None).process_view(request, None, (), {}) is None


@pytest.mark.parametrize("path", ["/staff/", "/admin/", "/staff/account/sign-in/"])
def test_nothing_that_staff_see_is_kept_by_a_cache(client, enrolled_doctor, path):
    sign_in(client)

    assert "no-store" in client.get(path).headers["Cache-Control"]
