"""A keyed fingerprint of what another system said."""

import hmac

from people.cipher import derive_key
from people.key_ring import blind_index_key
from records.received import ReceivedRecord, canonical


def fingerprint(record: ReceivedRecord) -> bytes:
    """Equal for equal content. Keyed, because a plain hash of a short result could be found by trying all
    results.
    """
    key = derive_key(blind_index_key(), "received/v1/records_externalrecord.fingerprint")
    return hmac.digest(key, canonical(record), "sha256")
