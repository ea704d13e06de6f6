"""Offers: what `find_times` lists, and the only thing that can be held. Tokens are signed, not encrypted.

A token only names a time. Whoever holds it asks `find_times` again, so a token is never worth more than the
schedule is, and one with an altered price or hour does not open at all.
"""

import base64
import hmac
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from django.conf import settings

from booking.clinic import HoursSpan
from booking.codes import Audience, Modality, VisitType
from booking.errors import OfferInvalid
from booking.timeline import moment_of


class Unit(NamedTuple):
    """A room or an apparatus that would do, with the starts (bits from the way's first minute) it is free for."""

    id: UUID
    starts: int


class Way(NamedTuple):
    """What many offers have in common: one doctor, one visit type, one choice of rooms."""

    service_id: UUID
    practitioner_id: UUID
    location_id: UUID
    duration: int
    modality: str
    visit_type: str
    price: Decimal | None
    currency: str
    audience: str
    visit_type_chosen: bool
    override: bool
    seats_left: int | None
    rooms: Sequence[Unit]
    equipment: Sequence[Sequence[Unit]]
    first_minute: int
    sources: tuple[HoursSpan, ...]
    session_id: UUID | None = None


class Offer:
    """One bookable time. `start` and `end` are UTC, the patient's own; buffers are not told.

    A month of a busy speciality is thousands of these, of which a page prints a few: so an offer is a minute and
    the way to have it, and works the rest out when asked.
    """

    __slots__ = ("minute", "way")

    def __init__(self, way: Way, minute: int) -> None:
        self.way, self.minute = way, minute

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Offer) and self.key == other.key

    def __hash__(self) -> int:
        return hash((self.minute, self.practitioner_id, self.service_id))

    def __repr__(self) -> str:
        return f"<Offer {self.start.isoformat()} {self.modality} {self.visit_type} of {self.practitioner_id}>"

    @property
    def start(self) -> datetime:
        return moment_of(self.minute)

    @property
    def end(self) -> datetime:
        return moment_of(self.minute + self.way.duration)

    @property
    def duration_minutes(self) -> int:
        return self.way.duration

    @property
    def service_id(self) -> UUID:
        return self.way.service_id

    @property
    def practitioner_id(self) -> UUID:
        return self.way.practitioner_id

    @property
    def location_id(self) -> UUID:
        return self.way.location_id

    @property
    def modality(self) -> str:
        return self.way.modality

    @property
    def visit_type(self) -> str:
        return self.way.visit_type

    @property
    def price(self) -> Decimal | None:
        return self.way.price

    @property
    def currency(self) -> str:
        return self.way.currency

    @property
    def audience(self) -> str:
        return self.way.audience

    @property
    def override(self) -> bool:
        return self.way.override

    @property
    def session_id(self) -> UUID | None:
        """The group session that the offer joins, None where it would begin one or is for one patient."""
        return self.way.session_id

    @property
    def seats_left(self) -> int | None:
        return self.way.seats_left

    @property
    def room_id(self) -> UUID | None:
        return self._free(self.way.rooms) if self.way.rooms else None

    @property
    def equipment_ids(self) -> tuple[UUID, ...]:
        return tuple(self._free(units) for units in self.way.equipment)

    @property
    def as_of(self) -> datetime | None:
        """How old the information system's word is; None where the portal owns the hours."""
        return self._source.as_of if self._source else None

    @property
    def booking_token(self) -> str:
        return self._source.booking_token if self._source else ""

    @property
    def _source(self) -> HoursSpan | None:
        return next((span for span in self.way.sources if span.start <= self.minute < span.end), None)

    def _free(self, units: Sequence[Unit]) -> UUID:
        at = self.minute - self.way.first_minute
        return next(unit.id for unit in units if unit.starts >> at & 1)

    @property
    def key(self) -> "OfferKey":
        way = self.way
        return OfferKey(
            service_id=way.service_id,
            practitioner_id=way.practitioner_id,
            location_id=way.location_id,
            start_minute=self.minute,
            duration_minutes=way.duration,
            price=way.price,
            currency=way.currency,
            modality=way.modality,
            visit_type=way.visit_type,
            audience=way.audience,
            visit_type_chosen=way.visit_type_chosen,
            override=way.override,
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
