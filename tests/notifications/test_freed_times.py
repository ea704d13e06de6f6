"""A freed time is told to whom it is kept for, while it is kept."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail as outgoing
from django.utils import timezone

from booking.models import WaitlistEntry, WaitlistOffer
from notifications.freed_times import tell_by_email, tell_by_sms
from notifications.ports import OutcomeUnknown
from outbox import Message
from people.models import RelatedPerson
from tests import factories as make


@pytest.fixture
def offer(visit):
    """The doctor's time of the visit, offered to a patient who waits; kept for half an hour."""
    now = timezone.now()
    patient = make.make_patient(phone="+79000000001", email="waits@example.org", preferred_language="en")
    entry = WaitlistEntry.objects.create(
        patient=patient,
        service=visit.service,
        earliest_date=visit.start.date(),
        latest_date=visit.start.date(),
        created_at=now,
    )
    return WaitlistOffer.objects.create(
        entry=entry,
        practitioner=visit.practitioner,
        location=visit.location,
        start=visit.start,
        end=visit.end,
        offered_at=now,
        expires_at=now + timedelta(minutes=30),
    )


def heard(offer):
    return Message("waitlist.offered", str(offer.pk), {}, uuid4(), 1)


def test_waiting_patient_is_told_the_time_and_where_to_take_it(offer, sms):
    tell_by_sms(heard(offer))
    tell_by_email(heard(offer))

    (one,) = sms.sent
    assert (one.to, one.idempotency_key) == ("+79000000001", str(offer.pk))
    assert one.text.startswith(
        "A time has become free: Tuesday, 3 December, 09:30. It is kept for you until "
    )
    assert one.text.endswith("https://clinic.example/en/cabinet/waiting/")
    (letter,) = outgoing.outbox
    assert (letter.to, letter.subject) == (
        ["waits@example.org"],
        "A time has become free: Tuesday, 3 December, 09:30",
    )
    assert "Oncolog" not in letter.body + one.text


@pytest.mark.parametrize("changes", [{"status": "expired"}, {"expires_at": timezone.now()}])
def test_time_that_is_kept_no_longer_is_not_told(offer, sms, changes):
    WaitlistOffer.objects.update(**changes)

    tell_by_sms(heard(offer))
    tell_by_email(heard(offer))

    assert (sms.sent, outgoing.outbox) == ([], [])


def test_channel_that_is_not_configured_is_silent(offer, settings):
    settings.NOTIFICATION_CHANNELS = {}

    tell_by_sms(heard(offer))
    tell_by_email(heard(offer))

    assert outgoing.outbox == []


def test_parent_is_told_of_a_childs_time(offer, sms):
    parent = make.make_user(is_staff=False, phone="+79000000002")
    child = make.make_patient(phone="", email="")
    RelatedPerson.objects.create(
        patient=child, user=parent, relationship="MTH", valid_from=timezone.now() - timedelta(days=1)
    )
    WaitlistEntry.objects.update(patient=child)

    tell_by_sms(heard(offer))

    assert [one.to for one in sms.sent] == ["+79000000002"]


def test_sms_that_may_have_arrived_is_not_sent_again(offer, sms):
    sms.misfortune = OutcomeUnknown()

    tell_by_sms(heard(offer))

    assert sms.sent == []
