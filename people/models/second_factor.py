"""What a member of staff proves besides the password. Neither seeds nor backup codes are readable in the database,
as django-otp's own tables would have them.
"""

import secrets
import time
from abc import abstractmethod
from binascii import unhexlify
from typing import Any, ClassVar
from uuid import uuid4

from django.db import models, transaction
from django_otp.models import Device, DeviceManager, ThrottlingMixin, TimestampMixin
from django_otp.oath import TOTP

from people.codes import Purpose
from people.fields import EncryptedTextField
from people.keyed_hash import keyed_hash

BACKUP_CODES = 10
#: Without the letters and digits that look alike on paper.
_BACKUP_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_BACKUP_LENGTH = 10


class SecondFactor(ThrottlingMixin, Device):
    """A django-otp device with a UUID key, on which parallel guesses queue."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)

    class Meta:
        abstract = True

    @property
    def persistent_id(self) -> str:
        # django-otp reads the part after the slash with int(); a UUID column accepts that number.
        return f"{self.model_label()}/{self.pk.int}"

    def get_throttle_factor(self) -> int:
        # Seconds of waiting after the first failure; doubles with each one more.
        return 1

    def verify_token(self, token: Any) -> bool:
        with transaction.atomic():
            # Without the lock a hundred guesses at once would all see the count of failures before the first.
            device = type(self).objects.select_for_update().get(pk=self.pk)
            allowed, _ = device.verify_is_allowed()
            if not allowed:
                return False
            accepted: bool = device.accept(str(token))
            if accepted:
                device.throttle_reset()
            else:
                device.throttle_increment()
            return accepted

    @abstractmethod
    def accept(self, token: str) -> bool:
        """Whether the token is right. A right one is used up; the caller holds the row and saves it."""


class Authenticator(TimestampMixin, SecondFactor):
    """A TOTP app (RFC 6238): 6 digits, 30 seconds, one step of tolerance."""

    sealed_for = "user_id"

    objects: ClassVar[models.Manager["Authenticator"]] = DeviceManager()

    #: Hexadecimal, 20 bytes.
    seed = EncryptedTextField()
    #: Steps the phone's clock is ahead of ours.
    drift = models.SmallIntegerField(default=0)
    #: The step of the last accepted code; a code is accepted once.
    last_step = models.BigIntegerField(default=-1)

    def accept(self, token: str) -> bool:
        if not token.isdecimal():
            return False
        totp = TOTP(unhexlify(self._opened_seed()), drift=self.drift)
        # One instant for the whole comparison, in case a step ends meanwhile.
        totp.time = time.time()
        if not totp.verify(int(token), tolerance=1, min_t=self.last_step + 1):
            return False
        self.last_step = totp.t()
        self.drift = totp.drift
        self.set_last_used_timestamp(commit=False)
        return True

    def _opened_seed(self) -> str:
        # Imported late: access writes to the trail, which is a model of this package.
        from people.access import Access, open_one

        access = Access.system("second-factor", purpose=Purpose.SIGN_IN)
        return str(open_one(access, self, "seed").seed)


class BackupCodeSheet(SecondFactor):
    """The sheet of one-time codes for the day the phone is lost. Only keyed hashes are stored."""

    objects: ClassVar[models.Manager["BackupCodeSheet"]] = DeviceManager()

    def renew(self) -> list[str]:
        """Replace all codes. The returned texts exist nowhere else: show them once."""
        codes = [
            "".join(secrets.choice(_BACKUP_ALPHABET) for _ in range(_BACKUP_LENGTH))
            for _ in range(BACKUP_CODES)
        ]
        with transaction.atomic():
            self.codes.all().delete()
            BackupCode.objects.bulk_create(
                BackupCode(sheet=self, digest=self._digest(code)) for code in codes
            )
        return codes

    def accept(self, token: str) -> bool:
        used, _ = self.codes.filter(digest=self._digest(token)).delete()
        return bool(used)

    def _digest(self, code: str) -> bytes:
        typed = code.lower().replace(" ", "").replace("-", "")
        return keyed_hash("backup-code/v1", f"{self.user_id}/{typed}")


class BackupCode(models.Model):
    """One unused backup code."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    sheet = models.ForeignKey(BackupCodeSheet, on_delete=models.CASCADE, related_name="codes")
    digest = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"backup code of {self.sheet_id}"
