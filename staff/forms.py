"""What staff type. Times are wall-clock times of the branch."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from booking.codes import AppointmentStatus, CancelReason, ResourceType
from booking.models import HealthcareService, Location, Practitioner, Room
from people.codes import Gender
from people.phones import mobile_number
from staff.board import Columns, wall_moment

#: Reasons that belong to the system or to the other side are not offered at the desk.
DESK_CANCEL_REASONS = [reason for reason in CancelReason if reason != CancelReason.FROM_WAITLIST]


class BoardChoice(forms.Form):
    """Which board: everything has a default, so a wrong address still shows a board."""

    branch = forms.ModelChoiceField(Location.objects.filter(active=True), to_field_name="code")
    day = forms.DateField()
    by = forms.ChoiceField(choices=[(one.value, one.value) for one in Columns], required=False)


class PatientSearch(forms.Form):
    term = forms.CharField(
        label=_("Phone or surname"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class NewPatient(forms.Form):
    """A patient who calls or comes for the first time; agreed to by voice or on paper."""

    family = forms.CharField(label=_("Family name"), max_length=100)
    given = forms.CharField(label=_("Given name"), max_length=100)
    patronymic = forms.CharField(label=_("Patronymic"), max_length=100, required=False)
    birth_date = forms.DateField(label=_("Date of birth"), widget=forms.DateInput(attrs={"type": "date"}))
    gender = forms.ChoiceField(label=_("Sex"), choices=Gender.choices)
    phone = forms.CharField(
        label=_("Phone"), max_length=32, widget=forms.TextInput(attrs={"inputmode": "tel", "type": "tel"})
    )


class ContactsForm(forms.Form):
    """Where a patient is reached. A new number must be one that can receive a sign-in code."""

    phone = forms.CharField(
        label=_("Mobile phone"),
        max_length=32,
        widget=forms.TextInput(attrs={"inputmode": "tel", "type": "tel", "autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        # One that another system sent may be of any kind, and is kept until somebody changes it.
        return mobile_number(phone) if "phone" in self.changed_data else phone


class BookingForm(forms.Form):
    """Service and doctor of a visit made at the desk; the time is one of those offered for them."""

    service = forms.ModelChoiceField(HealthcareService.objects.none(), label=_("Service"))
    practitioner = forms.ModelChoiceField(
        Practitioner.objects.none(), label=_("Doctor"), required=False, empty_label=_("Any doctor")
    )
    day = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(
        self, location: Location, *args: Any, practitioner_id: UUID | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        services = HealthcareService.objects.filter(active=True, roles__location=location, roles__active=True)
        if practitioner_id:
            services = services.filter(roles__practitioner=practitioner_id)
        doctors = Practitioner.objects.filter(active=True, roles__location=location, roles__active=True)
        self._choose_from("service", services.distinct().order_by("name_ru"))
        self._choose_from("practitioner", doctors.distinct())

    def _choose_from(self, name: str, rows: QuerySet[Any]) -> None:
        cast("forms.ModelChoiceField[Any]", self.fields[name]).queryset = rows


class CancelForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[(reason.value, reason.label) for reason in DESK_CANCEL_REASONS],
        initial=CancelReason.PATIENT_ASKED,
    )


class ErrorForm(forms.Form):
    reason = forms.CharField(
        label=_("What was the error?"),
        max_length=300,
        help_text=_("For example: another patient, another day, the same visit twice. No diagnoses."),
    )


class DelayForm(forms.Form):
    minutes = forms.IntegerField(label=_("Another number of minutes"), min_value=0, max_value=240)


class BlockForm(forms.Form):
    """A span of a doctor or a room to be taken out of sale."""

    location = forms.ModelChoiceField(Location.objects.filter(active=True), label=_("Branch"))
    practitioner = forms.ModelChoiceField(
        Practitioner.objects.filter(active=True), label=_("Doctor"), required=False
    )
    room = forms.ModelChoiceField(
        Room.objects.filter(active=True).select_related("location"), label=_("Room"), required=False
    )
    day = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}))
    start = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}))
    end = forms.TimeField(label=_("Until"), widget=forms.TimeInput(attrs={"type": "time"}))
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("practitioner")) == bool(cleaned.get("room")):
            self.add_error("practitioner", gettext("Choose either a doctor or a room."))
        if cleaned.get("start") and cleaned.get("end") and cleaned["start"] >= cleaned["end"]:
            self.add_error("end", gettext("The end must be later than the start."))
        return cleaned

    @property
    def span(self) -> tuple[datetime, datetime]:
        """Start and end in UTC; call after validation."""
        day, location = self.cleaned_data["day"], self.cleaned_data["location"]
        return (
            wall_moment(location, day, self.cleaned_data["start"]),
            wall_moment(location, day, self.cleaned_data["end"]),
        )

    @property
    def resource(self) -> tuple[ResourceType, UUID]:
        doctor = self.cleaned_data["practitioner"]
        if doctor:
            return ResourceType.PRACTITIONER, doctor.pk
        return ResourceType.ROOM, self.cleaned_data["room"].pk


class WhyForm(forms.Form):
    """Which day and doctor "Why is nothing free?" is asked of."""

    location = forms.ModelChoiceField(Location.objects.filter(active=True), label=_("Branch"))
    service = forms.ModelChoiceField(HealthcareService.objects.filter(active=True), label=_("Service"))
    practitioner = forms.ModelChoiceField(
        Practitioner.objects.filter(active=True),
        label=_("Doctor"),
        required=False,
        empty_label=_("Any doctor"),
    )
    day = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}))


#: What one click on a visit can do, and from which states it is offered.
ACTS: dict[str, tuple[AppointmentStatus, ...]] = {
    "check-in": (AppointmentStatus.BOOKED,),
    "start": (AppointmentStatus.BOOKED, AppointmentStatus.CHECKED_IN),
    "complete": (AppointmentStatus.BOOKED, AppointmentStatus.CHECKED_IN, AppointmentStatus.ARRIVED),
    "no-show": (AppointmentStatus.BOOKED,),
}
