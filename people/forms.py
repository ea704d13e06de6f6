"""What the sign-in pages ask."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.codes import Gender
from people.date_in_parts import DateInPartsField
from people.phones import mobile_number
from people.sign_in import PhoneSignIn

CODE_DIGITS = 6
_OLDEST_YEARS = 130


class PhoneForm(forms.Form):
    phone = forms.CharField(
        label=_("Mobile phone"),
        help_text=_("We will send a code by SMS. It is also how a new account is opened."),
        max_length=40,
        error_messages={"required": _("Enter your mobile phone number.")},
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )

    def clean_phone(self) -> str:
        return mobile_number(self.cleaned_data["phone"])


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code from the SMS"),
        max_length=20,
        error_messages={"required": _("Enter the code from the SMS.")},
        # Text, not number: a code may begin with zero, and one field is what phones fill in.
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "pattern": "[0-9 ]*",
                "autofocus": True,
            }
        ),
    )

    def __init__(self, *args: Any, sign_in: PhoneSignIn, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sign_in = sign_in

    def clean_code(self) -> str:
        code = "".join(character for character in self.cleaned_data["code"] if character.isdigit())
        if len(code) != CODE_DIGITS:
            # Not a guess, so it does not use up an attempt.
            raise ValidationError(_("The code has six digits."), code="malformed")
        if not self.sign_in.accepts(code):
            raise ValidationError(_("This is not the code. Check the latest SMS."), code="incorrect_code")
        return code


class PersonForm(forms.Form):
    """Who the account belongs to: the least a clinic needs to expect somebody."""

    family = forms.CharField(
        label=_("Family name"),
        max_length=100,
        error_messages={"required": _("Enter the family name.")},
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    given = forms.CharField(
        label=_("Given name"),
        max_length=100,
        error_messages={"required": _("Enter the given name.")},
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    patronymic = forms.CharField(
        label=_("Patronymic"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "additional-name"}),
    )
    birth_date = DateInPartsField(
        label=_("Date of birth"), help_text=_("For example, 27 3 1985"), autocomplete="bday"
    )
    gender = forms.ChoiceField(
        label=_("Sex in your documents"),
        choices=[(Gender.FEMALE, Gender.FEMALE.label), (Gender.MALE, Gender.MALE.label)],
        error_messages={"required": _("Choose the sex in your documents.")},
        widget=forms.RadioSelect,
    )
    consent = forms.BooleanField(
        label=_("I agree to the processing of my personal data"),
        error_messages={"required": _("Without this agreement we may not keep your data or book a visit.")},
    )

    def clean_birth_date(self) -> date:
        born: date = self.cleaned_data["birth_date"]
        today = timezone.localdate()
        if born > today:
            raise ValidationError(_("The date of birth is in the future."))
        if born.year < today.year - _OLDEST_YEARS:
            raise ValidationError(_("Check the year of birth."))
        return born

    def clean_family(self) -> str:
        return _name(self.cleaned_data["family"])

    def clean_given(self) -> str:
        return _name(self.cleaned_data["given"])

    def clean_patronymic(self) -> str:
        return _name(self.cleaned_data["patronymic"])


def _name(text: str) -> str:
    """Collapse spaces and refuse digits, which in a name are a slip of the hand."""
    name = " ".join(text.split())
    if any(character.isdigit() for character in name):
        raise ValidationError(_("A name has no digits."))
    return name
