"""Opinions of patients whose visit took place. Never written, weighted or imported by the clinic."""

from dataclasses import dataclass
from datetime import date

from schema_org.node import Node


@dataclass(frozen=True, kw_only=True)
class Rating(Node, types=("Rating",), required=("rating_value",)):
    rating_value: int | None = None
    best_rating: int = 5
    worst_rating: int = 1


@dataclass(frozen=True, kw_only=True)
class AggregateRating(Node, types=("AggregateRating",), required=("rating_value", "rating_count")):
    """`rating_count` counts all marks, `review_count` those with words. Without a mark there is no node."""

    rating_value: float | None = None
    rating_count: int | None = None
    review_count: int | None = None
    best_rating: int = 5
    worst_rating: int = 1

    @classmethod
    def of(cls, *, average: float | None, marks: int, written: int) -> "AggregateRating | None":
        """The rating as the page shows it, one decimal; None while nobody has given a mark."""
        if average is None or not marks:
            return None
        return cls(rating_value=round(average, 1), rating_count=marks, review_count=written or None)


@dataclass(frozen=True, kw_only=True)
class Reviewer(Node, types=("Person",), required=("name",)):
    """The name the patient chose to show, and nothing else about them."""

    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Review(Node, types=("Review",), required=("author", "review_rating"), in_place=True):
    """Written inside what it speaks of: alone at the top of a graph it would have to repeat `item_reviewed`."""

    author: Reviewer | None = None
    date_published: date | None = None
    review_body: str = ""
    review_rating: Rating | None = None
    in_language: str = ""
