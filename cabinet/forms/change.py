"""Cancelling a visit: why, in the clinic's codes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from booking.codes import PATIENT_CANCEL_REASONS


class CancelForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why do you cancel?"),
        choices=[(reason.value, reason.label) for reason in PATIENT_CANCEL_REASONS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason: it tells the clinic what to do better.")},
    )
