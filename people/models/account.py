from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models

from people import normalise
from people.fields import BlindIndexField, EncryptedTextField


class User(AbstractUser):
    """An account. Staff have a name, a password and a second factor; patients only a verified phone."""

    sealed_for = "id"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    phone = EncryptedTextField(null=True)
    phone_index = BlindIndexField(source="phone", normalise=normalise.phone, unique=True)
    phone_verified_at = models.DateTimeField(null=True, blank=True, editable=False)
    preferred_language = models.CharField(max_length=8, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)

    objects: ClassVar[UserManager["User"]] = UserManager()
