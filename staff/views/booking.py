"""Booking at the desk: who, then what and when. A patient who calls, or who stands there."""

from datetime import UTC, date, datetime
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from booking import services
from booking.codes import Audience, Channel
from booking.errors import BookingError, OfferInvalid
from booking.models import Appointment, Location
from booking.offers import OfferKey
from people.access import open_one
from people.codes import ConsentKind, ConsentMeans
from people.models import Patient
from people.services import current_consent_text, give_consent, register_patient
from staff.board import today
from staff.forms import BookingForm, NewPatient, PatientSearch
from staff.groups import front_desk_only
from staff.offers import DayOffers, day_offers, nearest_offers, usual_service
from staff.patients import find_patients, full_name
from staff.views.acting import access_of, branch_of, tell_refusal, why_address

#: What a click on the board already says, carried from page to page; `here` is a patient who stands at the desk.
CARRIED = ("start", "practitioner", "room", "day", "service", "here")


@require_http_methods(["GET", "HEAD", "POST"])
@front_desk_only
def find_patient(request: HttpRequest, branch: str) -> HttpResponse:
    """Asked by POST: addresses are written to logs and histories, and no name or number belongs there."""
    location = branch_of(branch)
    form = PatientSearch(request.POST or None)
    found = find_patients(form.cleaned_data["term"], access=access_of(request)) if form.is_valid() else None
    carried = _carried(request)
    if found is not None and len(found) == 1:
        # The next page says name and date of birth before anything is booked.
        return HttpResponseRedirect(_book_address(location, found[0].patient, carried))
    context = {
        "location": location,
        "form": form,
        "found": found,
        "query": urlencode(carried),
        "block_url": _block_address(location, carried),
    }
    return render(request, "staff/find_patient.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@front_desk_only
def new_patient(request: HttpRequest, branch: str) -> HttpResponse:
    location = branch_of(branch)
    form = NewPatient(request.POST or None)
    if request.method == "POST" and form.is_valid():
        access = access_of(request)
        patient = register_patient(access=access, **form.cleaned_data)
        text = current_consent_text(ConsentKind.REGISTRATION, patient.preferred_language)
        give_consent(
            access=access,
            patient=patient,
            text=text,
            purpose=ConsentKind.REGISTRATION,
            how=ConsentMeans.VOICE,
        )
        return HttpResponseRedirect(_book_address(location, patient, _carried(request)))
    return render(request, "staff/new_patient.html", {"location": location, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@front_desk_only
def book(request: HttpRequest, branch: str, patient_id: UUID) -> HttpResponse:
    location = branch_of(branch)
    patient = get_object_or_404(Patient, pk=patient_id, active=True)
    now = timezone.now()
    override_reason = request.POST.get("override_reason", request.GET.get("override_reason", "")).strip()
    if request.method == "POST":
        if booked := _booked_already(request, patient):
            return HttpResponseRedirect(reverse("staff:visit", args=[booked.pk]))
        try:
            appointment = _book(request, patient, override_reason, now)
        except BookingError as error:
            tell_refusal(request, error)
        else:
            messages.success(request, gettext("The visit is booked."))
            return HttpResponseRedirect(reverse("staff:visit", args=[appointment.pk]))
    start = _moment(request.GET.get("start", ""))
    practitioner_id = _doctor(request)
    is_here = bool(request.POST.get("is_here", request.GET.get("here")))
    person = open_one(access_of(request), patient, "family", "given", "patronymic", "birth_date")
    question = _question(request, location, start, practitioner_id, now)
    form = BookingForm(location, question, practitioner_id=practitioner_id)
    found = None
    if form.is_valid():
        chosen = form.cleaned_data["practitioner"]

        def look(day: date) -> DayOffers:
            return day_offers(
                location,
                day,
                service_id=form.cleaned_data["service"].pk,
                practitioner_id=chosen.pk if chosen else None,
                patient_id=patient.pk,
                override=bool(override_reason),
                now=now,
                birth_date=person.birth_date,
            )

        found = look(form.cleaned_data["day"])
        if not request.GET.get("day"):
            found = nearest_offers(found, look)
    context = {
        "location": location,
        "patient": patient,
        "patient_name": full_name(person.family, person.given, person.patronymic),
        "birth_date": person.birth_date,
        "form": form,
        "found": found,
        "start": start,
        "asked": found.asked(start) if found else None,
        "override_reason": override_reason,
        "is_here": is_here,
        "why_url": found
        and why_address(location, form.cleaned_data["service"].pk, chosen.pk if chosen else None, found.day),
    }
    return render(request, "staff/book.html", context)


def _book(request: HttpRequest, patient: Patient, override_reason: str, now: datetime) -> Appointment:
    """Hold and book in one step: at the desk nobody thinks it over. A walk-in is checked in as well."""
    access = access_of(request)
    is_here = request.POST.get("is_here") == "1"
    channel = Channel.WALK_IN if is_here else Channel.PHONE
    hold = services.hold(
        offer_token=request.POST.get("offer", ""),
        patient=patient,
        audience=Audience.STAFF,
        channel=channel,
        now=now,
    )
    try:
        appointment = services.book(
            access=access,
            hold=hold,
            patient=patient,
            consent=current_consent_text(ConsentKind.APPOINTMENT, patient.preferred_language),
            consent_how=ConsentMeans.DESK if is_here else ConsentMeans.VOICE,
            preparation_acknowledged=True,
            override_reason=override_reason,
            now=now,
        )
    except BookingError:
        # Nobody is thinking it over, so the time must not stay kept.
        services.release_hold(hold=hold)
        raise
    if is_here and appointment.status == "booked":
        appointment = services.check_in(access=access, appointment=appointment, now=now)
    return appointment


def _booked_already(request: HttpRequest, patient: Patient) -> Appointment | None:
    """The visit of this very offer: the button was pressed twice."""
    try:
        key = OfferKey.read(request.POST.get("offer", ""))
    except OfferInvalid:
        return None
    same = patient.appointments.open().filter(start=key.start, practitioner=key.practitioner_id)
    found: Appointment | None = same.filter(service=key.service_id).first()
    return found


def _carried(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET[name] for name in CARRIED if request.GET.get(name)}


def _block_address(location: Location, carried: dict[str, str]) -> str:
    """The other thing to do with a free cell; nothing where none was clicked."""
    start = _moment(carried.get("start", ""))
    if start is None:
        return ""
    local = start.astimezone(location.zone)
    asked = {"location": location.pk, "day": f"{local:%Y-%m-%d}", "start": f"{local:%H:%M}"}
    asked |= {name: carried[name] for name in ("practitioner", "room") if name in carried}
    return f"{reverse('staff:block')}?{urlencode(asked)}"


def _book_address(location: Location, patient: Patient, carried: dict[str, str]) -> str:
    return f"{reverse('staff:book', args=[location.code, patient.pk])}?{urlencode(carried)}"


def _question(
    request: HttpRequest,
    location: Location,
    start: datetime | None,
    practitioner_id: UUID | None,
    now: datetime,
) -> dict[str, str] | None:
    """What the form asks: from the form itself, else from the click on the board and what the doctor usually gives."""
    usual = usual_service(practitioner_id, location) if practitioner_id else None
    if "service" not in request.GET and usual is None:
        return None
    asked = {name: request.GET.get(name, "") for name in ("service", "practitioner", "day")}
    if usual is not None:
        asked["service"] = asked["service"] or str(usual)
    asked["day"] = asked["day"] or str(
        start.astimezone(location.zone).date() if start else today(location, now=now)
    )
    return asked


def _moment(text: str) -> datetime | None:
    """A board's cell names its time in seconds since 1970."""
    return datetime.fromtimestamp(int(text), UTC) if text.isdecimal() and len(text) <= 11 else None


def _doctor(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("practitioner", ""))
    except ValueError:
        return None
