"""Telephone numbers as people read and devices dial them."""

import phonenumbers

from people.phones import grouped

#: Where a number without a country code is at home.
HOME_REGION = "RU"


def phone_text(phone: str) -> str:
    """Grouped as the country writes it; what is no number stays as it was typed.

    >>> phone_text("+74950000000")
    '+7 495 000-00-00'
    """
    return grouped(phone, HOME_REGION)


def phone_href(phone: str) -> str:
    """What follows `tel:`.

    >>> phone_href("8 (495) 000-00-00")
    '+74950000000'
    """
    number = _number(phone)
    if number is None:
        return "".join(character for character in phone if character in "+0123456789")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _number(phone: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(phone, HOME_REGION)
    except phonenumbers.NumberParseException:
        return None
