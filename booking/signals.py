"""Whoever changes the catalogue or the hours makes every process's copy of them old."""

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver

from booking.models import CATALOGUE, Watched, WatchedHours, touch


@receiver([post_save, post_delete])
def touch_what_changed(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, Watched | WatchedHours):
        touch(instance.watched_scopes())


@receiver(m2m_changed)
def touch_what_was_linked(sender: Any, instance: Any, action: str, **kwargs: Any) -> None:
    if action.startswith("post_") and isinstance(instance, Watched | WatchedHours):
        touch([CATALOGUE])
