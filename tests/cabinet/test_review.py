"""What a patient writes about a visit."""

from datetime import timedelta

import pytest
from django.utils import timezone

from booking.models import Appointment, Review
from booking.services.reviewing import ask_for_reviews


@pytest.fixture
def asked(house):
    visit = house.booked()
    yesterday = timezone.now() - timedelta(days=2)
    Appointment.objects.filter(pk=visit.pk).update(
        start=yesterday, end=yesterday + timedelta(minutes=30), status="fulfilled"
    )
    (review,) = ask_for_reviews(now=timezone.now())
    return review


def write(client, review, **fields):
    return client.post(f"/en/cabinet/reviews/{review.pk}/", fields)


def test_patient_is_asked_on_the_visit_and_on_the_first_page(asked, signed_in):
    visit = signed_in.get(f"/en/cabinet/visits/{asked.appointment_id}/").content.decode()

    assert f"/en/cabinet/reviews/{asked.pk}/" in visit
    assert f"/en/cabinet/reviews/{asked.pk}/" in signed_in.get("/en/cabinet/").content.decode()


def test_review_waits_for_moderation_and_is_shown_to_its_author(asked, signed_in):
    written = write(signed_in, asked, rating="4", text="Внимательный врач", author_name="Анна")
    review = Review.objects.get()

    assert (review.status, review.rating, review.text) == ("submitted", 4, "Внимательный врач")
    assert "Внимательный врач" in signed_in.get(written.url).content.decode()


@pytest.mark.parametrize("rating", ["", "0", "6", "five"])
def test_review_without_a_rating_is_refused_and_the_words_stay(asked, signed_in, rating):
    page = write(signed_in, asked, rating=rating, text="Хорошо")

    assert page.status_code == 422
    assert "Хорошо" in page.content.decode()
    assert Review.objects.get().status == "asked"


def test_review_is_written_once(asked, signed_in):
    write(signed_in, asked, rating="5")
    write(signed_in, asked, rating="1")

    assert Review.objects.get().rating == 5


def test_review_of_somebody_else_is_not_found(asked, client, stranger):
    client.force_login(stranger.user)

    assert write(client, asked, rating="1").status_code == 404
