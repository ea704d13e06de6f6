"""What has to be agreed to before a visit is booked, and what was agreed to before and need not be asked again."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language

from booking.models import HealthcareService
from cabinet.forms.check import CheckForm
from cabinet.person import account_of, family_of
from people.codes import ConsentKind
from people.models import Consent, ConsentText, Patient
from people.services import current_consent_text


def check_form(
    request: HttpRequest,
    patient: Patient,
    services: Iterable[HealthcareService],
    *,
    data: QueryDict | None = None,
    comment: str = "",
    key: UUID | None = None,
) -> CheckForm:
    """The form below a visit, or the visits of a day. `key` makes two confirmations one."""
    text = current_consent_text(ConsentKind.APPOINTMENT, get_language() or settings.LANGUAGE_CODE)
    prepared = [service for service in services if service.preparation]
    agreed = _agreed_before(request, patient, text)
    return CheckForm(
        data,
        initial={"key": key or uuid4(), "comment": comment},
        consent_text=text,
        has_preparation=bool(prepared),
        # Who comes having eaten comes in vain: that page is ticked every time.
        ticks_preparation=not agreed or any(service.fasting for service in prepared),
        ticks_consent=not agreed,
        for_somebody=patient.pk != family_of(request)[0].pk,
    )


def _agreed_before(request: HttpRequest, patient: Patient, text: ConsentText) -> bool:
    """Whether this account has agreed to these very words for this patient. Another version is asked about anew."""
    account = account_of(request)
    given = Consent.objects.filter(patient=patient, text=text, given_by=account.pk if account else None)
    return given.filter(withdrawal=None).exists()
