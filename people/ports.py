"""What this room needs of rooms above it. `settings.PORTS` names the implementation by dotted path."""

from typing import Protocol

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string


class CodeSender(Protocol):
    def __call__(self, phone: str, code: str, language: str, *, host: str) -> None:
        """Send a sign-in code by SMS, now and once.

        `phone` is E.164. The text is `people.code_message.code_message(code, language, host)`. Never repeated
        automatically: the gateway may have taken the first try. Raises CodeNotSent.
        """


class PatientHome(Protocol):
    def __call__(self, request: HttpRequest) -> str:
        """The address a signed-in patient comes home to, in the request's language."""


def code_sender() -> CodeSender:
    sender: CodeSender = import_string(settings.PORTS["people.CodeSender"])
    return sender


def patient_home() -> PatientHome:
    home: PatientHome = import_string(settings.PORTS["people.PatientHome"])
    return home
