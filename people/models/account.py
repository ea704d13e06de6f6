from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.utils.crypto import salted_hmac

from people import normalise
from people.fields import BlindIndexField, EncryptedTextField


class UserManager(DjangoUserManager["User"]):
    def create_user(
        self, username: str, email: str | None = None, password: str | None = None, **fields: Any
    ) -> "User":
        # Django's own default is False, which here would let an account without a second factor in.
        fields.setdefault("is_staff", True)
        return super().create_user(username, email, password, **fields)

    def create_for_phone(self, phone: str, *, verified_at: datetime, preferred_language: str) -> "User":
        """An account that signs in with codes sent to this number, and has no password."""
        user = self.model(
            username=uuid4().hex,
            is_staff=False,
            phone=phone,
            phone_verified_at=verified_at,
            preferred_language=preferred_language,
        )
        user.set_unusable_password()
        user.save(using=self._db)
        return user


class User(AbstractUser):
    """An account. Staff have a name, a password and a second factor; patients only a verified phone.

    Whatever was not opened by a phone code is staff and held to the second factor, so no form or command that
    creates accounts can forget to say so.
    """

    sealed_for = "id"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    is_staff = models.BooleanField(default=True, editable=False)
    phone = EncryptedTextField(null=True)
    phone_index = BlindIndexField(source="phone", normalise=normalise.phone, unique=True)
    phone_verified_at = models.DateTimeField(null=True, blank=True, editable=False)
    #: Part of what every session proves: one more ends them all.
    session_epoch = models.PositiveIntegerField(default=0, editable=False)
    preferred_language = models.CharField(
        max_length=8, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )

    #: Set by django-otp's middleware on the user of a request.
    is_verified: Callable[[], bool]

    objects: ClassVar[UserManager] = UserManager()

    class Meta(AbstractUser.Meta):
        constraints = [
            # A code sent by SMS must never open a staff account.
            models.CheckConstraint(
                condition=models.Q(phone_index__isnull=True) | models.Q(is_staff=False, is_superuser=False),
                name="staff_do_not_sign_in_by_phone",
            )
        ]

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Django's own covers the password only, and a patient has none to change.
        proof = f"{self.password}/{self.session_epoch}"
        return salted_hmac("people.User.session", proof, secret=secret, algorithm="sha256").hexdigest()
