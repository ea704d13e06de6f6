import pytest
from django.utils import timezone

from tests.cms import clinic


@pytest.fixture
def open_hours(small_site):
    """Anna is at work day and night, so that something is free whenever the test runs."""
    for weekday in range(7):
        clinic.booking.HoursRule.objects.create(
            location=small_site.branch,
            practitioner=small_site.anna,
            weekday=weekday,
            start_time="00:00",
            end_time="23:55",
            valid_from=timezone.localdate(),
        )
    return small_site


def test_nearest_time_links_into_booking_with_everything_chosen(client, open_hours):
    response = client.get("/fragments/times/", {"language": "ru", "doctor": open_hours.anna.pk})

    assert f'id="times-{open_hours.anna.pk}"' in response.text
    assert (
        f"/ru/booking/?practitioner={open_hours.anna.pk}&amp;service={open_hours.service.pk}" in response.text
    )
    assert "&amp;start=20" in response.text


def test_fragment_speaks_the_language_of_the_page(client, open_hours):
    response = client.get("/fragments/times/", {"language": "en", "doctor": open_hours.anna.pk})

    assert "/en/booking/" in response.text


def test_doctors_own_times_are_grouped_by_day(client, open_hours):
    response = client.get(f"/fragments/times/{open_hours.anna.pk}/", {"language": "ru"})

    assert f'id="doctor-times-{open_hours.anna.pk}"' in response.text
    assert open_hours.service.name_ru in response.text
    assert response.text.count('class="clinic-slot"') > 3


def test_soonest_doctors_of_a_speciality(client, open_hours):
    query = {"language": "ru", "speciality": "cardiology", "branch": "branch-1", "limit": 3}

    response = client.get("/fragments/times/soonest/", query)

    assert open_hours.anna.name in response.text
    assert (
        open_hours.anna.name not in client.get("/fragments/times/soonest/", {**query, "branch": "other"}).text
    )


def test_nothing_free_is_said_in_words(client, small_site):
    response = client.get(f"/fragments/times/{small_site.anna.pk}/", {"language": "en"})

    assert "No free times online in the coming weeks" in response.text


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"language": "de"},
        {"language": "ru"},
        {"language": "ru", "doctor": "not-a-key"},
        {"language": "ru", "doctor": ["00000000-0000-0000-0000-000000000000"] * 25},
    ],
)
def test_wrong_question_is_a_bad_request(client, db, query):
    assert client.get("/fragments/times/", query).status_code == 400


def test_page_without_script_links_to_booking(client, small_site):
    response = client.get(small_site.doctor["ru"].url)

    assert f"/ru/booking/?practitioner={small_site.anna.pk}" in response.text
