"""The invented clinic with everything filled in that a search engine may want: nothing is left to recommend."""

import datetime as dt
from decimal import Decimal

from django.utils import timezone
from wagtail.models import Site

from booking import models as booking
from booking.codes import AppointmentStatus, ReviewStatus
from cms import models as cms
from tests import factories
from tests.cms import clinic

LAB_HOURS = {"first_day": "0", "last_day": "5", "opens": dt.time(7, 30), "closes": dt.time(12)}
PUBLISHED_AT = dt.datetime(2026, 5, 4, 9, 30, tzinfo=dt.UTC)
CHANGED_AT = dt.datetime(2026, 6, 7, 12, 0, tzinfo=dt.UTC)


def complete_site():
    site = clinic.full_site()
    _describe_pages(site)
    _fill_settings()
    _fill_doctor(site)
    _fill_others(site)
    second = clinic.add(
        site.public["branches"],
        cms.BranchPage,
        ("Филиал 2", "Branch 2"),
        location=site.second_branch,
        image=site.photo,
        search_description="Второй филиал",
    )
    site.public["second branch"] = second
    site.reviews = [
        review(site.anna, site, rating=5, text="Внимательно выслушала.", name="Пациентка М."),
        review(site.anna, site, rating=4, text="Пришлось подождать."),
        review(site.anna, site, rating=4, text=""),
    ]
    return site


def review(practitioner, site, *, rating, text, name="", status=ReviewStatus.PUBLISHED):
    """A review of a visit that took place."""
    start = PUBLISHED_AT - dt.timedelta(days=30 + booking.Review.objects.count())
    patient = factories.make_patient()
    appointment = booking.Appointment.objects.create(
        patient=patient,
        practitioner=practitioner,
        service=site.service,
        location=site.branch,
        start=start,
        end=start + dt.timedelta(minutes=30),
        status=AppointmentStatus.FULFILLED,
        created_at=start,
        updated_at=start,
    )
    return booking.Review.objects.create(
        appointment=appointment,
        patient=patient,
        practitioner=practitioner,
        service=site.service,
        location=site.branch,
        status=status,
        rating=rating,
        text=text,
        language="ru",
        author_name=name,
        asked_at=start,
        submitted_at=start,
        published_at=PUBLISHED_AT,
    )


def _describe_pages(site):
    for kind, pages in site.public.items():
        for language, page in pages.items():
            type(page).objects.filter(pk=page.pk).update(
                search_description=f"{kind} {language}: о чём страница",
                first_published_at=PUBLISHED_AT,
                last_published_at=CHANGED_AT,
                content_changed_at=CHANGED_AT,
            )


def _fill_settings():
    settings = cms.SiteSettings.for_site(Site.objects.get(is_default_site=True))
    settings.logo = clinic.picture("Logo", size=(512, 512))
    settings.social_image = clinic.picture("Social", size=(1600, 900), alt_ru="Клиника", alt_en="The clinic")
    settings.licence_issued_by_ru = "Вымышленная служба"
    settings.licence_issued_on = dt.date(2019, 4, 15)
    settings.profiles = [("profile", {"name": "Map", "address": "https://maps.example/clinic"})]
    settings.save()
    cms.LocaleTexts.objects.update(email="hello@clinic.example")


def _fill_doctor(site):
    education = [
        (
            "education",
            {"institution": "Университет", "qualification": "Лечебное дело", "kind": "degree", "year": 2005},
        ),
        (
            "education",
            {"institution": "Институт", "qualification": "Кардиология", "kind": "course", "year": None},
        ),
    ]
    empty = {"number": "", "issued_by": "", "issued_on": None, "expires_on": None, "image": None}
    certificates = [
        (
            "certificate",
            empty
            | {
                "name": "Аккредитация",
                "kind": "certificate",
                "issued_by": "Комиссия",
                "number": "77",
                "issued_on": dt.date(2024, 2, 1),
                "expires_on": dt.date(2099, 2, 1),
            },
        ),
        (
            "certificate",
            empty | {"name": "Старый допуск", "kind": "licence", "expires_on": dt.date(2010, 1, 1)},
        ),
        ("certificate", empty | {"name": "Общество кардиологов", "kind": "membership"}),
        ("certificate", empty | {"name": "Врач года", "kind": "award"}),
    ]
    seconds = cms.DoctorPage.objects.filter(practitioner=site.boris)
    seconds.update(photo=site.photo, introduction="Второй врач.", search_description="Второй врач клиники")
    seconds.update(
        first_published_at=PUBLISHED_AT, last_published_at=CHANGED_AT, content_changed_at=CHANGED_AT
    )
    for page in (*site.public["doctor"].values(), *seconds):
        page.job_title, page.degree = "Кардиолог", "к. м. н."
        page.education, page.certificates = education, certificates
        page.profiles = [("profile", {"name": "Register", "address": "https://register.example/anna"})]
        _save(page)


def _fill_others(site):
    service_ids = [site.service.pk]
    booking.HealthcareService.objects.filter(pk__in=service_ids).update(
        summary_ru="Приём", summary_en="Visit"
    )
    booking.Program.objects.update(price=Decimal("9900"))
    for kind in ("home", "service", "branch", "article", "program", "landing", "promotion", "category"):
        for page in site.public[kind].values():
            page.image = site.photo
            if kind == "service":
                page.introduction, page.followup = "Коротко о приёме.", "Врач пришлёт план."
                page.kind = cms.ProcedureKind.EXAMINATION
            if kind == "program":
                page.author, page.medical_reviewer = site.anna, site.boris
                page.last_reviewed_on = dt.date(2026, 6, 1)
            if kind == "article":
                source = {
                    "title": "Рекомендации",
                    "authors": "",
                    "year": 2024,
                    "address": "https://doi.example/1",
                }
                page.sources = [("source", source)]
                page.about_service = site.service
            if kind == "branch":
                page.amenities = [("amenity", {"kind": "lift", "note": ""})]
                page.departments = [
                    ("department", {"name": "Лаборатория", "phone": "+7 000 000-00-09", "hours": [LAB_HOURS]})
                ]
                page.directions = "Две минуты пешком."
            _save(page)


def _save(page):
    """Saves content without the publishing machinery; the dates of publication stay as they were set."""
    stored = type(page).objects.get(pk=page.pk)
    page.search_description = stored.search_description
    page.first_published_at, page.last_published_at = stored.first_published_at, stored.last_published_at
    page.content_changed_at = stored.content_changed_at
    page.save()


def exception(location, **fields):
    return booking.HoursException.objects.create(
        location=location, reason_ru="Санитарный день", reason_en="Cleaning", kind="closed", **fields
    )


def today():
    return timezone.localdate()
