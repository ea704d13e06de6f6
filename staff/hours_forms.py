"""Changes of working hours as the desk types them. Times are wall-clock times of the branch."""

from collections.abc import Sequence
from datetime import date, time
from itertools import pairwise
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from booking.codes import Modality, Weekday
from booking.models import HealthcareService, HoursRule, Location, Practitioner, Room
from booking.services import WeeklyHours

#: Empty lines below the hours that are there, for new ones.
NEW_LINES = 3


def _date_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def _time_input() -> forms.TimeInput:
    return forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class HoursFrom(forms.Form):
    """From when the week below holds, and why."""

    valid_from = forms.DateField(label=_("From which day"), widget=_date_input())
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_valid_from(self) -> date:
        first: date = self.cleaned_data["valid_from"]
        if first < self.today:
            raise ValidationError(_("Hours of days that have passed stay as they were."))
        return first


class _Whose(forms.Form):
    """Room, services and way of meeting, limited to what the doctor has at the branch."""

    room = forms.ModelChoiceField(
        Room.objects.none(), label=_("Room"), required=False, empty_label=_("Any fitting room")
    )
    modality = forms.ChoiceField(
        label=_("How patients are seen"), choices=Modality.choices, initial=Modality.BOTH
    )
    services = forms.ModelMultipleChoiceField(
        HealthcareService.objects.none(), label=_("Only for these services"), required=False
    )
    step_minutes = forms.IntegerField(
        label=_("A start every, minutes"), required=False, min_value=5, max_value=240
    )

    def __init__(self, *args: Any, practitioner: Practitioner, location: Location, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = HealthcareService.objects.filter(
            active=True, roles__practitioner=practitioner, roles__location=location, roles__active=True
        )
        self._choose_from("services", given.distinct().order_by("name_ru"))
        self._choose_from("room", Room.objects.filter(location=location, active=True))

    def _choose_from(self, name: str, rows: Any) -> None:
        cast("forms.ModelChoiceField[Any]", self.fields[name]).queryset = rows

    def weekly_hours(self, *, weekday: int) -> WeeklyHours:
        told = self.cleaned_data
        return WeeklyHours(
            weekday=weekday,
            start_time=told["start_time"],
            end_time=told["end_time"],
            room=told["room"],
            services=list(told["services"]),
            modality=told["modality"],
            step_minutes=told["step_minutes"],
        )


class WeekLine(_Whose):
    """One span of one day of the week; a line without a day is no line."""

    weekday = forms.TypedChoiceField(
        label=_("Day"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("(no hours)")), *Weekday.choices],
    )
    start_time = forms.TimeField(label=_("From"), required=False, widget=_time_input())
    end_time = forms.TimeField(
        label=_("Until"), required=False, widget=_time_input(), help_text=_("00:00 is midnight")
    )
    field_order = ("weekday", "start_time", "end_time", "room", "modality")

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("weekday") is not None:
            for name in ("start_time", "end_time"):
                if told.get(name) is None and name not in self.errors:
                    self.add_error(name, gettext("Say the time."))
        return told

    @property
    def span(self) -> tuple[int, time, time] | None:
        told = self.cleaned_data
        return (
            None if told.get("weekday") is None else (told["weekday"], told["start_time"], told["end_time"])
        )


class _Week(forms.BaseFormSet[WeekLine]):
    def clean(self) -> None:
        """Two spans of a day that overlap would offer the same time twice."""
        if any(self.errors):
            return
        spans = sorted(line.span for line in self.forms if line.span)
        for (day, begin, end), (other, start, _end) in pairwise(spans):
            if day == other and (end <= begin or end > start):
                raise ValidationError(
                    gettext("%(day)s: two spans overlap.") % {"day": Weekday(day).label}, code="overlap"
                )

    def hours(self) -> list[WeeklyHours]:
        return [line.weekly_hours(weekday=line.span[0]) for line in self.forms if line.span]


def week_of(
    rules: Sequence[HoursRule], practitioner: Practitioner, location: Location, data: Any = None
) -> _Week:
    """The lines of a week, filled with the hours that hold now."""
    week = cast("type[_Week]", forms.formset_factory(WeekLine, formset=_Week, extra=NEW_LINES))
    initial = [
        {
            "weekday": rule.weekday,
            "start_time": rule.start_time,
            "end_time": rule.end_time,
            "room": rule.room_id,
            "modality": rule.modality,
            "services": [one.pk for one in rule.services.all()],
            "step_minutes": rule.step_minutes,
        }
        for rule in rules
    ]
    whose = {"practitioner": practitioner, "location": location}
    return week(data, initial=initial, form_kwargs=whose, prefix="week")


class _Days(forms.Form):
    start_date = forms.DateField(label=_("First day"), widget=_date_input())
    end_date = forms.DateField(
        label=_("Last day"), required=False, widget=_date_input(), help_text=_("Empty: one day only")
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        first = told.get("start_date")
        last = told["end_date"] = told.get("end_date") or first
        if first and last and last < first:
            self.add_error("end_date", gettext("The last day is before the first."))
        return told


class CloseForm(_Days):
    """Days without visits: of the doctor here, of the doctor everywhere, of the whole branch."""

    DOCTOR_HERE, DOCTOR, BRANCH = "doctor-here", "doctor", "branch"

    what = forms.ChoiceField(
        label=_("Who is away?"),
        choices=[
            (DOCTOR_HERE, _("The doctor, at this branch")),
            (DOCTOR, _("The doctor, at every branch")),
            (BRANCH, _("The whole branch is closed")),
        ],
        initial=DOCTOR_HERE,
        widget=forms.RadioSelect,
    )
    start_time = forms.TimeField(
        label=_("From"), required=False, widget=_time_input(), help_text=_("Empty: the whole day")
    )
    end_time = forms.TimeField(label=_("Until"), required=False, widget=_time_input())
    reason_ru = forms.CharField(
        label=_("Reason in Russian"),
        max_length=200,
        help_text=_("Patients may read it: “leave”, not “illness”."),
    )
    reason_en = forms.CharField(label=_("Reason in English"), max_length=200, required=False)
    field_order = ("what", "start_date", "end_date", "start_time", "end_time")

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if (told.get("start_time") is None) != (told.get("end_time") is None) and not self._has_time_error():
            missing = "end_time" if told.get("end_time") is None else "start_time"
            self.add_error(missing, gettext("Say the time."))
        return told

    def _has_time_error(self) -> bool:
        errors: ErrorDict = self.errors
        return "start_time" in errors or "end_time" in errors


class ExtraForm(_Days, _Whose):
    """Hours beside the weekly ones."""

    start_time = forms.TimeField(label=_("From"), widget=_time_input())
    end_time = forms.TimeField(label=_("Until"), widget=_time_input())
    reason_ru = forms.CharField(label=_("Reason in Russian"), max_length=200)
    reason_en = forms.CharField(label=_("Reason in English"), max_length=200, required=False)
    field_order = ("start_date", "end_date", "start_time", "end_time", "room", "modality")


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300)
