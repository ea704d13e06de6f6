"""What a patient may change about themselves; names and the phone are changed against a document, at the desk."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class ContactsForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("For confirmations with a calendar file. Nothing about your health is sent by mail."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    preferred_language = forms.ChoiceField(
        label=_("Language of messages"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
