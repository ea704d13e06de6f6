"""What a patient waits for."""

from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from booking.rules import PATIENT_LIMITS
from people.date_in_parts import DateInPartsField

#: Parts of the day as the branch's clocks have them.
PARTS: dict[str, tuple[time | None, time | None]] = {
    "any": (None, None),
    "morning": (None, time(12)),
    "afternoon": (time(12), time(17)),
    "evening": (time(17), None),
}


class WaitForm(forms.Form):
    latest = DateInPartsField(label=_("Until which day?"), help_text=_("We stop looking after it."))
    part = forms.ChoiceField(
        label=_("At what time of day?"),
        choices=[
            ("any", _("Any time")),
            ("morning", _("Before noon")),
            ("afternoon", _("From 12:00 to 17:00")),
            ("evening", _("After 17:00")),
        ],
        initial="any",
        widget=forms.RadioSelect,
    )
    doctor = forms.ChoiceField(
        label=_("With whom?"),
        choices=[("same", ""), ("any", _("Any doctor who is free"))],
        initial="same",
        widget=forms.RadioSelect,
    )

    def __init__(
        self, *args: Any, doctor_name: str, latest_possible: date | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.last_day = latest_possible or timezone.localdate() + PATIENT_LIMITS.horizon
        if doctor_name:
            same, anybody = self.fields["doctor"].choices  # type: ignore[attr-defined]  # Field, though a ChoiceField
            self.fields["doctor"].choices = [(same[0], doctor_name), anybody]  # type: ignore[attr-defined]
        else:
            del self.fields["doctor"]

    def clean_latest(self) -> date:
        latest: date = self.cleaned_data["latest"]
        if latest < timezone.localdate():
            raise forms.ValidationError(_("This day has passed."))
        if latest > self.last_day:
            raise forms.ValidationError(
                _("Choose a day no later than %(day)s."), params={"day": f"{self.last_day:%d.%m.%Y}"}
            )
        return latest

    def wish(self) -> dict[str, Any]:
        """The wish in the words of `join_waitlist`. `latest` stands even where the form was shortened."""
        earliest_time, latest_time = PARTS[self.cleaned_data["part"]]
        return {
            "earliest_date": timezone.localdate(),
            "latest_date": self.cleaned_data["latest"],
            "earliest_time": earliest_time,
            "latest_time": latest_time,
        }


def default_latest() -> date:
    return timezone.localdate() + timedelta(days=14)
