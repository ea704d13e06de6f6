"""How one value is sealed: AES-256-GCM under a versioned header, bound to the place it belongs to.

Stored bytes: version ‖ length of the key id ‖ key id ‖ nonce (12) ‖ ciphertext and tag.
The header and the caller's context are authenticated, so bytes copied elsewhere do not open.
"""

import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from people.errors import UnknownCipher, ValueAltered

KEY_BYTES = 32
NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class Header:
    version: int
    key_id: bytes
    length: int


class Cipher:
    """Seals and opens values. The version byte chooses the algorithm.

    A certified provider (Kuznyechik-MGM, say) is added as version 2 without a change of schema: rows keep
    opening under the version they were sealed with and move when they are re-encrypted.
    """

    VERSION = 1
    _ALGORITHMS = {1: AESGCM}

    def seal(self, plaintext: bytes, *, key: bytes, key_id: bytes, context: bytes) -> bytes:
        header = bytes([self.VERSION, len(key_id)]) + key_id
        nonce = os.urandom(NONCE_BYTES)
        algorithm = self._ALGORITHMS[self.VERSION](key)
        return header + nonce + algorithm.encrypt(nonce, plaintext, header + context)

    def open(self, stored: bytes, *, key: bytes, context: bytes) -> bytes:
        """Return the plaintext, or raise `ValueAltered` / `UnknownCipher`."""
        header = self.read_header(stored)
        nonce_end = header.length + NONCE_BYTES
        algorithm = self._ALGORITHMS[header.version](key)
        try:
            return algorithm.decrypt(
                stored[header.length : nonce_end], stored[nonce_end:], stored[: header.length] + context
            )
        except (InvalidTag, ValueError) as error:
            # ValueError: the nonce or tag is cut short, which is an alteration like any other.
            raise ValueAltered("A sealed value does not open with this key in this place.") from error

    def read_header(self, stored: bytes) -> Header:
        if len(stored) < 2:
            raise ValueAltered("A sealed value is cut short.")
        version, key_id_length = stored[0], stored[1]
        if version not in self._ALGORITHMS:
            raise UnknownCipher(f"No cipher of version {version} in this release.")
        length = 2 + key_id_length
        return Header(version=version, key_id=stored[2:length], length=length)


def derive_key(key: bytes, purpose: str) -> bytes:
    """A 32-byte key for one purpose. Input keys are uniformly random, so HKDF's expand step is enough."""
    return HKDFExpand(algorithm=SHA256(), length=KEY_BYTES, info=purpose.encode()).derive(key)


def join_context(*parts: bytes) -> bytes:
    """Join parts so that no two different lists give the same bytes."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)
