"""A branch with one doctor, and the people who work there, signed in with their second factor."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django_otp import DEVICE_ID_SESSION_KEY

from booking import services
from booking.codes import Audience, Channel
from booking.search import TimeQuery
from people import second_factor, staff_session
from people.models import User
from people.services import publish_consent_text
from staff.groups import DOCTORS, FRONT_DESK
from tests import factories as make


def sign_in(client, user):
    """As the sign-in leaves the session: authenticated, second factor proven, clock started."""
    client.force_login(user)
    device = second_factor.enrol(
        user, "00112233445566778899aabbccddeeff00112233", access=make.access_of(user)
    )
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    staff_session.begin(session)
    # The views' clock is set years ahead; the session must reach that far.
    session.set_expiry(timedelta(days=3650))
    session.save()
    return client


@pytest.fixture
def branch(db, settings):
    settings.OUTBOX_SUBSCRIBERS = {}
    for kind in ("registration", "appointment"):
        publish_consent_text(
            kind=kind,
            language="ru",
            title="Согласие",
            body="Текст",
            valid_from=make.NOW - timedelta(days=9),
        )
    return make.make_location(code="lanes")


@pytest.fixture
def service():
    service = make.make_service()
    make.make_price(service, "2000")
    return service


@pytest.fixture
def doctor(branch, service):
    return make.make_doctor(service, location=branch)


@pytest.fixture
def desk(client, branch):
    user = User.objects.create(username="desk", is_staff=True)
    user.groups.add(Group.objects.get(name=FRONT_DESK))
    return sign_in(client, user)


@pytest.fixture
def doctors_client(client, doctor):
    user = User.objects.create(username="doctor", is_staff=True)
    user.groups.add(Group.objects.get(name=DOCTORS))
    doctor.user = user
    doctor.save()
    return sign_in(client, user)


@pytest.fixture
def editor(client, branch):
    return sign_in(client, User.objects.create(username="editor", is_staff=True))


@pytest.fixture
def now(monkeypatch):
    """The views' clock: a Monday, nine o'clock in Moscow."""
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: make.NOW)
    return make.NOW


def book_visit(doctor, service, *, start, patient=None, now=make.NOW):
    patient = patient or make.make_patient(family="Ромашкина", given="Тестовия", patronymic="Примеровна")
    access = make.access_of(make.make_user(is_staff=True))
    query = TimeQuery(
        start=start,
        end=start + timedelta(minutes=1),
        service_id=service.pk,
        practitioner_ids=frozenset([doctor.pk]),
        audience=Audience.STAFF,
    )
    (offer,) = services.find_times(query, now=now).offers
    hold = services.hold(
        offer_token=offer.token, patient=patient, audience=Audience.STAFF, channel=Channel.PHONE, now=now
    )
    return services.book(access=access, hold=hold, patient=patient, now=now)
