"""Pick a doctor, service, branch or program: one searchable list each, in page forms and in blocks alike.

A drop-down of five thousand doctors would be of no use to anybody, so each list is searched by name and paged.
"""

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic.chooser import (
    BaseChooseView,
    ChooseResultsViewMixin,
    ChooseViewMixin,
    CreationFormMixin,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.blocks import ChooserBlock

from cms import generation


class NameSearchForm(forms.Form):
    """Filters by every word of the query, each in any of the name columns of either language."""

    q = forms.CharField(
        label=_("Search"), required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    columns: ClassVar[tuple[str, ...]] = ("name_ru", "name_en")
    is_searching = False
    is_filtering_by_collection = False
    search_query: str | None = None

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        words = self.cleaned_data.get("q", "").split()
        self.is_searching = bool(words)
        self.search_query = " ".join(words) or None
        for word in words:
            matches = Q()
            for column in self.columns:
                # SQLite folds case for ASCII only, so a Russian name is also tried capitalised.
                matches |= Q(**{f"{column}__icontains": word}) | Q(
                    **{f"{column}__icontains": word.capitalize()}
                )
            objects = objects.filter(matches)
        return objects


class PractitionerSearchForm(NameSearchForm):
    columns = ("family_ru", "given_ru", "family_en", "given_en")


class _NameSearchMixin:
    search_form_class: ClassVar[type[NameSearchForm]] = NameSearchForm

    def get_filter_form_class(self) -> type[NameSearchForm]:
        return self.search_form_class


class ChooseByName(_NameSearchMixin, ChooseViewMixin, CreationFormMixin, BaseChooseView):
    pass


class ChooseByNameResults(_NameSearchMixin, ChooseResultsViewMixin, CreationFormMixin, BaseChooseView):
    pass


class ChoosePractitioner(ChooseByName):
    search_form_class = PractitionerSearchForm


class ChoosePractitionerResults(ChooseByNameResults):
    search_form_class = PractitionerSearchForm


class RecordChooserBlock(ChooserBlock):
    """A chooser of records whose keys are UUIDs: JSON takes and gives them as text, and `in_bulk` finds nothing by text."""

    def bulk_to_python(self, values: Iterable[Any]) -> list[Any]:
        keys = [_uuid(value) for value in values]
        model = self.model_class
        known = generation.remember_each(
            f"cms:chosen:{model._meta.label}:", {key for key in keys if key}, model.objects.in_bulk
        )
        return [known.get(key) if key else None for key in keys]

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else str(value.pk)

    def get_form_state(self, value: Any) -> dict[str, Any] | None:
        """What the form's script is told; it is written as JSON, which knows no UUID."""
        state: dict[str, Any] | None = super().get_form_state(value)
        return None if state is None else {**state, "id": str(state["id"])}


def _uuid(value: Any) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None


class RecordChooserViewSet(ChooserViewSet):
    base_block_class = RecordChooserBlock


class ActiveChooserViewSet(RecordChooserViewSet):
    choose_view_class = ChooseByName
    choose_results_view_class = ChooseByNameResults
    per_page = 20

    def get_object_list(self) -> QuerySet[Any]:
        return self.model.objects.filter(active=True)


class PractitionerChooserViewSet(ActiveChooserViewSet):
    model = "booking.Practitioner"
    icon = "user"
    choose_view_class = ChoosePractitioner
    choose_results_view_class = ChoosePractitionerResults
    choose_one_text = _("Choose a doctor")
    choose_another_text = _("Choose another doctor")


class ServiceChooserViewSet(ActiveChooserViewSet):
    model = "booking.HealthcareService"
    icon = "list-ul"
    choose_one_text = _("Choose a service")
    choose_another_text = _("Choose another service")


class LocationChooserViewSet(ActiveChooserViewSet):
    model = "booking.Location"
    icon = "home"
    choose_one_text = _("Choose a branch")
    choose_another_text = _("Choose another branch")


class ProgramChooserViewSet(ActiveChooserViewSet):
    model = "booking.Program"
    icon = "tasks"
    choose_one_text = _("Choose a program")
    choose_another_text = _("Choose another program")


class SpecialityChooserViewSet(RecordChooserViewSet):
    model = "booking.Speciality"
    icon = "tag"
    choose_view_class = ChooseByName
    choose_results_view_class = ChooseByNameResults
    per_page = 50
    choose_one_text = _("Choose a speciality")
    choose_another_text = _("Choose another speciality")


practitioner_chooser = PractitionerChooserViewSet("practitioner_chooser")
service_chooser = ServiceChooserViewSet("service_chooser")
location_chooser = LocationChooserViewSet("location_chooser")
program_chooser = ProgramChooserViewSet("program_chooser")
speciality_chooser = SpecialityChooserViewSet("speciality_chooser")

CHOOSERS = [practitioner_chooser, service_chooser, location_chooser, program_chooser, speciality_chooser]
