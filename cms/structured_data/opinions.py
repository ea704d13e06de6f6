"""Ratings and reviews: exactly those the page shows."""

from django.utils import timezone

from cms.presenters.reviews import Opinion
from schema_org.ids import review_id
from schema_org.nodes import AggregateRating, Rating, Review, Reviewer


def rating_node(opinion: Opinion) -> AggregateRating | None:
    rating = opinion.rating
    if rating is None:
        return None
    return AggregateRating.of(average=rating.mean, marks=rating.count, written=rating.texts)


def review_nodes(opinion: Opinion, reviewed: str) -> tuple[Review, ...]:
    return tuple(
        Review(
            id=review_id(reviewed, review.id),
            author=Reviewer(name=review.author),
            date_published=timezone.localtime(review.published_at).date(),
            review_body=review.text,
            review_rating=Rating(rating_value=review.rating),
            in_language=review.language,
        )
        for review in opinion.reviews
    )
