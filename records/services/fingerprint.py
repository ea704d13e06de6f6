"""Keyed fingerprints of what another system said.

Keyed, because the plain hash of a short result could be found by trying all results.
"""

import hmac
import json
from typing import Any

from people.cipher import derive_key
from people.key_ring import blind_index_key
from records.received import canonical


def fingerprint(received: Any) -> bytes:
    """Equal for equal content. Takes a dataclass of `records.received`, or one like them."""
    return _digest(canonical(received))


def content_fingerprint(content: Any) -> bytes:
    """Equal for equal JSON values: the name of what came without one."""
    return _digest(json.dumps(content, sort_keys=True, default=str).encode())


def _digest(content: bytes) -> bytes:
    key = derive_key(blind_index_key(), "received/v1/records_externalrecord.fingerprint")
    return hmac.digest(key, content, "sha256")
