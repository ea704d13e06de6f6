from django.db import models
from django.utils.translation import gettext_lazy as _


class DeliveryState(models.TextChoices):
    PENDING = "pending", _("waiting")
    LEASED = "leased", _("being delivered")
    DELIVERED = "delivered", _("delivered")
    PARKED = "parked", _("needs an operator")
    DROPPED = "dropped", _("dropped")


# What delivery may still touch, and what later messages about the same subject wait for.
UNDELIVERED = (DeliveryState.PENDING, DeliveryState.LEASED)
BLOCKING = (*UNDELIVERED, DeliveryState.PARKED)
