from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, StreamBlock, StructBlock, StructValue

AMENITIES = [
    ("step-free", _("step-free entrance")),
    ("lift", _("lift")),
    ("accessible-toilet", _("accessible toilet")),
    ("parking", _("parking")),
    ("disabled-parking", _("parking for disabled people")),
    ("children", _("play corner")),
    ("wifi", _("Wi-Fi")),
    ("guide-dog", _("guide dogs welcome")),
    ("sign-language", _("sign language by arrangement")),
]


class AmenityValue(StructValue):
    @property
    def name(self) -> str:
        """What there is, in the active language."""
        return str(dict(AMENITIES).get(self["kind"], self["kind"]))


class AmenityBlock(StructBlock):
    kind = ChoiceBlock(label=_("What there is"), choices=AMENITIES)
    note = CharBlock(label=_("Note"), max_length=150, required=False)

    class Meta:
        icon = "tick"
        label = _("Access or comfort")
        value_class = AmenityValue


class AmenityStream(StreamBlock):
    amenity = AmenityBlock()
