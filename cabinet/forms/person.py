"""Somebody else whom the account's owner books for."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from booking.rules import age_on
from people.codes import Gender, Relationship
from people.date_in_parts import DateInPartsField

ADULT_YEARS = 18


class ChildForm(forms.Form):
    """A child, added by their legal representative."""

    family = forms.CharField(label=_("Family name"), max_length=100)
    given = forms.CharField(label=_("Given name"), max_length=100)
    patronymic = forms.CharField(label=_("Patronymic"), max_length=100, required=False)
    birth_date = DateInPartsField(label=_("Date of birth"), help_text=_("For example, 7 3 2019"))
    gender = forms.ChoiceField(
        label=_("Sex in the child's documents"),
        choices=[(Gender.FEMALE, _("Female")), (Gender.MALE, _("Male"))],
        widget=forms.RadioSelect,
    )
    relationship = forms.ChoiceField(
        label=_("Who are you to the child?"),
        choices=[
            (Relationship.MOTHER, _("Mother")),
            (Relationship.FATHER, _("Father")),
            (Relationship.GUARDIAN, _("Guardian")),
        ],
        widget=forms.RadioSelect,
    )
    agreed = forms.BooleanField(
        label=_(
            "I am the child's legal representative and agree to the processing of the child's personal data"
        ),
        error_messages={"required": _("Without this agreement we may not keep the child's data.")},
    )

    def clean_birth_date(self) -> date:
        born: date = self.cleaned_data["birth_date"]
        today = timezone.localdate()
        if born > today:
            raise ValidationError(_("The date of birth is in the future."))
        if age_on(today, born) >= ADULT_YEARS:
            raise ValidationError(
                _(
                    "An adult gives access to their cabinet themselves: in their own account or at the front desk."
                )
            )
        return born
