"""Second factors given without the wizard."""

from base64 import b32encode
from binascii import unhexlify
from dataclasses import dataclass
from datetime import datetime

from django_otp.oath import TOTP
from django_otp.util import random_hex

from people import second_factor
from people.access import Access
from people.codes import Purpose
from people.models import User


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a person puts into an authenticator app, and the code it should show at the given time."""

    uri: str
    secret: str
    code: str


def enrol_totp(user: User, *, now: datetime, seed: str | None = None) -> Enrolment:
    """Give a member of staff a second factor without the wizard: for a new server and the demonstration.

    `seed` is 20 bytes in hexadecimal, random by default. `secret` is what apps ask for when they cannot scan.
    """
    chosen = seed or random_hex(20)
    access = Access.system("staff", purpose=Purpose.ADMINISTRATION)
    second_factor.enrol(user, chosen, access=access)
    totp = TOTP(unhexlify(chosen))
    totp.time = now.timestamp()
    return Enrolment(
        uri=second_factor.provisioning_uri(user, chosen),
        secret=b32encode(unhexlify(chosen)).decode(),
        code=f"{totp.token():06}",
    )
