"""What booking does by the clock; settings.PERIODIC_JOBS says how often."""

from datetime import timedelta

from django.utils import timezone

from booking.models import IdempotencyRecord
from booking.services.holding import release_expired

#: Longer than any client repeats a request.
REMEMBER_REQUESTS_FOR = timedelta(hours=48)


def sweep_holds() -> None:
    """Expired holds block nobody; this only keeps their rows from piling up."""
    release_expired(now=timezone.now())


def forget_requests() -> None:
    IdempotencyRecord.objects.filter(created_at__lt=timezone.now() - REMEMBER_REQUESTS_FOR).delete()
