"""Blocks that point at the clinic's own records."""

from cms.editor.choosers import (
    location_chooser,
    practitioner_chooser,
    program_chooser,
    service_chooser,
    speciality_chooser,
)

PractitionerChooserBlock = practitioner_chooser.get_block_class(
    "PractitionerChooserBlock", module_path=__name__
)
ServiceChooserBlock = service_chooser.get_block_class("ServiceChooserBlock", module_path=__name__)
LocationChooserBlock = location_chooser.get_block_class("LocationChooserBlock", module_path=__name__)
ProgramChooserBlock = program_chooser.get_block_class("ProgramChooserBlock", module_path=__name__)
SpecialityChooserBlock = speciality_chooser.get_block_class("SpecialityChooserBlock", module_path=__name__)
