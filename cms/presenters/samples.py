"""Invented contents for the block picker and the previews: nobody real, nothing that could be booked."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.presenters.articles import ArticleCard
from cms.presenters.branches import BranchCard
from cms.presenters.doctors import DoctorCard, ServiceLine
from cms.presenters.durations import duration
from cms.presenters.prices import Money, Price
from cms.presenters.times import TimeLink

NOBODY = UUID(int=0)


def _money(amount: int) -> Money:
    return Money(Decimal(amount), "RUB")


def _doctor(name: str, speciality: str) -> DoctorCard:
    tomorrow = timezone.now() + dt.timedelta(days=1)
    return DoctorCard(
        practitioner_id=NOBODY,
        name=name,
        url="#",
        speciality=speciality,
        experience=_("12 years of experience"),
        picture=None,
        rating=4.8,
        reviews=37,
        price=_money(2500),
        branch=_("Example branch"),
        times=tuple(TimeLink("#", clock, _("tomorrow"), tomorrow) for clock in ("10:00", "10:30", "12:00")),
    )


def _line(name: str, minutes: int, amount: int) -> ServiceLine:
    return ServiceLine(
        service_id=NOBODY,
        name=name,
        url="",
        duration=duration(minutes),
        price=Price(_money(amount), varies=False, valid_from=timezone.localdate()),
        modality="",
        referral_required=False,
        book_url="#",
    )


def booking() -> dict[str, Any]:
    return {
        "value": {"heading": _("Book a consultation"), "button": ""},
        "subjects": [_("Cardiologist's consultation"), _("Dr Example")],
        "links": [],
        "book_url": "#",
    }


def nearest_times() -> dict[str, Any]:
    doctors = [_doctor(_("Dr Example"), _("cardiologist")), _doctor(_("Dr Sample"), _("neurologist"))]
    return {"value": {"heading": _("Who can see you soonest")}, "doctors": doctors, "book_url": "#"}


def doctor_finder() -> dict[str, Any]:
    finder = {
        "specialities": [("", _("Cardiology")), ("", _("Neurology"))],
        "branches": [("", _("Example branch"))],
    }
    return {"value": {"heading": _("Find a doctor")}, "finder": finder, "action": "#"}


def reviews() -> dict[str, Any]:
    review = {
        "author": _("A patient"),
        "rating": 5,
        "text": _("The doctor explained everything and did not hurry me."),
        "published_at": timezone.now() - dt.timedelta(days=3),
        "reply": _("Thank you, we have passed it on."),
    }
    return {
        "value": {"heading": _("What patients say")},
        "opinion": {"rating": {"mean": 4.8, "count": 124}, "reviews": [review]},
    }


def prices() -> dict[str, Any]:
    rows = [_line(_("Cardiologist's consultation"), 30, 2500), _line(_("Ultrasound of the heart"), 40, 3200)]
    return {"value": {"heading": _("Prices")}, "rows": rows, "today": timezone.localdate()}


def team() -> dict[str, Any]:
    return {
        "value": {"heading": _("Our doctors")},
        "doctors": [_doctor(_("Dr Example"), _("cardiologist")), _doctor(_("Dr Sample"), _("neurologist"))],
    }


def branches() -> dict[str, Any]:
    branch = BranchCard(
        location_id=NOBODY,
        name=_("Example branch"),
        url="#",
        address=_("Example City, 1 Example Street"),
        hours="08:00–20:00",
        phone="+7 000 000-00-00",
        phone_href="",
        picture=None,
    )
    return {"value": {"heading": _("Branches")}, "branches": [branch, branch]}


def articles() -> dict[str, Any]:
    article = ArticleCard(
        title=_("How to measure blood pressure at home"),
        url="#",
        summary=_("Five rules that make the figures reliable."),
        date=timezone.now(),
        author=_("Dr Example"),
        category="",
        picture=None,
    )
    return {"value": {"heading": _("Latest articles")}, "articles": [article, article]}


def promotions() -> dict[str, Any]:
    promotion = {
        "title": _("A second opinion at half the price"),
        "url": "#",
        "summary": _("Until the end of the month, at every branch."),
        "ends_on": timezone.localdate() + dt.timedelta(days=14),
    }
    return {"value": {"heading": _("Promotions")}, "promotions": [promotion]}


def cards() -> dict[str, Any]:
    card = {"title": _("Checkups"), "url": "#", "text": _("All examinations of a day, one after another.")}
    return {"value": {"heading": _("Where to begin")}, "cards": [card, card, card]}


def action() -> dict[str, Any]:
    return {"value": {"text": _("Book a checkup")}, "url": "#"}
