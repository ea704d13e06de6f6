"""Lists that fill themselves from the site."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, IntegerBlock, ListBlock, PageChooserBlock, StructBlock

from cms.blocks.choosers import PractitionerChooserBlock


class TeamBlock(StructBlock):
    heading = CharBlock(label=_("Heading"), max_length=120, required=False)
    practitioners = ListBlock(PractitionerChooserBlock(label=_("Doctor")), label=_("Doctors"), min_num=1, max_num=12)

    class Meta:
        icon = "group"
        group = _("From the site")
        label = _("Doctors")
        description = _("Chosen doctors with photo, speciality and a link to their pages.")
        preview_template = "blocks/previews/team.html"
        template = "blocks/team.html"


class BranchesBlock(StructBlock):
    heading = CharBlock(label=_("Heading"), max_length=120, required=False)

    class Meta:
        icon = "home"
        group = _("From the site")
        label = _("Branches")
        description = _("All branches with address and telephone.")
        preview_template = "blocks/previews/branches.html"
        template = "blocks/branches.html"


class ArticlesBlock(StructBlock):
    heading = CharBlock(label=_("Heading"), max_length=120, required=False)
    category = PageChooserBlock(label=_("Category"), page_type="cms.BlogCategoryPage", required=False)
    limit = IntegerBlock(label=_("How many"), default=3, min_value=1, max_value=6)

    class Meta:
        icon = "doc-full-inverse"
        group = _("From the site")
        label = _("Latest articles")
        description = _("The newest articles of the blog or of one category.")
        preview_template = "blocks/previews/articles.html"
        template = "blocks/articles.html"


class PromotionsBlock(StructBlock):
    heading = CharBlock(label=_("Heading"), max_length=120, required=False)

    class Meta:
        icon = "pick"
        group = _("From the site")
        label = _("Promotions")
        description = _("Offers that are valid today.")
        preview_template = "blocks/previews/promotions.html"
        template = "blocks/promotions.html"
