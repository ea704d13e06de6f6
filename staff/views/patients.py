"""What the desk knows of a patient beside their visits."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from people.access import open_one
from people.models import Patient
from people.phones import masked
from people.services import correct_contacts
from staff.forms import ContactsForm
from staff.groups import front_desk_only
from staff.patients import full_name
from staff.views.acting import access_of, branch_of


@require_http_methods(["GET", "HEAD", "POST"])
@front_desk_only
def contacts(request: HttpRequest, branch: str, patient_id: UUID) -> HttpResponse:
    """Where the patient is reached, and how they come into their cabinet."""
    location = branch_of(branch)
    patient = get_object_or_404(Patient, pk=patient_id, active=True)
    access = access_of(request)
    person = open_one(access, patient, "family", "given", "patronymic", "birth_date", "phone", "email")
    form = ContactsForm(request.POST or None, initial={"phone": person.phone, "email": person.email})
    if form.is_valid():
        correct_contacts(access=access, patient=patient, **form.cleaned_data)
        messages.success(request, gettext("The contacts are saved."))
        return redirect("staff:contacts", location.code, patient.pk)
    context = {
        "location": location,
        "patient": patient,
        "patient_name": full_name(person.family, person.given, person.patronymic),
        "given_name": person.given,
        "family_name": person.family,
        "birth_date": person.birth_date,
        "form": form,
        "signs_in_with": masked(open_one(access, patient.user, "phone").phone) if patient.user else "",
    }
    return render(request, "staff/contacts.html", context)
