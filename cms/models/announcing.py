"""Addresses whose content has changed, until search engines have been told."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChangedAddress(models.Model):
    """An address waits without a batch, then with one; it is forgotten when the batch has been taken."""

    address = models.CharField(_("address"), max_length=2000)
    changed_at = models.DateTimeField(_("changed"))
    batch = models.UUIDField(null=True, db_index=True)

    class Meta:
        verbose_name = _("changed address")
        verbose_name_plural = _("changed addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["address"], condition=models.Q(batch=None), name="changed_address_waits_once"
            )
        ]

    def __str__(self) -> str:
        return self.address
