import pytest
from django.utils import timezone

from cms.models import DoctorPage
from tests.cms import clinic


@pytest.fixture
def doctors(db):
    """Anna: cardiologist at the first branch, speaks English. Boris: neurologist at the second."""
    site = clinic.small_site()
    neurology = clinic.make_speciality("neurology", "Неврология", "невролог")
    second = clinic.make_branch(2)
    boris = clinic.make_doctor(2, second, neurology, [site.service], family_ru="Борисов")
    clinic.add(site.doctors, DoctorPage, ("Борисов", "Boris"), practitioner=boris)
    return site


def shown(client, **query):
    response = client.get("/ru/doctors/", query)
    assert response.status_code == 200
    return [card.name.split()[0] for card in response.context["doctors"]]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["Борисов", "Примерова1"]),
        ({"speciality": "neurology"}, ["Борисов"]),
        ({"branch": "branch-1"}, ["Примерова1"]),
        ({"language": "en"}, ["Примерова1"]),
        ({"branch": "branch-1", "speciality": "neurology"}, []),
        ({"branch": "no-such-branch"}, ["Борисов", "Примерова1"]),
    ],
)
def test_filters_show_who_fits_all_of_them(client, doctors, query, names):
    assert shown(client, **query) == names


def test_both_conditions_must_hold_at_one_post(client, doctors):
    """A cardiologist here and a neurologist there is no neurologist here."""
    practitioner = doctors.anna
    second = practitioner.roles.model.objects.create(
        practitioner=practitioner, location=doctors.branch.__class__.objects.get(code="branch-2")
    )
    second.specialities.set([clinic.booking.Speciality.objects.get(code="neurology")])

    assert shown(client, branch="branch-1", speciality="neurology") == []
    assert shown(client, branch="branch-2", speciality="neurology") == ["Борисов", "Примерова1"]


def test_combinations_are_kept_out_of_search_engines(client, doctors):
    assert 'content="noindex' in client.get("/ru/doctors/", {"branch": "branch-1"}).text
    assert 'content="noindex' not in client.get("/ru/doctors/").text


def test_one_speciality_has_a_page_of_its_own(client, doctors):
    from cms.models import SpecialityPage

    clinic.add(
        doctors.doctors, SpecialityPage, ("Кардиологи", "Cardiologists"), speciality=doctors.speciality
    )

    response = client.get("/ru/doctors/", {"speciality": "cardiology"})

    assert (response.status_code, response["Location"]) == (302, "/ru/doctors/cardiologists/")


def test_first_page_has_one_address(client, doctors):
    response = client.get("/ru/doctors/", {"page": "1", "branch": "branch-1"})

    assert (response.status_code, response["Location"]) == (301, "/ru/doctors/?branch=branch-1")


@pytest.mark.parametrize("number", ["0", "99", "abc", "-1"])
def test_page_that_does_not_exist_is_not_found(client, doctors, number):
    assert client.get("/ru/doctors/", {"page": number}).status_code == 404


def test_soonest_first_when_asked_for_free_time(client, doctors):
    for weekday in range(7):
        clinic.booking.HoursRule.objects.create(
            location=doctors.branch,
            practitioner=doctors.anna,
            weekday=weekday,
            start_time="00:00",
            end_time="23:55",
            valid_from=timezone.localdate(),
        )

    assert shown(client, soon="week") == ["Примерова1"]


def test_doctor_who_has_left_answers_gone_with_a_way_on(client, doctors):
    doctors.anna.active = False
    doctors.anna.save()

    response = client.get(doctors.doctor["ru"].url)

    assert response.status_code == 410
    assert "/ru/doctors/" in response.text
    assert shown(client) == ["Борисов"]


def test_deleted_doctor_leaves_a_page_that_says_so(client, doctors):
    DoctorPage.objects.filter(pk=doctors.doctor["ru"].pk).update(practitioner=None)

    assert client.get(doctors.doctor["ru"].url).status_code == 410


def test_number_of_queries_does_not_grow_with_doctors(client, doctors, django_assert_max_num_queries):
    client.get("/ru/doctors/")
    for number in range(3, 9):
        extra = clinic.make_doctor(number, doctors.branch, doctors.speciality, [doctors.service])
        clinic.add(doctors.doctors, DoctorPage, (f"Врач {number}", f"Doctor {number}"), practitioner=extra)
    client.get("/ru/doctors/")

    with django_assert_max_num_queries(12):
        client.get("/ru/doctors/", {"fresh": "1"})
