"""Tables and figures."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, DateBlock, ListBlock, StructBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from cms.blocks.choosers import ServiceChooserBlock
from cms.blocks.presented import PresentedBlock


class DataTableBlock(StructBlock):
    caption = CharBlock(label=_("Caption"), max_length=150)
    table = TypedTableBlock([("text", CharBlock(label=_("Text"), required=False))], label=_("Table"))

    class Meta:
        icon = "table"
        group = _("Text")
        label = _("Table")
        description = _("Facts in rows and columns. Prices have a block of their own.")
        preview_template = "blocks/previews/table.html"
        template = "blocks/table.html"


class PricesBlock(PresentedBlock):
    """Prices of chosen services as the schedule system holds them today, so no page quotes an old one."""

    heading = CharBlock(label=_("Heading"), max_length=120, required=False)
    services = ListBlock(ServiceChooserBlock(label=_("Service")), label=_("Services"), min_num=1, max_num=40)

    class Meta:
        icon = "tag"
        group = _("From the schedule")
        label = _("Prices")
        description = _("Today's prices of chosen services, with the date.")
        template = "blocks/prices.html"
        presenter = "prices"


class FiguresBlock(StructBlock):
    heading = CharBlock(label=_("Heading"), max_length=120, required=False)
    figures = ListBlock(
        StructBlock(
            [
                ("value", CharBlock(label=_("Number"), max_length=20)),
                ("label", CharBlock(label=_("What it counts"), max_length=80)),
            ]
        ),
        label=_("Numbers"),
        min_num=2,
        max_num=4,
    )
    as_of = DateBlock(label=_("As of"), help_text=_("A number without a date cannot be checked."))
    source = CharBlock(label=_("Source"), max_length=150, required=False)

    class Meta:
        icon = "order"
        group = _("Layout")
        label = _("Clinic in numbers")
        description = _("Two to four numbers with the day they were counted.")
        template = "blocks/figures.html"

        @staticmethod
        def preview_value() -> dict[str, Any]:
            return {
                "heading": gettext("The clinic in numbers"),
                "figures": [
                    {"value": "4", "label": gettext("branches")},
                    {"value": "40", "label": gettext("doctors")},
                    {"value": "60", "label": gettext("services")},
                ],
                "as_of": "2026-11-01",
                "source": "",
            }
