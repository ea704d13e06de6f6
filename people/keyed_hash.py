"""Fingerprints that nobody without the key can compute or guess back from a small set of values."""

import hmac

from people.cipher import derive_key
from people.key_ring import blind_index_key


def keyed_hash(purpose: str, value: str) -> bytes:
    """32 bytes, with its own key for each purpose, so that fingerprints of two columns never match."""
    return hmac.digest(derive_key(blind_index_key(), purpose), value.encode(), "sha256")
