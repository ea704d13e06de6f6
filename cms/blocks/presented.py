"""Blocks that show what the site or the schedule knows."""

import json
from hashlib import md5
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from wagtail.blocks import StructBlock

from cms import generation


class PresentedBlock(StructBlock):
    """Its template gets what `cms.presenters.blocks.<presenter>` makes of the value, kept while the generation lasts.

    By name, because page models are made of blocks and presenters are written in terms of page models. The block picker
    shows the same template with what `cms.presenters.samples.<presenter>` invents.
    """

    class Meta:
        presenter = ""
        preview_template = "blocks/previews/sample.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        request = context.get("request")
        present = import_string(f"cms.presenters.blocks.{self.meta.presenter}")
        chosen = json.dumps(self.get_prep_value(value), cls=DjangoJSONEncoder, sort_keys=True)
        digest = md5(chosen.encode(), usedforsecurity=False).hexdigest()
        key = f"cms:block:{self.meta.presenter}:{get_language()}:{digest}"
        return {**context, **generation.remember(key, lambda: present(value, request))}

    def get_preview_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        sample = import_string(f"cms.presenters.samples.{self.meta.presenter}")()
        return {**(parent_context or {}), "block_template": self.meta.template, **sample}
