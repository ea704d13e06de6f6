import pytest

from booking.codes import ReviewStatus
from booking.models import Review
from cms.presenters.reviews import opinion, ratings
from people.models import AuditEvent
from tests.cms import clinic


@pytest.fixture
def review(small_site):
    return clinic.review_of(
        small_site.anna,
        small_site.service,
        small_site.branch,
        text="Долго ждали.",
        rating=2,
        status="submitted",
    )


def address(review):
    return f"/admin/patient-reviews/{review.pk}/"


def test_lead_publishes_a_review_word_for_word(staff_client, client, small_site, review):
    lead = staff_client("Marketing leads")

    lead.post(address(review), {"act": "publish"})

    review.refresh_from_db()
    assert (review.status, review.text) == (ReviewStatus.PUBLISHED, "Долго ждали.")
    assert "Долго ждали." in client.get(small_site.doctor["ru"].url).text
    assert AuditEvent.objects.filter(action="review.published", patient_id=review.patient_id).count() == 1


def test_rejection_needs_a_reason(staff_client, review):
    lead = staff_client("Marketing leads")

    lead.post(address(review), {"act": "reject", "reason": ""})
    assert Review.objects.get().status == ReviewStatus.SUBMITTED
    lead.post(address(review), {"act": "reject", "reason": "чужие личные данные"})

    assert (Review.objects.get().status, Review.objects.get().reject_reason) == (
        "rejected",
        "чужие личные данные",
    )


def test_answer_stands_beside_the_review(staff_client, client, small_site, review):
    lead = staff_client("Marketing leads")
    lead.post(address(review), {"act": "publish"})

    lead.post(address(review), {"act": "answer", "reply": "Мы добавили врача."})

    assert "Мы добавили врача." in client.get(small_site.doctor["ru"].url).text


def test_no_act_changes_a_patients_words(staff_client, review):
    lead = staff_client("Marketing leads")

    for act in ("publish", "answer", "reject", "edit"):
        lead.post(
            address(review),
            {"act": act, "text": "Всё прекрасно", "reply": "Спасибо", "reason": "спор", "rating": 5},
        )

    review.refresh_from_db()
    assert (review.text, review.rating) == ("Долго ждали.", 2)


def test_moderation_shows_no_patient(staff_client, review):
    lead = staff_client("Marketing leads")

    page = lead.get(address(review)).text + lead.get("/admin/patient-reviews/").text

    assert "Долго ждали." in page
    assert str(review.patient_id) not in page
    assert str(review.appointment_id) not in page


@pytest.mark.parametrize("group", ["Editors", "Medical authors", "Medical reviewers", "Operators"])
def test_others_cannot_moderate(staff_client, review, group):
    response = staff_client(group).post(address(review), {"act": "publish"})

    assert response.status_code in (302, 403)
    assert Review.objects.get().status == ReviewStatus.SUBMITTED


def test_mean_counts_all_marks_and_shows_words_only(small_site):
    for rating, text in ((5, "Хорошо."), (4, ""), (3, "Средне.")):
        clinic.review_of(small_site.anna, small_site.service, small_site.branch, rating=rating, text=text)
    clinic.review_of(small_site.anna, small_site.service, small_site.branch, rating=1, status="submitted")

    found = opinion(10, practitioner=small_site.anna.pk)

    assert (found.rating.mean, found.rating.count, found.rating.texts) == (4.0, 3, 2)
    assert sorted(review.text for review in found.reviews) == ["Средне.", "Хорошо."]
    assert ratings("practitioner", [small_site.anna.pk])[small_site.anna.pk] == found.rating


def test_no_rating_before_the_first_review(small_site):
    assert opinion(10, practitioner=small_site.anna.pk).rating is None
