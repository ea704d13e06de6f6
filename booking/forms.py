"""Input that the patient's pages and the desk's have in common."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

#: Longer courses are two courses: nobody knows their days a season ahead.
MOST_COURSE_VISITS = 20


class RhythmForm(forms.Form):
    """How many visits a course has, and how many days apart."""

    visits = forms.IntegerField(label=_("How many visits?"), min_value=2, max_value=MOST_COURSE_VISITS)
    every_days = forms.TypedChoiceField(
        label=_("How often?"),
        coerce=int,
        choices=[
            (1, _("Every day")),
            (2, _("Every other day")),
            (3, _("Every third day")),
            (7, _("Once a week")),
            (14, _("Every two weeks")),
        ],
    )

    @property
    def wish(self) -> dict[str, Any]:
        """In the words of `plan_course`; call after validation."""
        return {name: self.cleaned_data[name] for name in ("visits", "every_days")}
