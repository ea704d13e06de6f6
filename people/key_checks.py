"""What is wrong with the keys in the settings. A portal with unsafe keys does not start."""

import base64
from contextlib import suppress
from hashlib import sha256

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from people.errors import KeyRingError
from people.key_ring import EXAMPLE_KEYS, decode_key, parse_ring


def refuse_unsafe_keys() -> None:
    """Raise ImproperlyConfigured, naming everything that has to change."""
    if problems := key_problems():
        raise ImproperlyConfigured(" ".join(problems))


def key_problems() -> list[str]:
    problems: list[str] = []
    keys: dict[str, bytes] = {}
    try:
        ring = parse_ring(settings.FIELD_KEK_RING)
        keys.update({f"FIELD_KEK_RING key {key_id!r}": key for key_id, key in ring.keys.items()})
    except KeyRingError as error:
        problems.append(str(error))
    try:
        index_key = decode_key(settings.BLIND_INDEX_KEY, "BLIND_INDEX_KEY")
        if index_key in keys.values():
            problems.append("BLIND_INDEX_KEY repeats a key of FIELD_KEK_RING.")
        keys["BLIND_INDEX_KEY"] = index_key
    except KeyRingError as error:
        problems.append(str(error))
    for name, key in keys.items():
        if key in _keys_of_secret():
            problems.append(f"{name} is made of SECRET_KEY.")
        if key in EXAMPLE_KEYS and not settings.EXAMPLE_KEYS_ALLOWED:
            problems.append(f"{name} is an example printed in the repository.")
    return problems


def _keys_of_secret() -> set[bytes]:
    """The ways people turn SECRET_KEY into 32 bytes."""
    secret = settings.SECRET_KEY.encode()
    found = {secret, secret[:32], sha256(secret).digest()}
    with suppress(ValueError):
        found.add(base64.b64decode(secret, validate=True))
    return found
