"""The ready-made authenticator of the demonstration, for visitors without one of their own."""

import base64
import time
from binascii import unhexlify
from urllib.parse import quote, urlencode

from django_otp.oath import TOTP

from demo.loading.people import READY_ACCOUNT, READY_SEED

ISSUER = "Cedar & Clover demo"


def enrolment_address() -> str:
    """The otpauth address that authenticator apps read (Google's Key URI format)."""
    secret = base64.b32encode(unhexlify(READY_SEED)).decode().rstrip("=")
    label = quote(f"{ISSUER}:{READY_ACCOUNT}")
    return f"otpauth://totp/{label}?" + urlencode(
        {"secret": secret, "issuer": ISSUER, "digits": 6, "period": 30}
    )


def secret_to_type() -> str:
    """The same seed in groups of four, for typing."""
    secret = base64.b32encode(unhexlify(READY_SEED)).decode().rstrip("=")
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def code_now() -> str:
    """Six digits, good for some thirty seconds and for one sign-in."""
    totp = TOTP(unhexlify(READY_SEED))
    totp.time = time.time()
    return f"{totp.token():06}"
