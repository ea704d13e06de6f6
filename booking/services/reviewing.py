"""Reviews before moderation: a day after a visit that took place the patient is asked, and writes once."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from booking.codes import AppointmentStatus, ReviewStatus
from booking.errors import ReviewWritten
from booking.models import Appointment, Review
from outbox.services import publish
from people import audit
from people.access import Access
from people.models import RelatedPerson

ASKED_AFTER = timedelta(hours=24)
#: Nobody is asked about what is long past: a branch may report visits weeks later.
ASKED_WITHIN = timedelta(days=14)


def ask_due() -> None:
    """Periodic job."""
    ask_for_reviews(now=timezone.now())


def ask_for_reviews(*, now: datetime, limit: int = 500) -> list[Review]:
    """Ask about visits that ended a day ago and took place, once each: whoever has an account, or acts for the patient."""
    represented = RelatedPerson.objects.valid(now).filter(patient=OuterRef("patient"))
    visits = Appointment.objects.filter(
        Q(patient__user__isnull=False) | Exists(represented),
        status=AppointmentStatus.FULFILLED,
        end__lte=now - ASKED_AFTER,
        end__gt=now - ASKED_WITHIN,
        review=None,
        patient__active=True,
    )
    return [review for visit in visits.order_by("end")[:limit] if (review := _ask(visit, now)) is not None]


def _ask(visit: Appointment, now: datetime) -> Review | None:
    with transaction.atomic():
        review, is_new = Review.objects.get_or_create(
            appointment=visit,
            defaults={
                "patient_id": visit.patient_id,
                "practitioner_id": visit.practitioner_id,
                "service_id": visit.service_id,
                "location_id": visit.location_id,
                "asked_at": now,
            },
        )
        if not is_new:
            return None
        payload = {"review": str(review.pk), "appointment": str(visit.pk), "patient": str(visit.patient_id)}
        publish("review.asked", subject=review.pk, payload=payload)
    return review


def write_review(
    *,
    access: Access,
    review: Review,
    rating: int,
    now: datetime,
    text: str = "",
    author_name: str = "",
    language: str = "",
) -> Review:
    """Send the patient's words to moderation, where nobody can change them.

    Raises ReviewWritten for a review written before, ValueError for a rating outside 1 to 5.
    """
    if not 1 <= rating <= 5:
        raise ValueError("A rating is a number from 1 to 5.")
    with transaction.atomic():
        current = Review.objects.select_for_update().get(pk=review.pk)
        if current.status != ReviewStatus.ASKED:
            raise ReviewWritten
        current.rating = rating
        current.text = text.strip()
        current.author_name = author_name.strip()
        current.language = language
        current.status = ReviewStatus.SUBMITTED
        current.submitted_at = now
        current.save()
        audit.record(access, "review.submitted", current, patient_id=current.patient_id)
    return current
