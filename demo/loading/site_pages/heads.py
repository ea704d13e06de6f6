"""What pages of several kinds have alike: the head of index pages, and who has read a text."""

import datetime as dt
from typing import Any

from demo.identity import key
from demo.words import Language
from demo.writing import PageHead

#: Pages about services and programs were read by a doctor of the speciality this many days ago.
REVIEWED_DAYS_AGO = 60


def head(words: PageHead, language: Language) -> dict[str, Any]:
    columns = {
        "title": words.title[language],
        "introduction": words.introduction[language].strip(),
        "search_description": words.description[language],
    }
    if words.seo_title:
        columns["seo_title"] = words.seo_title[language]
    return columns


def reviewed(
    today: dt.date, author: str, reviewer: str, *, days_ago: int = REVIEWED_DAYS_AGO
) -> dict[str, Any]:
    return {
        "author_id": key("practitioner", author),
        "medical_reviewer_id": key("practitioner", reviewer),
        "last_reviewed_on": today - dt.timedelta(days=days_ago),
    }
