"""Reviews are asked for a day after a visit that took place, once, and written once."""

from datetime import timedelta

import pytest

from booking.codes import AppointmentStatus, ReviewStatus
from booking.errors import ReviewWritten
from booking.models import Appointment, Review
from booking.services import book, hold, publish_review
from booking.services.reviewing import ASKED_AFTER, ask_for_reviews, write_review
from people.models import RelatedPerson
from tests import factories as make
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def visited(clinic, *, status=AppointmentStatus.FULFILLED, at=0):
    kept = hold(offer_token=clinic.offers()[at].token, patient=clinic.patient, now=NOW)
    visit = book(access=clinic.access, hold=kept, patient=clinic.patient, now=NOW)
    steps = {AppointmentStatus.FULFILLED: (AppointmentStatus.ARRIVED, AppointmentStatus.FULFILLED)}
    for step in steps.get(status, (status,)):
        Appointment.objects.filter(pk=visit.pk).update(status=step)
    visit.refresh_from_db()
    return visit


def test_patient_is_asked_a_day_after_the_visit_and_once(clinic):
    visit = visited(clinic)

    early = ask_for_reviews(now=visit.end + ASKED_AFTER - timedelta(minutes=1))
    (review,) = ask_for_reviews(now=visit.end + ASKED_AFTER)
    again = ask_for_reviews(now=visit.end + ASKED_AFTER)

    assert early == again == []
    assert (review.appointment, review.practitioner, review.status) == (
        visit,
        clinic.doctor,
        ReviewStatus.ASKED,
    )


def test_nobody_is_asked_about_a_visit_that_did_not_take_place_or_is_long_past(clinic):
    missed = visited(clinic, status=AppointmentStatus.NOSHOW)
    visited(clinic, at=1)

    assert ask_for_reviews(now=missed.end + timedelta(days=20)) == []
    assert len(ask_for_reviews(now=missed.end + timedelta(days=2))) == 1


def test_parent_is_asked_about_the_childs_visit_and_nobody_about_a_strangers(clinic):
    parent, clinic.patient = clinic.patient, make.make_patient()
    visit = visited(clinic)
    due = visit.end + ASKED_AFTER
    assert ask_for_reviews(now=due) == []

    RelatedPerson.objects.create(
        patient=clinic.patient, user=parent.user, relationship="MTH", valid_from=NOW - timedelta(days=1)
    )

    assert [review.appointment for review in ask_for_reviews(now=due)] == [visit]


def test_review_is_written_once_and_waits_for_moderation(clinic):
    visit = visited(clinic)
    (review,) = ask_for_reviews(now=visit.end + ASKED_AFTER)
    words = {"access": clinic.access, "review": review, "now": visit.end + timedelta(days=2)}

    written = write_review(rating=5, text=" Спасибо! ", author_name="Анна", language="ru", **words)

    assert (written.status, written.text) == (ReviewStatus.SUBMITTED, "Спасибо!")
    assert list(Review.objects.waiting()) == [written]
    with pytest.raises(ReviewWritten):
        write_review(rating=1, **words)
    desk = make.access_of(make.make_user(is_staff=True))
    assert publish_review(access=desk, review=written, now=NOW).text == "Спасибо!"


@pytest.mark.parametrize("rating", [0, 6])
def test_rating_outside_the_scale_is_refused(clinic, rating):
    visit = visited(clinic)
    (review,) = ask_for_reviews(now=visit.end + ASKED_AFTER)

    with pytest.raises(ValueError, match="1 to 5"):
        write_review(access=clinic.access, review=review, rating=rating, now=NOW)
