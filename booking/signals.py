"""Whoever changes the catalogue or the hours makes every process's copy of them old."""

from typing import Any

from django.apps import apps
from django.db.models.signals import m2m_changed, post_delete, post_save

from booking.models import CATALOGUE, Watched, WatchedHours, touch


def touch_what_changed(instance: Watched | WatchedHours, **kwargs: Any) -> None:
    touch(instance.watched_scopes())


def touch_what_was_linked(instance: Any, action: str, **kwargs: Any) -> None:
    if action.startswith("post_"):
        touch([CATALOGUE])


# Receivers of all models would cost every save and every deletion of the house.
for model in apps.get_app_config("booking").get_models():
    if issubclass(model, Watched | WatchedHours):
        post_save.connect(touch_what_changed, sender=model)
        post_delete.connect(touch_what_changed, sender=model)
        for relation in model._meta.many_to_many:
            m2m_changed.connect(touch_what_was_linked, sender=relation.remote_field.through)
