"""What the clinic knows of the person, and where it writes to."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cabinet.forms.profile import ContactsForm
from cabinet.mount import patient_url
from cabinet.navigation import cabinet_page
from cabinet.person import access_for, shown_person, signed_in
from people.access import open_one
from people.services import change_contacts


@require_http_methods(["GET", "POST"])
@signed_in
def profile(request: HttpRequest) -> HttpResponse:
    person = shown_person(request)
    access = access_for(request, person)
    opened = open_one(access, person, "family", "given", "patronymic", "birth_date", "phone", "email")
    known = {"email": opened.email, "preferred_language": person.preferred_language}
    form = ContactsForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_valid():
        change_contacts(access=access, patient=person, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(patient_url(request, "cabinet:profile"))
    return cabinet_page(
        request,
        "cabinet/profile.html",
        section="profile",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK,
        opened=opened,
        form=form,
    )
