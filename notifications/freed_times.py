"""A time that has become free is told to whom it is kept for. It is no visit yet, so nothing is planned: what the outbox
delivers is sent, once by each channel, or is over.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from babel.dates import format_date, format_time
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from booking.codes import WaitlistOfferStatus
from booking.models import WaitlistOffer
from notifications.codes import Channel
from notifications.ports import Mail, OutcomeUnknown, mailer, patient_url, sms_gateway
from notifications.services import contact_of
from outbox import Message, subscriber
from people.models import RelatedPerson

KIND = "time-offered"


@subscriber(system=f"channel:{Channel.SMS}")
def tell_by_sms(message: Message) -> None:
    _tell(message, Channel.SMS)


@subscriber(system=f"channel:{Channel.EMAIL}")
def tell_by_email(message: Message) -> None:
    _tell(message, Channel.EMAIL)


def _tell(message: Message, channel: Channel) -> None:
    if channel not in settings.NOTIFICATION_CHANNELS:
        return
    now = timezone.now()
    offer = _kept(UUID(message.subject), now)
    if offer is None:
        return
    patient = offer.entry.patient
    carer = RelatedPerson.objects.valid(now).filter(patient=patient).select_related("user").first()
    address = contact_of(patient, carer.user if carer else None, channel=channel)
    if not address:
        return
    letter = _Letter(offer, patient.preferred_language)
    # A second message about the same time would only alarm: what may have arrived is not sent again.
    with suppress(OutcomeUnknown):
        if channel == Channel.SMS:
            sms_gateway().send(address, letter.render("sms"), purpose=KIND, idempotency_key=str(offer.pk))
        else:
            mailer().send(letter.mail(address), idempotency_key=str(offer.pk))


def _kept(offer_id: UUID, now: datetime) -> WaitlistOffer | None:
    open_offers = WaitlistOffer.objects.filter(status=WaitlistOfferStatus.OFFERED, expires_at__gt=now)
    return open_offers.select_related("entry__patient__user", "location").filter(pk=offer_id).first()


@dataclass(frozen=True, slots=True)
class _Letter:
    """By the branch's clocks. No name and nothing medical: anyone may read a lock screen."""

    offer: WaitlistOffer
    language: str

    def render(self, part: str) -> str:
        with translation.override(self.language):
            return " ".join(render_to_string(f"messages/{KIND}/{part}.txt", self.context()).split())

    def mail(self, to: str) -> Mail:
        subject = self.render("subject")
        with translation.override(self.language):
            around = {**self.context(), "subject": subject, "paragraphs": [self.render("text")]}
            return Mail(
                to=to,
                subject=subject,
                text=render_to_string("messages/mail.txt", around),
                html=render_to_string("messages/mail.html", around),
            )

    def context(self) -> dict[str, Any]:
        location, zone = self.offer.location, self.offer.location.zone
        start = self.offer.start.astimezone(zone)
        return {
            "language": self.language,
            "day": format_date(start, "EEEE, d MMMM", locale=self.language),
            "time": format_time(start, "HH:mm", locale=self.language),
            "until": format_time(self.offer.expires_at.astimezone(zone), "HH:mm", locale=self.language),
            "branch": location.name,
            "address": location.address,
            "phone": location.phone,
            "url": patient_url(self.language, "cabinet:waiting"),
        }
