"""The second factor of staff: enrolment, backup codes, loss; and how two-factor-auth's wizard meets our devices."""

from base64 import b32encode
from binascii import unhexlify
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from two_factor.plugins.registry import MethodBase, registry
from two_factor.utils import get_otpauth_url

from people import audit, sessions
from people.access import Access
from people.models import Authenticator, BackupCode, BackupCodeSheet, User


class AuthenticatorMethod(MethodBase):
    """Takes the place of two-factor-auth's token generator, whose device keeps its seed in clear."""

    code = "generator"
    verbose_name = _("Authenticator app")

    def get_devices(self, user: User | AnonymousUser) -> "models.QuerySet[Authenticator]":
        return Authenticator.objects.filter(user_id=user.pk)

    def recognize_device(self, device: models.Model) -> bool:
        return isinstance(device, Authenticator | BackupCodeSheet)

    def get_setup_forms(self, wizard: Any) -> dict[str, Any]:
        # Imported late: the form imports two-factor-auth's models, and this module is read while apps load.
        from people.staff_forms import AuthenticatorForm

        return {self.code: AuthenticatorForm}

    def get_token_form_class(self) -> type[Any]:
        from people.staff_forms import AppCodeForm

        return AppCodeForm


def register() -> None:
    """Called when the apps are ready."""
    registry.unregister(AuthenticatorMethod.code)
    registry.register(AuthenticatorMethod())


def provisioning_uri(user: User, seed: str) -> str:
    """The `otpauth://` address an authenticator app reads from a QR code. The seed is hexadecimal."""
    secret = b32encode(unhexlify(seed)).decode()
    return str(get_otpauth_url(user.get_username(), secret, settings.WAGTAIL_SITE_NAME))


@transaction.atomic
def enrol(user: User, seed: str, *, access: Access, drift: int = 0) -> Authenticator:
    """Give the account an authenticator with this seed (hexadecimal), in place of any it had."""
    Authenticator.objects.filter(user=user).delete()
    device = Authenticator.objects.create(user=user, name="default", seed=seed, drift=drift)
    audit.record(access, "second-factor.enrolled", user)
    return device


@transaction.atomic
def reset(user: User, *, access: Access) -> None:
    """Take the second factor away after a loss: the next sign-in leads to enrolment. All sessions end."""
    Authenticator.objects.filter(user=user).delete()
    BackupCodeSheet.objects.filter(user=user).delete()
    sessions.end_all(user)
    audit.record(access, "second-factor.reset", user)


@transaction.atomic
def renew_backup_codes(user: User, *, access: Access) -> list[str]:
    """Replace the account's backup codes. What is returned can be shown only now."""
    sheet, _created = BackupCodeSheet.objects.get_or_create(user=user, defaults={"name": "backup"})
    audit.record(access, "second-factor.codes-renewed", user)
    return sheet.renew()


def backup_codes_left(user: User) -> int:
    return BackupCode.objects.filter(sheet__user=user).count()
