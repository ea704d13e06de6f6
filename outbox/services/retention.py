from datetime import timedelta

from django.utils import timezone

from outbox.models import Delivery

# Long enough to answer "was it ever sent?" about a visit of last quarter.
KEPT_AFTER_SETTLING = timedelta(days=100)
ROWS_PER_DELETE = 5000


def forget_settled() -> None:
    """Periodic: delete what was delivered or dropped long ago, in small bites that block nobody."""
    old = Delivery.objects.filter(settled_at__lt=timezone.now() - KEPT_AFTER_SETTLING).order_by()
    while ids := list(old.values_list("id", flat=True)[:ROWS_PER_DELETE]):
        Delivery.objects.filter(id__in=ids).delete()
