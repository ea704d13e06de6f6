"""An SMS gateway that keeps what it was given; `misfortune` makes it fail."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SentSms:
    to: str
    text: str
    purpose: str
    idempotency_key: str


class SmsBox:
    def __init__(self):
        self.sent: list[SentSms] = []
        self.misfortune: Exception | None = None
        #: Whether the message leaves all the same.
        self.sends_first = False

    def clear(self):
        self.__init__()


sms_box = SmsBox()


class RecordingGateway:
    def send(self, to, text, *, purpose, idempotency_key):
        if sms_box.misfortune is None or sms_box.sends_first:
            sms_box.sent.append(SentSms(to, text, purpose, idempotency_key))
        if sms_box.misfortune is not None:
            raise sms_box.misfortune
        return f"sms-{len(sms_box.sent)}"


def patient_url(language, name):
    return f"/{language}/cabinet/{name.partition(':')[2]}/"
