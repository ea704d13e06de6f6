"""Model fields that only pages need."""

from typing import Any

from django import forms
from django.db import models
from wagtail.fields import StreamField


class ContentField(StreamField):
    """A StreamField whose blocks stay out of migrations.

    Wagtail writes every block's definition into each migration that touches the field, so a changed help text or a new
    block makes a migration that does nothing in the database. The column is JSON whatever the blocks are; moving stored
    content is a data migration of its own (`wagtail.blocks.migrations`), which does not need the definitions either.
    """

    def __init__(self, block_types: Any = (), **kwargs: Any) -> None:
        super().__init__(block_types, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs


class WebAddressField(models.URLField):
    """An address elsewhere; typed without a scheme it is taken for https, as Django will do by itself from 6.0 on."""

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(**{"assume_scheme": "https", **kwargs})
