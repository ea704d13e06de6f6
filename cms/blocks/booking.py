"""Blocks that bring the schedule into any page.

None of them renders a free time into the page itself: the page is cached, so times come by a small request of their own
(`cms.times`), and without script a link leads to the booking journey with everything chosen here already chosen there.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, IntegerBlock
from wagtail.blocks.struct_block import BlockGroup, StructBlockValidationError

from cms.blocks.choosers import (
    LocationChooserBlock,
    PractitionerChooserBlock,
    ProgramChooserBlock,
    ServiceChooserBlock,
    SpecialityChooserBlock,
)
from cms.blocks.presented import PresentedBlock


class BookingBlock(PresentedBlock):
    heading = CharBlock(label=_("Heading"), max_length=120, required=False)
    practitioner = PractitionerChooserBlock(label=_("Doctor"), required=False)
    service = ServiceChooserBlock(label=_("Service"), required=False)
    location = LocationChooserBlock(label=_("Branch"), required=False)
    program = ProgramChooserBlock(label=_("Program"), required=False)
    button = CharBlock(label=_("Words on the button"), max_length=60, required=False)

    class Meta:
        icon = "calendar-alt"
        group = _("From the schedule")
        label = _("Booking")
        description = _("Booking of a doctor, service, branch or program that is already chosen.")
        template = "blocks/booking.html"
        presenter = "booking"
        form_layout = BlockGroup(
            children=["heading", "practitioner", "service", "location", "program"], settings=["button"]
        )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        chosen = [name for name in ("practitioner", "service", "location", "program") if cleaned.get(name)]
        if not chosen:
            raise StructBlockValidationError(
                non_block_errors=[ValidationError(_("Choose a doctor, a service, a branch or a program."))]
            )
        if cleaned.get("program") and (cleaned.get("practitioner") or cleaned.get("service")):
            raise StructBlockValidationError(
                block_errors={"program": ValidationError(_("A program brings its own doctors and services."))}
            )
        return cleaned


class NearestTimesBlock(PresentedBlock):
    heading = CharBlock(label=_("Heading"), max_length=120, required=False)
    speciality = SpecialityChooserBlock(label=_("Speciality"), required=False)
    location = LocationChooserBlock(label=_("Branch"), required=False)
    limit = IntegerBlock(label=_("How many doctors"), default=4, min_value=1, max_value=12)

    class Meta:
        icon = "time"
        group = _("From the schedule")
        label = _("Nearest free times")
        description = _("Doctors with their nearest free time, earliest first.")
        template = "blocks/nearest_times.html"
        presenter = "nearest_times"
        form_layout = BlockGroup(children=["heading", "speciality", "location"], settings=["limit"])


class DoctorFinderBlock(PresentedBlock):
    heading = CharBlock(label=_("Heading"), max_length=120, required=False)

    class Meta:
        icon = "search"
        group = _("From the schedule")
        label = _("Doctor finder")
        description = _("Speciality and branch to choose from; leads to the list of doctors.")
        template = "blocks/doctor_finder.html"
        presenter = "doctor_finder"


class ReviewsBlock(PresentedBlock):
    heading = CharBlock(label=_("Heading"), max_length=120, required=False)
    about = ChoiceBlock(
        label=_("About"),
        choices=[
            ("clinic", _("the whole clinic")),
            ("chosen", _("the doctor, service or branch chosen below")),
        ],
        default="clinic",
    )
    practitioner = PractitionerChooserBlock(label=_("Doctor"), required=False)
    service = ServiceChooserBlock(label=_("Service"), required=False)
    location = LocationChooserBlock(label=_("Branch"), required=False)
    limit = IntegerBlock(label=_("How many"), default=3, min_value=1, max_value=10)

    class Meta:
        icon = "comment"
        group = _("From the schedule")
        label = _("Reviews")
        description = _("The latest published reviews of visits that took place, good and bad alike.")
        template = "blocks/reviews.html"
        presenter = "reviews"
        form_layout = BlockGroup(
            children=["heading", "about", "practitioner", "service", "location"], settings=["limit"]
        )
