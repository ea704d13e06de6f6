"""Offers: what `find_times` lists, and the only thing that can be held. Tokens are signed, not encrypted.

A token only names a time. Whoever holds it asks `find_times` again, so a token is never worth more than the
schedule is, and one with an altered price or hour does not open at all.
"""

import base64
import hmac
import struct
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from django.conf import settings

from booking.codes import Audience, Modality, VisitType
from booking.errors import OfferInvalid
from booking.timeline import minute_of, moment_of


class Offer(NamedTuple):
    """One bookable time. `start` and `end` are UTC, the patient's own; buffers are not told.

    `as_of` says how old the information system's word is, None where the portal owns the hours.
    """

    start: datetime
    end: datetime
    service_id: UUID
    practitioner_id: UUID
    location_id: UUID
    room_id: UUID | None
    equipment_ids: tuple[UUID, ...]
    modality: str
    visit_type: str
    price: Decimal | None
    currency: str
    audience: str = Audience.PATIENT
    #: The visit type was chosen by staff, not worked out from history.
    visit_type_chosen: bool = False
    override: bool = False
    session_id: UUID | None = None
    seats_left: int | None = None
    as_of: datetime | None = None
    booking_token: str = ""

    @property
    def duration_minutes(self) -> int:
        return int((self.end - self.start).total_seconds() // 60)

    @property
    def key(self) -> "OfferKey":
        return OfferKey(
            service_id=self.service_id,
            practitioner_id=self.practitioner_id,
            location_id=self.location_id,
            start_minute=minute_of(self.start),
            duration_minutes=self.duration_minutes,
            price=self.price,
            currency=self.currency,
            modality=self.modality,
            visit_type=self.visit_type,
            audience=self.audience,
            visit_type_chosen=self.visit_type_chosen,
            override=self.override,
        )

    @property
    def token(self) -> str:
        return self.key.signed()


@dataclass(frozen=True, slots=True)
class OfferKey:
    """What a token names: enough to find the same offer again, and to notice that its terms changed."""

    service_id: UUID
    practitioner_id: UUID
    location_id: UUID
    start_minute: int
    duration_minutes: int
    price: Decimal | None
    currency: str
    modality: str
    visit_type: str
    audience: str
    visit_type_chosen: bool
    override: bool

    @property
    def start(self) -> datetime:
        return moment_of(self.start_minute)

    def signed(self) -> str:
        body = _LAYOUT.pack(
            _VERSION,
            self.service_id.bytes,
            self.practitioner_id.bytes,
            self.location_id.bytes,
            self.start_minute,
            self.duration_minutes,
            -1 if self.price is None else int(self.price * 100),
            self.currency.encode(),
            sum(bit for bit, is_set in zip(_FLAGS, self._flags(), strict=True) if is_set),
        )
        return base64.urlsafe_b64encode(body + _signature(body, settings.SECRET_KEY)).decode().rstrip("=")

    @classmethod
    def read(cls, token: str) -> "OfferKey":
        """Raises OfferInvalid for what this portal has not signed."""
        body = _verified(token)
        (_, service, practitioner, location, start, duration, price, currency, flags) = _LAYOUT.unpack(body)
        virtual, repeat, staff, chosen, override = (bool(flags & bit) for bit in _FLAGS)
        return cls(
            service_id=UUID(bytes=service),
            practitioner_id=UUID(bytes=practitioner),
            location_id=UUID(bytes=location),
            start_minute=start,
            duration_minutes=duration,
            price=None if price < 0 else Decimal(price) / 100,
            currency=currency.decode(),
            modality=Modality.VIRTUAL if virtual else Modality.IN_PERSON,
            visit_type=VisitType.REPEAT if repeat else VisitType.FIRST,
            audience=Audience.STAFF if staff else Audience.PATIENT,
            visit_type_chosen=chosen,
            override=override,
        )

    def _flags(self) -> tuple[bool, bool, bool, bool, bool]:
        return (
            self.modality == Modality.VIRTUAL,
            self.visit_type == VisitType.REPEAT,
            self.audience == Audience.STAFF,
            self.visit_type_chosen,
            self.override,
        )


_VERSION = 1
#: version, service, practitioner, location, start minute, duration, price in hundredths, currency, flags
_LAYOUT = struct.Struct(">B16s16s16sIHq3sB")
_FLAGS = (1, 2, 4, 8, 16)
_SIGNATURE_LENGTH = 16


def _verified(token: str) -> bytes:
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (ValueError, TypeError) as error:
        raise OfferInvalid from error
    body, signature = raw[:-_SIGNATURE_LENGTH], raw[-_SIGNATURE_LENGTH:]
    if len(body) != _LAYOUT.size or body[0] != _VERSION:
        raise OfferInvalid
    secrets = [str(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    if not any(hmac.compare_digest(signature, _signature(body, secret)) for secret in secrets):
        raise OfferInvalid
    return body


def _signature(body: bytes, secret: str) -> bytes:
    return hmac.digest(_key(secret), body, "sha256")[:_SIGNATURE_LENGTH]


@lru_cache(maxsize=8)
def _key(secret: str) -> bytes:
    """A key of this purpose only, so that no other signature of the portal passes for an offer."""
    return sha256(b"booking.offer/1\0" + secret.encode()).digest()
