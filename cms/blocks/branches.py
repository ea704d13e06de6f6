"""What a branch offers besides its doctors: access and comfort, departments with hours of their own."""

from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    CharBlock,
    ChoiceBlock,
    ListBlock,
    StreamBlock,
    StructBlock,
    StructBlockValidationError,
    StructValue,
    TimeBlock,
)

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


WEEKDAY_CHOICES = [(str(number), name) for number, name in WEEKDAYS.items()]


class DepartmentHoursBlock(StructBlock):
    """The same hours on neighbouring weekdays; Monday is 0."""

    first_day = ChoiceBlock(label=_("First day"), choices=WEEKDAY_CHOICES, default="0")
    last_day = ChoiceBlock(label=_("Last day"), choices=WEEKDAY_CHOICES, default="4")
    opens = TimeBlock(label=_("Opens"))
    closes = TimeBlock(label=_("Closes"))

    class Meta:
        icon = "time"
        label = _("Hours")

    def clean(self, value: StructValue) -> StructValue:
        hours = super().clean(value)
        errors: dict[str, ValidationError] = {}
        if int(hours["last_day"]) < int(hours["first_day"]):
            errors["last_day"] = ValidationError(_("This day comes before the first."))
        if hours["closes"] <= hours["opens"]:
            errors["closes"] = ValidationError(_("Closing time comes after opening time."))
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return hours


class DepartmentBlock(StructBlock):
    name = CharBlock(label=_("Name"), max_length=150, help_text=_("As its door says: Laboratory."))
    phone = CharBlock(label=_("Telephone"), max_length=32, required=False)
    hours = ListBlock(DepartmentHoursBlock(), label=_("Hours"), min_num=0, default=[])

    class Meta:
        icon = "home"
        label = _("Department")
        label_format = "{name}"
        description = _("A part of the branch with hours or a telephone of its own.")


class DepartmentStream(StreamBlock):
    department = DepartmentBlock()
