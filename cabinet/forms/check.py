"""The last page before a booking: what has to be said by the patient and by nobody else."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import ConsentText


class CheckForm(forms.Form):
    """`key` is made with the page, so that the same page sent twice books once.

    What need not be ticked is agreed to by the button: the page says so above it.
    """

    key = forms.UUIDField(widget=forms.HiddenInput)
    comment = forms.CharField(
        label=_("Is there anything the doctor should know beforehand?"),
        help_text=_("Kept encrypted and shown only to your doctor."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    prepared = forms.BooleanField(
        label=_("I have read how to prepare"),
        error_messages={"required": _("Please read how to prepare for this visit and tick the box.")},
    )
    consent = forms.BooleanField(
        label=_("I agree to the processing of my personal data for this visit"),
        error_messages={
            "required": _("Without this agreement we may not pass the booking on to the clinic.")
        },
    )

    def __init__(
        self,
        *args: Any,
        consent_text: ConsentText,
        has_preparation: bool,
        ticks_preparation: bool,
        ticks_consent: bool,
        for_somebody: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.consent_text = consent_text
        self.has_preparation = has_preparation
        if not (has_preparation and ticks_preparation):
            del self.fields["prepared"]
        if not ticks_consent:
            del self.fields["consent"]
        elif for_somebody:
            self.fields["consent"].label = _(
                "I agree, as the patient's representative, to the processing of their personal data for this visit"
            )

    @property
    def is_prepared(self) -> bool:
        """Ticked, or said by the button. Call after validation."""
        return self.has_preparation and bool(self.cleaned_data.get("prepared", True))


class WhomForm(forms.Form):
    person = forms.ChoiceField(label=_("Who is the visit for?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people  # type: ignore[attr-defined]  # Field, though a ChoiceField
