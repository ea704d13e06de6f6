"""What the clinic does with a patient's review: publish it as written or reject it, and answer it.

No function takes the patient's words: they are published unchanged, or not at all.
"""

from datetime import datetime

from django.db import transaction

from booking.codes import ReviewStatus
from booking.errors import RejectReasonRequired, ReviewNotModerated
from booking.models import Review
from people import audit
from people.access import Access


def publish_review(*, access: Access, review: Review, now: datetime) -> Review:
    """Raises ReviewNotModerated unless the review waits or was rejected before."""
    with transaction.atomic():
        locked = _lock(review, ReviewStatus.SUBMITTED, ReviewStatus.REJECTED)
        locked.status = ReviewStatus.PUBLISHED
        locked.published_at = now
        locked.moderated_by = access.actor
        locked.reject_reason = ""
        locked.save()
        audit.record(access, "review.published", locked, patient_id=locked.patient_id)
    return locked


def reject_review(*, access: Access, review: Review, reason: str, now: datetime) -> Review:
    """Takes a review off the site or never lets it on; the reason is kept. Raises RejectReasonRequired without one."""
    if not reason.strip():
        raise RejectReasonRequired
    with transaction.atomic():
        locked = _lock(review, ReviewStatus.SUBMITTED, ReviewStatus.PUBLISHED)
        locked.status = ReviewStatus.REJECTED
        locked.published_at = None
        locked.moderated_by = access.actor
        locked.reject_reason = reason.strip()
        locked.save()
        audit.record(access, "review.rejected", locked, patient_id=locked.patient_id)
    return locked


def answer_review(*, access: Access, review: Review, text: str, now: datetime) -> Review:
    """The clinic's public answer; an empty text takes it back."""
    with transaction.atomic():
        locked = _lock(review, ReviewStatus.SUBMITTED, ReviewStatus.PUBLISHED)
        locked.reply = text.strip()
        locked.replied_by = access.actor if locked.reply else None
        locked.replied_at = now if locked.reply else None
        locked.save()
        audit.record(access, "review.answered", locked, patient_id=locked.patient_id)
    return locked


def _lock(review: Review, *statuses: ReviewStatus) -> Review:
    locked = Review.objects.select_for_update().get(pk=review.pk)
    if locked.status not in statuses:
        raise ReviewNotModerated
    return locked
