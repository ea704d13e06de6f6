"""Wagtail's search and reference indexes, built once after the loading instead of three times for every page."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db.models.signals import post_save
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.signal_handlers import disable_reference_index_auto_update


@contextmanager
def left_for_later() -> Iterator[None]:
    models = get_indexed_models()
    connected = [model for model in models if post_save.disconnect(post_save_signal_handler, sender=model)]
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        for model in connected:
            post_save.connect(post_save_signal_handler, sender=model)


def build() -> None:
    call_command("update_index", verbosity=0)
    call_command("rebuild_references_index", verbosity=0)
