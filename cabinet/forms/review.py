"""A patient's words about a visit."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReviewForm(forms.Form):
    rating = forms.TypedChoiceField(
        label=_("How was the visit?"),
        coerce=int,
        choices=[
            ("5", _("5, excellent")),
            ("4", _("4, good")),
            ("3", _("3, not bad")),
            ("2", _("2, bad")),
            ("1", _("1, terrible")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose from 1 to 5.")},
    )
    text = forms.CharField(
        label=_("What should others know?"),
        help_text=_(
            "Please write about the visit, not about your illness: reviews are public. We publish your words unchanged."
        ),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": "5"}),
    )
    author_name = forms.CharField(
        label=_("How to sign it"),
        help_text=_("For example, a first name. Empty: “a patient”."),
        required=False,
        max_length=60,
    )
