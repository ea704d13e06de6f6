from datetime import timedelta
from email import message_from_bytes

import pytest
from django.core import mail as outgoing

from booking.codes import AppointmentStatus
from notifications import services
from notifications.codes import Kind, State, Suppressed
from notifications.models import Notification
from notifications.ports import OutcomeUnknown
from outbox.codes import DeliveryState
from outbox.errors import Refused, Unavailable
from outbox.models import Delivery
from people.models import AccessEvent
from tests import factories as make
from tests.notifications.conftest import NOW


def plan(visit, kind=Kind.CONFIRMED, **more):
    return services.plan(visit, kind, **{"version": visit.version, "now": NOW, **more})


def planned(visit, channel, kind=Kind.CONFIRMED):
    plan(visit, kind)
    return Notification.objects.get(channel=channel, kind=kind)


def send(notification, now=NOW):
    return services.send(notification.id, now=now)


def test_each_channel_gets_one_notice_of_a_change(visit):
    plan(visit)
    plan(visit)

    assert sorted(Notification.objects.values_list("channel", "language")) == [("email", "en"), ("sms", "en")]
    assert Delivery.objects.filter(event="notification.planned").count() == 2


def test_channel_that_is_not_configured_gets_none(visit, settings):
    settings.NOTIFICATION_CHANNELS = {"sms": settings.NOTIFICATION_CHANNELS["sms"]}

    plan(visit)

    assert [n.channel for n in Notification.objects.all()] == ["sms"]


def test_outbox_row_names_identifiers_only(visit):
    plan(visit)

    payloads = [d.payload for d in Delivery.objects.filter(event="notification.planned")]
    assert [sorted(payload) for payload in payloads] == [["channel", "notification"]] * 2


def test_sms_is_sent_to_the_patients_phone_and_the_opening_is_recorded(visit, sms):
    notification = send(planned(visit, "sms"))

    (message,) = sms.sent
    assert (notification.state, notification.provider_id) == (State.SENT, "sms-1")
    assert message.idempotency_key == str(notification.id)
    assert message.to.startswith("+7900")
    event = AccessEvent.objects.get(patient_id=visit.patient_id)
    assert (event.purpose, event.channel, event.fields) == ("notification", "notifications", ["phone"])


def test_sent_notice_is_not_sent_again(visit, sms):
    notification = planned(visit, "sms")

    send(notification)
    send(notification)

    assert len(sms.sent) == 1


def test_sms_of_unknown_outcome_is_not_repeated(visit, sms):
    sms.misfortune, sms.sends_first = OutcomeUnknown(), True
    notification = planned(visit, "sms")

    assert send(notification).state == State.UNKNOWN
    sms.misfortune = None
    assert send(notification).state == State.UNKNOWN

    assert len(sms.sent) == 1


def test_sms_in_the_hands_of_a_killed_worker_is_not_repeated(visit, sms):
    notification = planned(visit, "sms")
    services.take(notification.id, now=NOW)

    assert send(notification).state == State.UNKNOWN
    assert sms.sent == []


def test_mail_in_the_hands_of_a_killed_worker_is_repeated_under_the_same_message_id(visit):
    notification = planned(visit, "email")
    services.take(notification.id, now=NOW)

    assert send(notification).state == State.SENT
    assert outgoing.outbox[0].extra_headers["Message-ID"] == f"<{notification.id}@clinic.example>"


def test_silent_gateway_is_tried_again(visit, sms):
    sms.misfortune = Unavailable("connection refused")
    notification = planned(visit, "sms")
    with pytest.raises(Unavailable):
        send(notification)

    sms.misfortune = None

    assert send(notification).state == State.SENT
    assert len(sms.sent) == 1


def test_refusal_of_the_gateway_is_an_operators_task(visit, sms):
    sms.misfortune = Refused("no such number")
    notification = planned(visit, "sms")

    with pytest.raises(Refused):
        send(notification)

    notification.refresh_from_db()
    assert notification.state == State.FAILED


def test_notice_of_a_visit_cancelled_meanwhile_is_not_sent(visit, sms):
    notification = planned(visit, "sms")
    visit.status = AppointmentStatus.CANCELLED
    visit.save()

    sent = send(notification)

    assert (sent.state, sent.reason, sms.sent) == (State.SUPPRESSED, Suppressed.SUPERSEDED, [])


def test_newer_notice_takes_the_place_of_an_older_one(visit, sms):
    older = planned(visit, "sms")
    plan(visit, Kind.MOVED, version=3)

    assert send(older).reason == Suppressed.SUPERSEDED
    assert send(Notification.objects.get(channel="sms", kind=Kind.MOVED)).state == State.SENT


def test_yesterdays_news_is_not_sent(visit, sms):
    assert send(planned(visit, "sms"), now=NOW + timedelta(hours=30)).reason == Suppressed.TOO_LATE


def test_patient_without_address_gets_no_mail(visit):
    visit.patient.email = ""
    visit.patient.save()

    assert send(planned(visit, "email")).reason == Suppressed.NO_CONTACT
    assert outgoing.outbox == []


def test_child_without_phone_is_written_to_by_the_account_that_booked(visit, sms):
    visit.patient.phone = ""
    visit.patient.save()
    visit.booked_by = make.make_user(phone="+79001112233", is_staff=False)
    visit.save()

    send(planned(visit, "sms"))

    assert [message.to for message in sms.sent] == ["+79001112233"]


def test_child_without_address_is_written_to_at_the_parents(visit):
    visit.patient.email = ""
    visit.patient.save()
    parent = make.make_patient(user=make.make_user(), email="parent@example.org")
    visit.booked_by = parent.user
    visit.save()

    send(planned(visit, "email"))

    assert outgoing.outbox[0].to == ["parent@example.org"]


def test_desk_that_booked_is_not_written_to(visit):
    visit.patient.email = ""
    visit.patient.save()
    visit.booked_by = make.make_user(email="desk@clinic.example", is_staff=True)
    visit.save()

    assert send(planned(visit, "email")).reason == Suppressed.NO_CONTACT


def test_mail_has_text_html_and_the_visit_as_calendar_part_and_file(visit):
    send(planned(visit, "email"))

    message = message_from_bytes(outgoing.outbox[0].message().as_bytes())
    parts = [part for part in message.walk() if not part.is_multipart()]
    kinds = [(part.get_content_type(), part.get_param("method"), part.get_filename()) for part in parts]
    assert kinds == [
        ("text/plain", None, None),
        ("text/html", None, None),
        ("text/calendar", "REQUEST", None),
        ("text/calendar", "REQUEST", "visit.ics"),
    ]
    assert {part.get_content_charset() for part in parts} == {"utf-8"}
    assert b"METHOD:REQUEST" in parts[2].get_payload(decode=True)
    assert message["Auto-Submitted"] == "auto-generated"


def test_mail_server_that_is_down_is_tried_again(visit, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    notification = planned(visit, "email")

    with pytest.raises(Unavailable):
        send(notification)

    notification.refresh_from_db()
    assert notification.state == State.WAITING


def test_events_of_a_visit_reach_the_patient_through_the_outbox(visit, sms):
    from outbox.services import deliver_due, publish

    payload = {"version": 2, "status": "booked", "location": str(visit.location_id)}
    publish("appointment.confirmed", subject=visit.pk, payload=payload)
    after = max(Delivery.objects.values_list("next_attempt_at", flat=True))
    while deliver_due(now=after):
        after = max(Delivery.objects.values_list("next_attempt_at", flat=True))

    assert not Delivery.objects.exclude(state=DeliveryState.DELIVERED).exists()


@pytest.mark.parametrize(
    ("event", "kind"),
    [("appointment.move-offered", Kind.MOVE_OFFERED), ("review.asked", Kind.REVIEW_ASKED)],
)
def test_patient_is_asked_to_move_and_for_a_review(visit, event, kind):
    from outbox.services import deliver_due, publish

    payload = {"appointment": str(visit.pk), "patient": str(visit.patient_id)}
    publish(event, subject=visit.pk, payload=payload)
    deliver_due(now=Delivery.objects.get().next_attempt_at)

    assert set(Notification.objects.values_list("kind", "version")) == {(kind, visit.version)}
