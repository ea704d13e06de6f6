"""Which phone numbers may receive a sign-in code."""

import phonenumbers
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from phonenumbers import PhoneNumberType

_MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}


def mobile_number(text: str) -> str:
    """Return the number in E.164. Raises ValidationError with a sentence for the person.

    The region is that of the parsed number, never its first digits: +7 701 is Kazakhstan, and 8 800 is toll-free.
    """
    home_region = settings.SIGN_IN_PHONE_REGIONS[0]
    try:
        number = phonenumbers.parse(text, home_region)
    except phonenumbers.NumberParseException:
        raise ValidationError(_("Enter a mobile phone number, for example +7 912 345-67-89.")) from None
    if not phonenumbers.is_valid_number(number):
        raise ValidationError(_("There is no such phone number. Check the digits."))
    if phonenumbers.region_code_for_number(number) not in settings.SIGN_IN_PHONE_REGIONS:
        raise ValidationError(_("Codes are sent to Russian mobile numbers only. Call us and we will help."))
    if phonenumbers.number_type(number) not in _MOBILE:
        raise ValidationError(_("This is not a mobile number, so it cannot receive a code."))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def grouped(phone: str, home_region: str | None = None) -> str:
    """A number as its country writes it: +7 912 345-67-89. What is no number stays as it was typed."""
    try:
        number = phonenumbers.parse(phone, home_region)
    except phonenumbers.NumberParseException:
        return phone
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def masked(phone: str) -> str:
    """The number as its owner recognises it and a passer-by cannot use it: +7 9•• •••-••-89."""
    number = grouped(phone)
    digits = sum(character.isdigit() for character in number)
    shown, seen = "", 0
    for character in number:
        seen += character.isdigit()
        shown += "•" if character.isdigit() and 2 < seen <= digits - 2 else character
    return shown
