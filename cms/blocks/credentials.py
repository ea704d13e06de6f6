"""What proves a person's or a text's authority."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    CharBlock,
    ChoiceBlock,
    DateBlock,
    IntegerBlock,
    StreamBlock,
    StructBlock,
    URLBlock,
)
from wagtail.images.blocks import ImageChooserBlock

EDUCATION_KINDS = {
    "degree": _("degree"),
    "residency": _("residency, internship"),
    "course": _("further training"),
}


class EducationBlock(StructBlock):
    institution = CharBlock(label=_("Where"), max_length=200)
    qualification = CharBlock(label=_("Degree or qualification"), max_length=200)
    kind = ChoiceBlock(label=_("Kind"), choices=list(EDUCATION_KINDS.items()), default="degree")
    year = IntegerBlock(label=_("Year"), required=False, min_value=1940, max_value=2100)

    class Meta:
        icon = "bookmark"
        label = _("Education")
        label_format = "{year} {institution}"


class EducationStream(StreamBlock):
    education = EducationBlock()


class CertificateBlock(StructBlock):
    name = CharBlock(label=_("Name"), max_length=200)
    kind = ChoiceBlock(
        label=_("Kind"),
        choices=[
            ("certificate", _("certificate or accreditation")),
            ("licence", _("licence")),
            ("membership", _("membership of a society")),
            ("award", _("award")),
        ],
        default="certificate",
    )
    issued_by = CharBlock(label=_("Issued by"), max_length=200, required=False)
    number = CharBlock(label=_("Number"), max_length=60, required=False)
    issued_on = DateBlock(label=_("Issued on"), required=False)
    expires_on = DateBlock(label=_("Valid until"), required=False)
    image = ImageChooserBlock(label=_("Picture of the document"), required=False)

    class Meta:
        icon = "tick"
        label = _("Certificate")
        label_format = "{name}"


class CertificateStream(StreamBlock):
    certificate = CertificateBlock()


class ProfileBlock(StructBlock):
    name = CharBlock(label=_("Where"), max_length=100)
    address = URLBlock(label=_("Address"))

    class Meta:
        icon = "globe"
        label = _("Page elsewhere")
        label_format = "{name}"


class ProfileStream(StreamBlock):
    profile = ProfileBlock()


class SourceBlock(StructBlock):
    title = CharBlock(label=_("Title"), max_length=300)
    authors = CharBlock(label=_("Authors or publisher"), max_length=200, required=False)
    year = IntegerBlock(label=_("Year"), required=False, min_value=1900, max_value=2100)
    address = URLBlock(label=_("Address or DOI link"), required=False)

    class Meta:
        icon = "clipboard-list"
        label = _("Source")
        label_format = "{title}"


class SourceStream(StreamBlock):
    source = SourceBlock()
