"""Referrals come from a doctor of the clinic or from an information system, and lead to a visit."""

from datetime import date

import pytest

from booking.codes import ReferralStatus
from booking.errors import ReferralUnusable
from booking.models import ServiceRequest
from booking.ports import ReferralAnswer, ReferralState
from booking.services import add_referral, book, hold, issue_referral, revoke_referral
from people.models import AuditEvent
from tests import factories as make
from tests.factories import NOW

pytestmark = pytest.mark.django_db
TODAY = date(2030, 1, 14)


class Registry:
    """An information system that knows three referrals."""

    def check_referral(self, number, *, patient_id):
        states = {"R-1": ReferralState.VALID, "R-2": ReferralState.USED, "R-3": ReferralState.EXPIRED}
        return ReferralAnswer(states.get(number, ReferralState.NOT_FOUND), number, date(2030, 2, 1))


def connect(name):
    return Registry()


@pytest.fixture
def referred(mis_clinic, settings):
    settings.PORTS = {**settings.PORTS, "booking.SchedulingSystem": f"{__name__}.connect"}
    mis_clinic.service.referral_required = True
    mis_clinic.service.save()
    return mis_clinic


def added(clinic, number, patient=None):
    patient = patient or clinic.patient
    return add_referral(
        access=make.access_of(patient),
        patient=patient,
        number=number,
        location=clinic.location,
        service=clinic.service,
        now=NOW,
    )


def test_doctors_referral_books_its_visit(referred):
    desk = make.access_of(make.make_user(is_staff=True))
    referral = issue_referral(
        access=desk, patient=referred.patient, requester=referred.doctor, service=referred.service, on=TODAY
    )

    offer = referred.offers(patient_id=referred.patient.pk)[0]
    kept = hold(offer_token=offer.token, patient=referred.patient, now=NOW)
    appointment = book(
        access=referred.access, hold=kept, patient=referred.patient, now=NOW, referral=referral
    )

    assert appointment.referral == referral
    assert AuditEvent.objects.filter(action="referral.issued", patient_id=referred.patient.pk).exists()


def test_revoked_referral_opens_nothing(referred):
    desk = make.access_of(make.make_user(is_staff=True))
    referral = issue_referral(
        access=desk, patient=referred.patient, requester=referred.doctor, service=referred.service, on=TODAY
    )

    assert revoke_referral(access=desk, referral=referral).status == ReferralStatus.REVOKED
    assert not referred.offers(patient_id=referred.patient.pk)


def test_number_that_the_system_knows_becomes_a_referral_once(referred):
    first = added(referred, "R-1")

    assert added(referred, "R-1") == first
    assert (first.system, first.valid_until) == ("test", date(2030, 2, 1))
    assert referred.offers(patient_id=referred.patient.pk)


@pytest.mark.parametrize("number", ["R-2", "R-3", "R-4"])
def test_number_that_is_used_expired_or_unknown_is_refused(referred, number):
    with pytest.raises(ReferralUnusable):
        added(referred, number)

    assert not ServiceRequest.objects.exists()


def test_number_of_somebody_else_is_refused(referred):
    added(referred, "R-1")

    with pytest.raises(ReferralUnusable):
        added(referred, "R-1", make.make_patient())
