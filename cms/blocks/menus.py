from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ListBlock, PageChooserBlock, StreamBlock, StructBlock, URLBlock
from wagtail.blocks.struct_block import StructBlockValidationError


class MenuLinkBlock(StructBlock):
    page = PageChooserBlock(label=_("Page"), required=False)
    address = URLBlock(label=_("Address elsewhere"), required=False)
    text = CharBlock(
        label=_("Words"), max_length=60, required=False, help_text=_("Else the title of the page.")
    )

    class Meta:
        icon = "link"
        label = _("Link")
        label_format = "{page} {text}"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["address"]):
            raise StructBlockValidationError(
                block_errors={
                    "page": ValidationError(_("Choose a page, or give an address elsewhere: one of the two."))
                }
            )
        if cleaned["address"] and not cleaned["text"]:
            raise StructBlockValidationError(
                block_errors={"text": ValidationError(_("Say where the link leads."))}
            )
        return cleaned


class MenuStream(StreamBlock):
    link = MenuLinkBlock()


class FooterGroupBlock(StructBlock):
    title = CharBlock(label=_("Heading"), max_length=60)
    links = ListBlock(MenuLinkBlock(), label=_("Links"), min_num=1)

    class Meta:
        icon = "list-ul"
        label = _("Group of links")
        label_format = "{title}"


class FooterStream(StreamBlock):
    group = FooterGroupBlock()
