"""The master keys (KEK), which live outside the database, and the key of the blind indexes.

`FIELD_KEK_RING` is `id:base64,id:base64`; the first seals, all open. `BLIND_INDEX_KEY` is one base64 key.
Each key is 32 random bytes. `manage.py keys generate` prints one.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from django.conf import settings

from people.cipher import KEY_BYTES
from people.errors import KeyRingError, UnknownKey

#: Keys printed in this repository for development and tests; production refuses them.
#: Base64 of sha256("clinic portal development key …"), so that they are visibly nobody's secret.
EXAMPLE_KEYS = frozenset(sha256(f"clinic portal development key {name}".encode()).digest() for name in "abc")


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Master keys by id; `primary` seals new data keys."""

    primary: str
    keys: Mapping[str, bytes]

    def key(self, key_id: str) -> bytes:
        try:
            return self.keys[key_id]
        except KeyError:
            raise UnknownKey(f"Master key {key_id!r} is not in FIELD_KEK_RING.") from None

    def __repr__(self) -> str:
        return f"<KeyRing {', '.join(self.keys)}>"


def parse_ring(text: str) -> KeyRing:
    """Read `id:base64,id:base64`. Raises KeyRingError for a missing, short or repeated key."""
    keys: dict[str, bytes] = {}
    for entry in filter(None, (part.strip() for part in text.split(","))):
        key_id, _, encoded = entry.partition(":")
        if not key_id or len(key_id.encode()) > 32:
            raise KeyRingError("FIELD_KEK_RING: each entry is `id:key`, with an id of 1 to 32 bytes.")
        if key_id in keys:
            raise KeyRingError(f"FIELD_KEK_RING: the id {key_id!r} appears twice.")
        keys[key_id] = decode_key(encoded, f"FIELD_KEK_RING key {key_id!r}")
    if not keys:
        raise KeyRingError("FIELD_KEK_RING is empty: generate a key with `manage.py keys generate`.")
    if len(set(keys.values())) < len(keys):
        raise KeyRingError("FIELD_KEK_RING holds the same key under two ids.")
    return KeyRing(primary=next(iter(keys)), keys=keys)


def decode_key(encoded: str, name: str) -> bytes:
    try:
        key = base64.b64decode(encoded, validate=True)
    except ValueError as error:  # binascii.Error, or letters that are not ASCII
        raise KeyRingError(f"{name} is not base64.") from error
    if len(key) != KEY_BYTES:
        raise KeyRingError(f"{name} has {len(key)} bytes, not {KEY_BYTES}.")
    if len(set(key)) < 8:
        raise KeyRingError(f"{name} is not random.")
    return key


def key_ring() -> KeyRing:
    return _parsed_ring(settings.FIELD_KEK_RING)


def blind_index_key() -> bytes:
    return _decoded_index_key(settings.BLIND_INDEX_KEY)


# Keyed by the setting's text, so that a changed setting (tests, reload) is read anew.
@lru_cache(maxsize=4)
def _parsed_ring(text: str) -> KeyRing:
    return parse_ring(text)


@lru_cache(maxsize=4)
def _decoded_index_key(text: str) -> bytes:
    return decode_key(text, "BLIND_INDEX_KEY")
