"""Lists that fill themselves from the site."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, IntegerBlock, ListBlock, PageChooserBlock

from cms.blocks.choosers import PractitionerChooserBlock
from cms.blocks.presented import PresentedBlock


class TeamBlock(PresentedBlock):
    heading = CharBlock(label=_("Heading"), max_length=120, required=False)
    practitioners = ListBlock(
        PractitionerChooserBlock(label=_("Doctor")), label=_("Doctors"), min_num=1, max_num=12
    )

    class Meta:
        icon = "group"
        group = _("From the site")
        label = _("Doctors")
        description = _("Chosen doctors with photo, speciality and a link to their pages.")
        template = "blocks/team.html"
        presenter = "team"


class BranchesBlock(PresentedBlock):
    heading = CharBlock(label=_("Heading"), max_length=120, required=False)

    class Meta:
        icon = "home"
        group = _("From the site")
        label = _("Branches")
        description = _("All branches with address and telephone.")
        template = "blocks/branches.html"
        presenter = "branches"


class ArticlesBlock(PresentedBlock):
    heading = CharBlock(label=_("Heading"), max_length=120, required=False)
    category = PageChooserBlock(label=_("Category"), page_type="cms.BlogCategoryPage", required=False)
    limit = IntegerBlock(label=_("How many"), default=3, min_value=1, max_value=6)

    class Meta:
        icon = "doc-full-inverse"
        group = _("From the site")
        label = _("Latest articles")
        description = _("The newest articles of the blog or of one category.")
        template = "blocks/articles.html"
        presenter = "articles"


class PromotionsBlock(PresentedBlock):
    heading = CharBlock(label=_("Heading"), max_length=120, required=False)

    class Meta:
        icon = "pick"
        group = _("From the site")
        label = _("Promotions")
        description = _("Offers that are valid today.")
        template = "blocks/promotions.html"
        presenter = "promotions"
