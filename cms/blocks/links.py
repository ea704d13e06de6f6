"""Ways onward."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ListBlock, PageChooserBlock, StructBlock
from wagtail.images.blocks import ImageChooserBlock

from cms.blocks.presented import PresentedBlock


class ActionBlock(PresentedBlock):
    text = CharBlock(
        label=_("Words on the link"), max_length=80, help_text=_("Say what happens: Book a checkup.")
    )
    page = PageChooserBlock(label=_("Page"))

    class Meta:
        icon = "link"
        group = _("Layout")
        label = _("Action link")
        description = _("The one thing to do next.")
        template = "blocks/action.html"
        presenter = "action"


class CardsBlock(PresentedBlock):
    heading = CharBlock(label=_("Heading"), max_length=120, required=False)
    cards = ListBlock(
        StructBlock(
            [
                ("page", PageChooserBlock(label=_("Page"))),
                (
                    "title",
                    CharBlock(
                        label=_("Title"), max_length=80, required=False, help_text=_("Else the page's own.")
                    ),
                ),
                ("text", CharBlock(label=_("Text"), max_length=160, required=False)),
                ("image", ImageChooserBlock(label=_("Picture"), required=False)),
            ]
        ),
        label=_("Cards"),
        min_num=1,
        max_num=12,
    )

    class Meta:
        icon = "copy"
        group = _("Layout")
        label = _("Cards")
        description = _("Links to pages as a row of cards.")
        template = "blocks/cards.html"
        presenter = "cards"
