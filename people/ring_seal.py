"""Sealing with the master keys themselves: data keys, and what waits in a session until it has an owner."""

import base64

from people.cipher import Cipher, derive_key
from people.errors import ValueAltered
from people.key_ring import key_ring

_cipher = Cipher()


def seal(plaintext: bytes, *, purpose: str, context: bytes = b"") -> bytes:
    """Seal with the primary master key. The purpose names the derived key, the context the place."""
    ring = key_ring()
    key = derive_key(ring.key(ring.primary), purpose)
    return _cipher.seal(plaintext, key=key, key_id=ring.primary.encode(), context=context)


def unseal(stored: bytes, *, purpose: str, context: bytes = b"") -> bytes:
    """Raises ValueAltered or UnknownKey."""
    key = derive_key(key_ring().key(key_id(stored)), purpose)
    return _cipher.open(stored, key=key, context=context)


def key_id(stored: bytes) -> str:
    """Which master key sealed this."""
    return _cipher.read_header(stored).key_id.decode()


def seal_for_session(text: str) -> str:
    """A phone number or seed on its way through a session, which is stored in clear."""
    return base64.b64encode(seal(text.encode(), purpose="session/v1")).decode()


def unseal_from_session(sealed: str) -> str:
    try:
        stored = base64.b64decode(sealed, validate=True)
    except ValueError as error:
        raise ValueAltered("What the session holds is not a sealed value.") from error
    return unseal(stored, purpose="session/v1").decode()
