"""Immutable texts, given and withdrawn."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from people.errors import ConsentInvalid, ConsentMissing, ConsentTextMissing
from people.models import AuditEvent, Consent, ConsentText
from people.services import (
    current_consent_text,
    give_consent,
    publish_consent_text,
    require_consent,
    withdraw_consent,
)
from tests.people.conftest import SYSTEM

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def publish(body="I agree.", *, kind="marketing", language="en", valid_from=NOW - timedelta(days=1)):
    return publish_consent_text(kind=kind, language=language, title="News", body=body, valid_from=valid_from)


def agree(patient, text, **fields):
    return give_consent(access=SYSTEM, patient=patient, text=text, purpose=text.kind, **fields)


def test_newest_text_in_force_is_current():
    publish("First.", valid_from=NOW - timedelta(days=9))
    second = publish("Second.")
    publish("Tomorrow's.", valid_from=NOW + timedelta(days=1))

    assert current_consent_text("marketing", "en") == second
    assert current_consent_text("marketing", "en", now=NOW + timedelta(days=2)).version == 3


def test_publishing_the_same_words_again_adds_no_version():
    assert publish() == publish()
    assert ConsentText.objects.count() == 1


def test_missing_text_is_named():
    publish(language="en")

    with pytest.raises(ConsentTextMissing, match="'ru'"):
        current_consent_text("marketing", "ru")


def test_new_version_leaves_old_consents_with_what_was_shown(patient):
    consent = agree(patient, publish("First."))

    publish("Second.")

    assert Consent.objects.get(pk=consent.pk).text.body == "First."


def test_version_is_taken_once():
    publish()

    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentText.objects.create(
            kind="marketing", language="en", version=1, title="x", body="x", valid_from=NOW, hash="x"
        )


def test_consent_is_required_until_given_and_again_once_withdrawn(patient):
    text = publish()
    with pytest.raises(ConsentMissing):
        require_consent(patient, "marketing")

    consent = agree(patient, text)
    assert require_consent(patient, "marketing") == consent

    withdrawal = withdraw_consent(access=SYSTEM, consent=consent)
    assert withdraw_consent(access=SYSTEM, consent=consent) == withdrawal
    with pytest.raises(ConsentMissing):
        require_consent(patient, "marketing")
    assert list(AuditEvent.objects.order_by("at").values_list("action", flat=True))[1:] == [
        "consent.given",
        "consent.withdrawn",
    ]


def test_consent_for_one_purpose_is_none_for_another(patient):
    agree(patient, publish())

    with pytest.raises(ConsentMissing):
        require_consent(patient, "transfer")


def test_consent_to_one_receiver_is_none_to_another(patient):
    agree(patient, publish(kind="transfer"), receiver="laboratory-a")

    assert require_consent(patient, "transfer", receiver="laboratory-a")
    with pytest.raises(ConsentMissing):
        require_consent(patient, "transfer", receiver="insurer-b")


def test_consent_to_one_appointment_is_none_to_another(patient):
    appointment_id = uuid4()
    agree(patient, publish(kind="appointment"), appointment_id=appointment_id)

    assert require_consent(patient, "appointment", appointment_id=appointment_id)
    with pytest.raises(ConsentMissing):
        require_consent(patient, "appointment", appointment_id=uuid4())


def test_text_purpose_and_appointment_have_to_fit(patient):
    with pytest.raises(ConsentInvalid, match="no consent for 'transfer'"):
        give_consent(access=SYSTEM, patient=patient, text=publish(), purpose="transfer")
    with pytest.raises(ConsentInvalid, match="appointment"):
        agree(patient, publish(kind="appointment"))
    with pytest.raises(ConsentInvalid, match="appointment"):
        agree(patient, publish(), appointment_id=uuid4())
