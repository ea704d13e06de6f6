"""The list of doctors and its filters, which work as plain GET parameters without script."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from booking.models import Location, PractitionerRole
from booking.offers import Offer
from booking.services import nearest_times
from cms.models import DoctorIndexPage, DoctorPage, SpecialityPage
from cms.models.base import ContentPage
from cms.presenters.doctors import doctor_cards
from cms.presenters.finder import finder_choices
from cms.presenters.paging import page_of

DOCTORS_PER_PAGE = 12

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: Value of the filter → how many days ahead the nearest free time may lie, today included.
SOON = {"today": 1, "tomorrow": 2, "week": 7}


class DoctorFilter(forms.Form):
    """Every field is optional; a value that is not offered is reported beside its field and filters nothing."""

    speciality = forms.ChoiceField(label=_("Speciality"), required=False)
    branch = forms.ChoiceField(label=_("Branch"), required=False)
    language = forms.ChoiceField(label=_("Doctor speaks"), required=False)
    soon = forms.ChoiceField(
        label=_("Nearest free time"),
        required=False,
        choices=[
            ("", _("Any day")),
            ("today", _("Today")),
            ("tomorrow", _("Today or tomorrow")),
            ("week", _("Within a week")),
        ],
    )

    def __init__(self, data: Any, *, speciality_is_given: bool = False) -> None:
        super().__init__(data)
        choices = finder_choices()
        self._offer("speciality", _("All specialities"), choices.specialities)
        self._offer("branch", _("All branches"), choices.branches)
        self._offer("language", _("Any language"), choices.languages)
        if speciality_is_given:
            del self.fields["speciality"]

    def _offer(self, name: str, empty: "StrOrPromise", choices: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        field.choices = [("", empty), *choices]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def doctor_index(page: DoctorIndexPage, request: HttpRequest) -> dict[str, Any] | HttpResponse:
    form = DoctorFilter(request.GET)
    if set(form.chosen) == {"speciality"} and (own := _own_page(page, form.chosen["speciality"])):
        # One speciality alone has a page of its own, which search engines know.
        return HttpResponseRedirect(own.get_url(request))
    return _listing(page, request, form, form.chosen)


def speciality_page(page: SpecialityPage, request: HttpRequest) -> dict[str, Any] | HttpResponse:
    if page.speciality is None:
        raise Http404
    form = DoctorFilter(request.GET, speciality_is_given=True)
    return _listing(page, request, form, {**form.chosen, "speciality": page.speciality.code})


def _own_page(index: DoctorIndexPage, code: str) -> SpecialityPage | None:
    return SpecialityPage.objects.child_of(index).live().filter(speciality__code=code).first()


def _listing(
    page: ContentPage, request: HttpRequest, form: DoctorFilter, filters: dict[str, str]
) -> dict[str, Any] | HttpResponse:
    now = timezone.now()
    doctors: Any = matching_doctors(page, filters).values_list("pk", flat=True)
    if "soon" in filters:
        doctors = _soonest(doctors, now=now, days=SOON[filters["soon"]])
    listed = page_of(request, doctors, DOCTORS_PER_PAGE)
    if isinstance(listed, HttpResponse):
        return listed
    cards = doctor_cards(list(listed), today=now.date(), request=request)
    return {
        "filter": form,
        "doctors": cards,
        "page_obj": listed,
        "found": listed.paginator.count,
        "filtered": bool(form.chosen),
        # Combinations without search demand stay out of the index; the plain list and its pages are in it.
        "noindex": bool(form.chosen),
    }


def matching_doctors(page: ContentPage, filters: dict[str, str]) -> QuerySet[DoctorPage]:
    """Published pages of doctors at work, whose one post fits speciality and branch at once."""
    posts = PractitionerRole.objects.filter(
        practitioner=OuterRef("practitioner"), active=True, location__active=True
    )
    if speciality := filters.get("speciality"):
        posts = posts.filter(specialities__code=speciality)
    if branch := filters.get("branch"):
        posts = posts.filter(location__code=branch)
    doctors = DoctorPage.objects.live().filter(Exists(posts), locale=page.locale, practitioner__active=True)
    if language := filters.get("language"):
        # A list of codes in JSON: the quotes keep "en" from matching within another code. SQLite has no JSON containment.
        doctors = doctors.filter(practitioner__languages__icontains=f'"{language}"')
    name = "ru" if page.locale.language_code == "ru" else "en"
    return doctors.order_by(f"practitioner__family_{name}", f"practitioner__given_{name}", "pk")


def _soonest(doctors: "QuerySet[DoctorPage, Any]", *, now: dt.datetime, days: int) -> list[int]:
    """Pages of those with a free time within so many days of their branch's calendar, earliest first."""
    pages = dict(doctors.values_list("practitioner_id", "pk"))
    if not pages:
        return []
    offers = nearest_times(practitioner_ids=list(pages), now=now)
    free = {pk: offer for pk, offer in offers.items() if offer is not None}
    branches = Location.objects.in_bulk({offer.location_id for offer in free.values()})

    def is_soon(offer: Offer) -> bool:
        zone = branches[offer.location_id].zone
        return (offer.start.astimezone(zone).date() - now.astimezone(zone).date()).days < days

    soon = [key for key in pages if key in free and is_soon(free[key])]
    return [pages[key] for key in sorted(soon, key=lambda key: free[key].start)]
