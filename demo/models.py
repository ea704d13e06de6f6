"""What the demonstration remembers: what was sent to whom, and what was loaded when."""

import re
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

#: The last line of a code message binds the code to a host (see people.code_message): `@localhost #123456`.
BOUND_CODE = re.compile(r"^@\S+ #(\d+)$", re.MULTILINE)


class MessageChannel(models.TextChoices):
    SMS = "sms", _("SMS")
    EMAIL = "email", _("E-mail")


class SentMessage(models.Model):
    """A message that a real clinic would have handed to a provider. Readable here, because nobody here is real."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    channel = models.CharField(max_length=8, choices=MessageChannel.choices)
    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    html = models.TextField(blank=True)
    #: The visit as an iCalendar file, empty for a message without one.
    calendar = models.TextField(blank=True)
    #: A second sending with the same key is the same message.
    key = models.CharField(max_length=200, unique=True)
    sent_at = models.DateTimeField()

    objects: ClassVar[models.Manager["SentMessage"]] = models.Manager()

    class Meta:
        ordering = ["-sent_at"]
        indexes = [models.Index(fields=["to", "-sent_at"], name="demo_message_to")]

    def __str__(self) -> str:
        return f"{self.channel} {self.sent_at:%Y-%m-%d %H:%M}"

    @property
    def code(self) -> str:
        """The sign-in code of a code message, empty for any other."""
        found = BOUND_CODE.search(self.text)
        return found[1] if found else ""


class LoadedClinic(models.Model):
    """Which version of the clinic is in this database. One row."""

    #: SHA-256 of content files and loading code.
    version = models.CharField(max_length=64)
    #: The day from which "in twelve days" was counted.
    anchor = models.DateField()
    #: The last day that has its invented visits.
    visits_until = models.DateField()

    objects: ClassVar[models.Manager["LoadedClinic"]] = models.Manager()

    def __str__(self) -> str:
        return f"{self.version[:12]} {self.anchor:%Y-%m-%d}"
