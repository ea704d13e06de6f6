"""A form that editors build: vacancies, partners, the press. Never about health.

What is sent lies in the CMS, can be exported by editors and is not encrypted, so a field that asks about health is
refused when the page is saved, and the form carries a sentence that says where such questions belong.
"""

import datetime as dt
from http import HTTPStatus
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.contrib.forms.models import AbstractFormField, FormMixin
from wagtail.contrib.forms.panels import FormSubmissionsPanel
from wagtail.models import TranslatableMixin

from cms.health_words import asks_about_health
from cms.models.base import ContentPage
from people.client_address import client_address
from people.rate_limits import allow

#: How often one address may send in so many seconds: a person makes mistakes, a program makes hundreds.
MOST_SENT = (10, 3600)


class EnquiryField(TranslatableMixin, AbstractFormField):
    """One question of the form."""

    page = ParentalKey("cms.EnquiryPage", on_delete=models.CASCADE, related_name="form_fields")

    class Meta(TranslatableMixin.Meta, AbstractFormField.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def clean(self) -> None:
        super().clean()
        if asks_about_health(f"{self.label} {self.help_text} {self.choices}"):
            raise ValidationError(
                {
                    "label": _(
                        "This form is not protected like a medical record: it must not ask about health."
                    )
                }
            )


class EnquiryPage(FormMixin, ContentPage):
    """A form for anything but health."""

    introduction = models.TextField(_("introduction"), blank=True)
    thank_you_text = models.TextField(_("text after sending"), blank=True)
    keep_days = models.PositiveSmallIntegerField(
        _("days that answers are kept"),
        default=180,
        validators=[MinValueValidator(1), MaxValueValidator(1095)],
        help_text=_("What people sent is deleted after so many days."),
    )

    template = "pages/enquiry.html"
    landing_page_template = "pages/enquiry_sent.html"
    parent_page_types: ClassVar[list[str]] = ["cms.ContactsPage", "cms.LandingPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Any]] = [
        FormSubmissionsPanel(),
        *ContentPage.content_panels,
        FieldPanel("introduction"),
        InlinePanel("form_fields", label=_("question")),
        FieldPanel("thank_you_text"),
        FieldPanel("keep_days"),
    ]

    class Meta:
        verbose_name = _("enquiry form")
        verbose_name_plural = _("enquiry forms")

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [*ContentPage.preview_modes.fget(self), ("landing", _("After sending"))]  # type: ignore[attr-defined]

    def get_form_fields(self) -> Any:
        return self.form_fields.all()

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "GET" and "sent" in request.GET:
            response: HttpResponse = super().render_landing_page(request)
            return response
        if request.method == "POST" and not allow("enquiry", client_address(request), *MOST_SENT):
            return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS)
        served: HttpResponse = super().serve(request, *args, **kwargs)
        return served

    def render_landing_page(
        self, request: HttpRequest, form_submission: Any = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Sent once is sent: loading the page again must not send it again."""
        if request.method == "POST":
            return HttpResponseRedirect(f"{request.path}?sent")
        response: HttpResponse = super().render_landing_page(request, form_submission, *args, **kwargs)
        return response


def forget_old() -> None:
    """Periodic job: deletes what was sent longer ago than each form keeps it."""
    now = timezone.now()
    for page in EnquiryPage.objects.all():
        page.get_submissions().filter(submit_time__lt=now - dt.timedelta(days=page.keep_days)).delete()
