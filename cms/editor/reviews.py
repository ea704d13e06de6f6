"""Moderation of patients' reviews: read, publish or reject with a reason, answer. Nobody can change a patient's words.

The lists show the words, the mark and what they are about, not who wrote them and when the visit was.
"""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import permission_required
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView

from booking.codes import ReviewStatus
from booking.errors import BookingError
from booking.models import Review
from booking.services import answer_review, publish_review, reject_review
from cms.editor.menus import PermittedViewSet
from people.access import Access
from people.codes import Purpose

PERMISSION = "booking.change_review"


class ReviewFilterSet(WagtailFilterSet):
    class Meta:
        model = Review
        fields: ClassVar[list[str]] = ["status", "rating", "practitioner", "location"]


class ReviewIndexView(IndexView):
    any_permission_required: ClassVar[list[str]] = ["change"]
    page_title = _("Reviews of patients")
    header_icon = "comment"
    filterset_class = ReviewFilterSet
    default_ordering = "-submitted_at"
    is_searchable = True
    search_fields: ClassVar[list[str]] = ["text"]
    columns: ClassVar[list[Any]] = [
        TitleColumn(
            "text",
            label=_("Review"),
            url_name="patient_reviews:read",
            accessor=lambda review: Truncator(review.text).words(16) or "–",
        ),
        Column("rating", label=_("Mark"), width="8%"),
        Column("practitioner", label=_("Doctor"), width="18%"),
        Column("location", label=_("Branch"), width="15%"),
        Column("status", label=_("Status"), accessor="get_status_display", width="12%"),
        DateColumn("submitted_at", label=_("Written"), width="12%"),
    ]

    def get_base_queryset(self) -> Any:
        written = Review.objects.exclude(status=ReviewStatus.ASKED)
        return written.select_related("practitioner", "location").defer("patient", "appointment")


class RejectForm(forms.Form):
    reason = forms.CharField(
        label=_("Which rule it breaks"),
        max_length=300,
        help_text=_(
            "Insult, advertising, somebody's personal data, not about the visit. A low mark is no reason."
        ),
    )


class AnswerForm(forms.Form):
    reply = forms.CharField(
        label=_("The clinic's answer"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Public. Do not confirm that the author is our patient, and do not speak of their health."
        ),
    )


@permission_required(PERMISSION)
def read(request: HttpRequest, pk: str) -> HttpResponse:
    review = get_object_or_404(
        Review.objects.exclude(status=ReviewStatus.ASKED).select_related(
            "practitioner", "service", "location"
        ),
        pk=pk,
    )
    reject_form = RejectForm(request.POST if request.POST.get("act") == "reject" else None)
    answer_form = AnswerForm(
        request.POST if request.POST.get("act") == "answer" else None, initial={"reply": review.reply}
    )
    if request.method == "POST":
        response = _act(request, review, reject_form, answer_form)
        if response is not None:
            return response
    context = {
        "review": review,
        "reject_form": reject_form,
        "answer_form": answer_form,
        "may_publish": review.status in (ReviewStatus.SUBMITTED, ReviewStatus.REJECTED),
        "may_reject": review.status in (ReviewStatus.SUBMITTED, ReviewStatus.PUBLISHED),
        "may_answer": review.status in (ReviewStatus.SUBMITTED, ReviewStatus.PUBLISHED),
    }
    return render(request, "wagtailadmin/reviews/read.html", context)


def _act(
    request: HttpRequest, review: Review, reject_form: RejectForm, answer_form: AnswerForm
) -> HttpResponse | None:
    access = Access.of_request(request, purpose=Purpose.ADMINISTRATION, channel="admin")
    now = timezone.now()
    try:
        match request.POST.get("act"):
            case "publish":
                publish_review(access=access, review=review, now=now)
                messages.success(request, _("The review is published as it was written."))
            case "reject" if reject_form.is_valid():
                reject_review(
                    access=access, review=review, reason=reject_form.cleaned_data["reason"], now=now
                )
                messages.success(request, _("The review is rejected; the reason is kept."))
            case "answer" if answer_form.is_valid():
                answer_review(access=access, review=review, text=answer_form.cleaned_data["reply"], now=now)
                messages.success(request, _("The answer is saved."))
            case _:
                return None
    except BookingError as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(reverse("patient_reviews:read", args=[review.pk]))


class ReviewViewSet(PermittedViewSet):
    permission = PERMISSION
    icon = "comment"
    menu_label = _("Reviews of patients")
    menu_order = 260
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[Any]:
        index = {"model": Review, "index_url_name": self.get_url_name("index")}
        return [
            path(
                "",
                ReviewIndexView.as_view(**index, index_results_url_name=self.get_url_name("index_results")),
                name="index",
            ),
            path("results/", ReviewIndexView.as_view(**index, results_only=True), name="index_results"),
            path("<uuid:pk>/", read, name="read"),
        ]


review_viewset = ReviewViewSet("patient_reviews", url_prefix="patient-reviews")
