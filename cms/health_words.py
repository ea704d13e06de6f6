"""Words that show that a question is about somebody's health, Russian and English."""

import re

#: Stems, so that one entry covers the forms of a Russian word.
_STEMS = (
    "diagnos",
    "symptom",
    "complaint",
    "disease",
    "illness",
    "health",
    "allerg",
    "medication",
    "pregnan",
    "test result",
    "insurance number",
    "blood",
    "диагноз",
    "симптом",
    "жалоб",
    "болезн",
    "заболева",
    "здоров",
    "аллерг",
    "лекарств",
    "препарат",
    "беремен",
    "анализ",
    "полис",
    "кров",
    "инвалидн",
    "медицинск",
    "лечени",
    "снилс",
)
_HEALTH = re.compile(r"\b(?:" + "|".join(re.escape(stem) for stem in _STEMS) + ")", re.IGNORECASE)


def asks_about_health(text: str) -> bool:
    """Whether the words of a form field ask for something that belongs into a medical record.

    >>> asks_about_health("Опишите ваши симптомы")
    True
    >>> asks_about_health("Which vacancy interests you?")
    False
    """
    return _HEALTH.search(text) is not None
