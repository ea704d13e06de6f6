"""What can go wrong with people's data, named.

PeopleError
 ├─ SealedValueError
 │   ├─ CannotOpen            a stored value does not open: never answered with the raw bytes or an empty string
 │   │   ├─ ValueAltered      changed bytes, another row, column, patient or table, or the wrong key
 │   │   ├─ UnknownKey        the key named by the value is not in the ring or the table
 │   │   ├─ KeyDestroyed      the patient's key was destroyed on purpose
 │   │   └─ UnknownCipher     sealed by an algorithm this release does not know
 │   └─ PlaintextRefused      a readable value was about to reach the database
 ├─ KeyRingError              the key ring in the settings cannot be used
 ├─ AccessNotRecorded         the access event could not be written, so nothing was opened
 ├─ ConsentMissing, ConsentTextMissing, ConsentInvalid
 ├─ TooManyCodes, CodeNotSent
 └─ IdentifierTaken
"""

from django.core.exceptions import FieldError


class PeopleError(Exception):
    """Anything this room refuses."""


class SealedValueError(PeopleError):
    """A sealed value was used in a way that it does not allow."""


class CannotOpen(SealedValueError):
    """A stored value does not open."""


class ValueAltered(CannotOpen):
    """The bytes, the place or the key are not those the value was sealed with."""


class UnknownKey(CannotOpen):
    """The value names a key that is not there."""


class KeyDestroyed(CannotOpen):
    """The subject's key was destroyed; the value is gone for good, in every backup too."""


class UnknownCipher(CannotOpen):
    """The version byte names no algorithm of this release."""


class PlaintextRefused(SealedValueError, TypeError):
    """A value was on its way to an encrypted column without having been sealed."""


class EncryptedLookupRefused(SealedValueError, FieldError):
    """A query compares an encrypted column; equal values have different ciphertexts, so it would find nothing."""


class KeyRingError(PeopleError):
    """Keys in the settings are missing, short, repeated or an example."""


class AccessNotRecorded(PeopleError):
    """The access event could not be written, so nothing was opened."""


class ConsentMissing(PeopleError):
    """There is no valid consent for this purpose at this moment."""


class ConsentTextMissing(PeopleError):
    """No text of this kind is in force in this language."""


class ConsentInvalid(PeopleError):
    """The consent cannot be given or withdrawn as asked."""


class IdentifierTaken(PeopleError):
    """Another patient already has this identifier."""


class TooManyCodes(PeopleError):
    """Codes were asked for too often; the argument says by whom: address, number, range or site."""


class CodeNotSent(PeopleError):
    """The gateway did not take the message. Nothing is repeated: it may have been taken after all."""
