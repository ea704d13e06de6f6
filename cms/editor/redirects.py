"""Redirects to our own pages, written as people write addresses: `/ru/prices/`."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.redirects import views
from wagtail.contrib.redirects.forms import RedirectForm
from wagtail.models import Site

from cms.editorial.links import is_own, page_at


class SiteRedirectForm(RedirectForm):
    """An address of this site becomes a redirect to the page itself, which is followed wherever it moves."""

    redirect_link = forms.CharField(
        label=_("Redirect to an address"),
        max_length=255,
        required=False,
        help_text=_("A page of this site, such as /ru/prices/, or the full address of another site."),
    )

    def clean_redirect_link(self) -> str:
        address: str = self.cleaned_data["redirect_link"].strip()
        if not address or not is_own(address):
            whole: Any = forms.URLField(required=False, assume_scheme="https").clean(address)
            return str(whole)
        parts = urlsplit(address)
        page = page_at(parts.path)
        if page is None:
            raise ValidationError(_("This site has no published page at this address."))
        exact = page.get_url() or ""
        if parts.query or parts.fragment or exact.rstrip("/") != parts.path.rstrip("/"):
            # A filtered list, or a step below a page that mounts an application: not the page itself.
            root = Site.objects.get(is_default_site=True).root_url
            return address if parts.netloc else f"{root}{address}"
        self.cleaned_data["redirect_page"] = page
        return ""


def use() -> None:
    """Adding, editing and importing take this form; Wagtail has no setting for it."""
    views.RedirectForm = views.CreateView.form_class = views.EditView.form_class = SiteRedirectForm
