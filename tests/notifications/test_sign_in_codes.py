import pytest

from notifications import sign_in_codes
from notifications.ports import OutcomeUnknown
from outbox.errors import Unavailable
from people.errors import CodeNotSent


def test_code_is_sent_at_once_and_kept_nowhere(sms):
    sign_in_codes.send("+79000000001", "123456", "en", host="clinic.example")

    (message,) = sms.sent
    assert (message.to, message.purpose) == ("+79000000001", "sign-in")
    assert message.text.endswith("@clinic.example #123456")


def test_code_that_was_not_taken_is_said_so(sms):
    sms.misfortune = Unavailable("connection refused")

    with pytest.raises(CodeNotSent):
        sign_in_codes.send("+79000000001", "123456", "en", host="clinic.example")


def test_code_of_unknown_fate_counts_as_sent(sms):
    sms.misfortune, sms.sends_first = OutcomeUnknown(), True

    sign_in_codes.send("+79000000001", "123456", "en", host="clinic.example")

    assert len(sms.sent) == 1


def test_clinic_without_gateway_says_so(settings):
    settings.NOTIFICATION_CHANNELS = {}

    with pytest.raises(CodeNotSent):
        sign_in_codes.send("+79000000001", "123456", "en", host="clinic.example")
