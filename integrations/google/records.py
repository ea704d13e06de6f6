"""Our branches and services as records of Google's feeds (Appointments End-to-End, proto3 JSON, snake_case).

Identifiers are our UUIDs: Google wants them immutable, never recycled and URL-safe.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from html import escape
from typing import Any

import phonenumbers
from django.conf import settings
from django.utils import translation

from booking.codes import Modality
from booking.models import HealthcareService, Location
from booking.rules import PATIENT_LIMITS, change_notice_of, notice_of

Record = dict[str, Any]
Prices = set[tuple[Decimal, str]]

LANGUAGES = ("ru", "en")
LONGEST_DESCRIPTION = 10_000


def merchant(location: Location, *, url: str) -> Record:
    with translation.override(settings.LANGUAGE_CODE):
        clinic, branch = location.organization.name, location.name
        # Many networks put their name into that of each branch.
        name = branch if clinic in branch else f"{clinic}, {branch}"
    record: Record = {
        "merchant_id": str(location.id),
        "name": name,
        "category": settings.GOOGLE["category"],
        "geo": geo(location),
    }
    if phone := e164(location.phone):
        record["telephone"] = phone
    if url:
        record["url"] = url
    return record


def geo(location: Location) -> Record:
    with translation.override(settings.LANGUAGE_CODE):
        address = {
            "country": location.country,
            "region": location.region,
            "locality": location.city,
            "postal_code": location.postal_code,
            "street_address": location.street,
        }
    record: Record = {"address": {name: value for name, value in address.items() if value}}
    if location.latitude is not None and location.longitude is not None:
        record["latitude"] = float(location.latitude)
        record["longitude"] = float(location.longitude)
    return record


def e164(phone: str) -> str:
    """ "" for what is no number: a feed with a wrong phone is refused as a whole."""
    try:
        parsed = phonenumbers.parse(phone, "RU")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(parsed):
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


@dataclass(frozen=True, slots=True)
class ListedService:
    """A service at one branch, with the prices of the times that are listed for it."""

    location: Location
    service: HealthcareService
    prices: Prices

    def record(self) -> Record:
        service = self.service
        record: Record = {
            "merchant_id": str(self.location.id),
            "service_id": str(service.id),
            "type": service_type(service),
            "prepayment_type": "NOT_SUPPORTED",
            "localized_service_name": text(service.name_ru, service.name_en),
            "rules": {
                "min_booking_buffer": seconds(
                    notice_of(PATIENT_LIMITS, service.notice_minutes, for_patient=True)
                ),
                "min_advance_online_canceling": seconds(
                    change_notice_of(PATIENT_LIMITS, service.change_notice_minutes, for_patient=True)
                ),
            },
        }
        if service.summary_ru or service.summary_en:
            record["localized_description"] = text(
                description(service.summary_ru), description(service.summary_en)
            )
        if self.prices:
            price, currency = min(self.prices)
            record["price"] = {"price_micros": int(price * 1_000_000), "currency_code": currency}
            record["price_interpretation"] = "EXACT_AMOUNT" if len(self.prices) == 1 else "STARTS_AT"
        return record


def service_type(service: HealthcareService) -> str:
    if service.modality == Modality.VIRTUAL:
        return "SERVICE_TYPE_ONLINE_APPOINTMENT"
    return "SERVICE_TYPE_APPOINTMENT"


def text(russian: str, english: str) -> Record:
    """Google's Text: the main language as fallback, and every language that there is."""
    by_language = dict(zip(LANGUAGES, (russian, english), strict=True))
    main = by_language[settings.LANGUAGE_CODE] or russian or english
    localized = [{"locale": language, "value": value} for language, value in by_language.items() if value]
    return {"value": main, "localized_value": localized}


def description(summary: str) -> str:
    """Plain text: a few HTML tags would be allowed, so what looks like one is escaped."""
    return escape(summary[:LONGEST_DESCRIPTION], quote=False)


def seconds(length: timedelta) -> int:
    return int(length.total_seconds())


def listed_services(services: Iterable[HealthcareService]) -> list[HealthcareService]:
    """What anyone may book without a referral, less the specialities that are nobody's business."""
    sensitive = set(settings.GOOGLE["specialities_left_out"])
    return [
        service
        for service in services
        if service.active
        and service.online_booking
        and not service.referral_required
        and (service.speciality is None or service.speciality.code not in sensitive)
    ]
