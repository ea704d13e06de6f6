"""Writing about a visit that took place: once, and only when asked."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from booking.errors import ReviewWritten
from booking.models import Review
from booking.services.reviewing import write_review
from cabinet.forms.review import ReviewForm
from cabinet.mount import patient_url
from cabinet.navigation import cabinet_page
from cabinet.person import access_for, family_of, signed_in
from cabinet.presenters.visit import card_of


@require_http_methods(["GET", "POST"])
@signed_in
def review(request: HttpRequest, review_id: UUID) -> HttpResponse:
    found = _own_review(request, review_id)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return cabinet_page(
            request,
            "cabinet/review.html",
            section="visits",
            status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK,
            review=found,
            card=card_of(found.appointment),
            form=form,
        )
    try:
        write_review(
            access=access_for(request, found.patient),
            review=found,
            now=timezone.now(),
            language=get_language() or "",
            **form.cleaned_data,
        )
    except ReviewWritten as error:
        messages.warning(request, str(error))
    else:
        messages.success(
            request, _("Thank you. The review appears on the site once a moderator has read it.")
        )
    return HttpResponseRedirect(patient_url(request, "cabinet:visit", found.appointment_id))


def _own_review(request: HttpRequest, review_id: UUID) -> Review:
    reviews = Review.objects.filter(patient__in=family_of(request)).select_related(
        "patient", "appointment__practitioner", "appointment__service", "appointment__location"
    )
    found = reviews.filter(pk=review_id).first()
    if found is None:
        raise Http404
    return found
