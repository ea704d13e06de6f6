"""Panels of the page form that show what the editor does not type."""

from typing import Any

from django.utils.module_loading import import_string
from wagtail.admin.panels import Panel


class FindingsPanel(Panel):
    """The page as a search result, its JSON-LD as it will be published, and what is wrong with it.

    As of the last saved draft; with script it follows the form (`site/src/elements/page-findings.ts`).
    """

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtailadmin/panels/findings.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            # By name: panels are part of page models, and what they show is written in terms of those.
            limits = import_string("cms.editorial.checking.LIMITS")
            if self.instance.pk is None:
                return {**context, "is_new": True, "limits": limits}
            found = import_string("cms.presenters.previews.findings")(self.instance)
            return {**context, **found, "limits": limits}


class RecordPanel(Panel):
    """What the schedule system knows of the page's subject: shown, never typed, and saying so."""

    def __init__(self, field_name: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.field_name = field_name

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "field_name": self.field_name}

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtailadmin/panels/record.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            record = getattr(self.instance, self.panel.field_name)
            facts = import_string("cms.presenters.records.facts")(record) if record else None
            return {**context, "record": record, "facts": facts}
