"""One account, several patients: nobody is in two places, and whoever brings them is warned."""

from datetime import timedelta

import pytest

from booking.errors import PatientBusy
from booking.services import book, cancel, carer_conflicts, hold
from people.models import RelatedPerson
from tests import factories as make
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def family(clinic):
    """A parent who acts for a child, and a second doctor at the same hours."""
    clinic.child = make.make_patient()
    RelatedPerson.objects.create(
        patient=clinic.child,
        user=clinic.patient.user,
        relationship="MTH",
        valid_from=NOW - timedelta(days=1),
    )
    make.make_doctor(clinic.service, location=clinic.location)
    return clinic


def booked(clinic, offer, patient):
    kept = hold(offer_token=offer.token, patient=patient, now=NOW)
    return book(access=make.access_of(patient), hold=kept, patient=patient, now=NOW)


def conflicts(clinic, visit, patient):
    return carer_conflicts(
        user=clinic.patient.user, patient=patient, start=visit.start, end=visit.end, now=NOW
    )


def test_child_and_parent_may_be_seen_at_the_same_time_and_the_carer_is_warned(family):
    one, other = [offer for offer in family.offers() if offer.start.hour == 12][:2]
    own = booked(family, one, family.patient)

    childs = booked(family, other, family.child)

    assert conflicts(family, childs, family.child) == [own]
    assert conflicts(family, own, family.patient) == [childs]


def test_nobody_is_warned_of_a_cancelled_or_a_strangers_visit(family):
    one, other = [offer for offer in family.offers() if offer.start.hour == 12][:2]
    visit = booked(family, one, family.patient)
    booked(family, other, make.make_patient())
    cancel(access=family.access, appointment=visit, reason="pat-fb", now=NOW)

    assert conflicts(family, visit, family.child) == []


def test_the_child_is_in_one_place(family):
    one, other = [offer for offer in family.offers() if offer.start.hour == 12][:2]
    booked(family, one, family.child)

    with pytest.raises(PatientBusy):
        hold(offer_token=other.token, patient=family.child, now=NOW)
