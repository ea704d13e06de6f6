"""Callouts named by what they are for; colour and icon follow from the purpose, so that red always means urgent."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, RichTextBlock, StructBlock

from cms.blocks.text import SHORT_TEXT_FEATURES


class _Callout(StructBlock):
    heading = CharBlock(label=_("Heading"), max_length=120)
    text = RichTextBlock(label=_("Text"), features=SHORT_TEXT_FEATURES)


class ImportantBlock(_Callout):
    class Meta:
        icon = "warning"
        group = _("Callouts")
        label = _("Important")
        description = _("A condition or limit the reader must not miss.")
        template = "blocks/callout_important.html"

        @staticmethod
        def preview_value() -> dict[str, str]:
            return {
                "heading": gettext("Children under 14"),
                "text": f"<p>{gettext('A parent or guardian comes along and brings a document.')}</p>",
            }


class UrgentBlock(_Callout):
    class Meta:
        icon = "bell"
        group = _("Callouts")
        label = _("Urgent")
        description = _("When to call an ambulance or to see a doctor today. For nothing else.")
        template = "blocks/callout_urgent.html"

        @staticmethod
        def preview_value() -> dict[str, str]:
            return {
                "heading": gettext("Call an ambulance if"),
                "text": f"<ul><li>{gettext('pain in the chest does not pass within ten minutes')}</li></ul>",
            }


class AdviceBlock(_Callout):
    class Meta:
        icon = "help"
        group = _("Callouts")
        label = _("Advice")
        description = _("A hint that makes things easier.")
        template = "blocks/callout_advice.html"

        @staticmethod
        def preview_value() -> dict[str, str]:
            return {
                "heading": gettext("Come ten minutes earlier"),
                "text": f"<p>{gettext('The front desk prepares your papers meanwhile.')}</p>",
            }
