"""Bilingual columns read through one attribute."""

from typing import Any, Self, overload

from django.conf import settings
from django.utils.translation import get_language


class Localized:
    """`name = Localized()` reads `name_ru` or `name_en`, whichever the active language asks for.

    An empty column falls back to the other language, so a half-translated clinic still has names.
    """

    attribute: str

    def __set_name__(self, owner: type, name: str) -> None:
        self.attribute = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type) -> str: ...
    def __get__(self, instance: Any, owner: type) -> Self | str:
        if instance is None:
            return self
        for language in language_order():
            value: str = getattr(instance, f"{self.attribute}_{language}")
            if value:
                return value
        return ""


def language_order() -> tuple[str, str]:
    """The two languages of the clinic, the active one first."""
    language = get_language() or settings.LANGUAGE_CODE
    return ("ru", "en") if language.startswith("ru") else ("en", "ru")
