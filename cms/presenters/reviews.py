"""Published reviews and their mean, for one doctor, service or branch, or for the whole clinic."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Avg, Case, Count, Q, When, Window
from django.utils.translation import gettext as _

from booking.models import Review
from cms.presenters.known import known
from database.prepared import Given, PreparedQuery


@dataclass(frozen=True)
class ReviewView:
    """A review as the page shows it: nothing in it points at the visit or the patient."""

    id: UUID
    author: str
    rating: int
    text: str
    language: str
    published_at: dt.datetime
    reply: str
    replied_at: dt.datetime | None


@dataclass(frozen=True)
class Rating:
    """`count` is all published marks, `texts` those with words."""

    mean: float
    count: int
    texts: int


@dataclass(frozen=True)
class Opinion:
    """What patients say; no rating before the first published mark."""

    rating: Rating | None
    reviews: list[ReviewView]


def opinion(limit: int, **about: UUID) -> Opinion:
    """Mean of all published marks and the newest reviews with words, good and bad alike, in one query.

    `about` names a practitioner, service or location by id; nothing means the whole clinic.
    """
    rows: list[Any] = _marks(tuple(about), limit).instances(**about)
    if not rows:
        return Opinion(None, [])
    first = rows[0]
    return Opinion(
        Rating(round(float(first.mean), 1), first.marks, first.texts),
        [_view(review) for review in rows if review.text],
    )


@cache
def _marks(about: tuple[str, ...], limit: int) -> PreparedQuery[Review]:
    """Those with words first, each with the measures of all."""
    marks = (
        Review.objects.published()
        .filter(**{name: Given.key(name) for name in about})
        .only("author_name", "rating", "text", "language", "published_at", "reply", "replied_at")
        .annotate(
            mean=Window(Avg("rating")),
            marks=Window(Count("pk")),
            texts=Window(Count("pk", filter=~Q(text=""))),
            silent=Case(When(text="", then=1), default=0),
        )
        .order_by("silent", "-published_at")
    )
    return PreparedQuery(marks[:limit])


def ratings(field: str, ids: Collection[UUID]) -> dict[UUID, Rating]:
    """Ratings of many at once; `field` is practitioner, service or location."""
    rows = (
        Review.objects.published()
        .filter(**{f"{field}__in": ids})
        .order_by()
        .values(field)
        .annotate(**_measures())
    )
    return {row[field]: value for row in rows if (value := _rating(row)) is not None}


def _view(review: Review) -> ReviewView:
    return ReviewView(
        id=review.pk,
        author=review.author_name or _("A patient"),
        rating=known(review.rating),
        text=review.text,
        language=review.language,
        published_at=known(review.published_at),
        reply=review.reply,
        replied_at=review.replied_at,
    )


def _measures() -> dict[str, Avg | Count]:
    return {"mean": Avg("rating"), "count": Count("rating"), "texts": Count("pk", filter=~Q(text=""))}


def _rating(found: dict[str, float | int | None]) -> Rating | None:
    if not found["count"]:
        return None
    return Rating(round(float(found["mean"] or 0), 1), int(found["count"] or 0), int(found["texts"] or 0))
