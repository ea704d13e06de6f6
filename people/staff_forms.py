"""The forms of the staff sign-in that differ from two-factor-auth's: in words, and in where the seed goes."""

from django import forms
from django.utils.translation import gettext_lazy as _
from two_factor.forms import AuthenticationTokenForm, BackupTokenForm, TOTPDeviceForm

from people import second_factor
from people.access import Access, role_of
from people.codes import Purpose
from people.models import Authenticator


def _code_input() -> forms.TextInput:
    # Text, not number: a code may begin with zero.
    return forms.TextInput(
        {"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True, "maxlength": 6}
    )


_REFUSALS = {
    **AuthenticationTokenForm.otp_error_messages,
    "token_required": _("Enter the code."),
    "invalid_token": _("This is not the code. Each code works once."),
    "n_failed_attempts": _("The code was wrong several times. Wait a little and try again."),
}


class AppCodeForm(AuthenticationTokenForm):
    otp_error_messages = _REFUSALS
    otp_token = forms.RegexField(
        r"^[0-9]{6}$",
        label=_("Code from the app"),
        widget=_code_input(),
        error_messages={"required": _("Enter the code."), "invalid": _("The code has six digits.")},
    )


class BackupCodeForm(BackupTokenForm):
    otp_error_messages = _REFUSALS
    otp_token = forms.CharField(label=_("Backup code"), max_length=20)


class AuthenticatorForm(TOTPDeviceForm):
    """Proves that the app shows our codes, then stores the seed sealed instead of in clear."""

    error_messages = {
        "invalid_token": _("This is not the code the app should show. Is the phone's clock right?")
    }
    token = forms.IntegerField(label=_("Code from the app"), widget=_code_input())

    def save(self) -> Authenticator:
        access = Access(actor=self.user, role=role_of(self.user), purpose=Purpose.SIGN_IN, channel="staff")
        return second_factor.enrol(self.user, self.key, drift=self.drift, access=access)
