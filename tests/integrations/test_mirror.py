from datetime import timedelta

import pytest
from django.utils import timezone

from booking.models import FreeSpan
from integrations import mirror
from integrations.errors import Unavailable
from outbox.models import Circuit
from tests import factories as make
from tests.simulators.clinic import appointment as foreign_visit
from tests.simulators.clinic import tomorrow_at

pytestmark = pytest.mark.django_db


def of_tomorrow(branch):
    day = FreeSpan.objects.filter(
        practitioner=branch.doctors[0], start__gte=tomorrow_at(0), start__lt=tomorrow_at(24 - 1)
    )
    return list(day.order_by("start").values_list("start", "end", "booking_token"))


def test_mirror_holds_the_free_time_of_the_system(branch):
    assert of_tomorrow(branch) == [(tomorrow_at(9), tomorrow_at(13), "Schedule/first-river")]
    assert FreeSpan.objects.filter(practitioner=branch.doctors[1]).exists()


def test_offers_carry_the_age_of_the_mirror(branch):
    (offer, *_) = branch.offers()

    assert timezone.now() - offer.as_of < timedelta(minutes=1)
    assert offer.booking_token == "Schedule/first-river"


def test_changes_there_appear_here(branch, http):
    http.post("/Appointment", json=foreign_visit("walk-in", tomorrow_at(10)))

    branch.mirror()

    assert [(start, end) for start, end, _ in of_tomorrow(branch)] == [
        (tomorrow_at(9), tomorrow_at(10)),
        (tomorrow_at(10, 30), tomorrow_at(13)),
    ]


def test_unchanged_times_keep_their_rows_and_grow_younger(branch):
    before = set(FreeSpan.objects.values_list("pk", flat=True))
    FreeSpan.objects.update(as_of=timezone.now() - timedelta(hours=5))

    branch.mirror()

    assert set(FreeSpan.objects.values_list("pk", flat=True)) == before
    assert FreeSpan.objects.filter(as_of__lt=timezone.now() - timedelta(minutes=1)).count() == 0


def test_silent_system_leaves_the_mirror_to_age(branch):
    before = of_tomorrow(branch)
    branch.fault("down")

    with pytest.raises(Unavailable):
        branch.mirror()
    mirror.refresh_near()

    assert of_tomorrow(branch) == before


def test_mirror_tells_the_outbox_whether_the_system_is_up(branch):
    branch.fault("down")
    for _ in range(3):
        mirror.refresh_near()
    assert Circuit.objects.get(system="mis:north").is_open

    branch.mend("down")
    mirror.refresh_near()

    assert not Circuit.objects.get(system="mis:north").is_open


def test_one_branchs_system_does_not_keep_the_others_from_being_asked(branch, settings):
    make.make_location(code="aaa", name_ru="Аистово", mis_system="south")
    settings.MIS_CONNECTIONS = {
        **settings.MIS_CONNECTIONS,
        "south": {**settings.MIS_CONNECTIONS["north"], "base_url": "http://127.0.0.1:1/fhir"},
    }
    FreeSpan.objects.all().delete()

    mirror.refresh_near()

    assert of_tomorrow(branch)


def test_doctor_whose_hours_the_portal_owns_is_not_mirrored(branch):
    role = branch.doctors[1].roles.get()
    role.hours_source = "portal"
    role.save()

    branch.mirror()

    assert not FreeSpan.objects.filter(practitioner=branch.doctors[1]).exists()


def test_mirror_of_the_past_is_forgotten(branch):
    FreeSpan.objects.create(
        location=branch.location,
        practitioner=branch.doctors[0],
        start=timezone.now() - timedelta(days=3),
        end=timezone.now() - timedelta(days=3, hours=-1),
        as_of=timezone.now(),
    )

    branch.mirror()

    assert not FreeSpan.objects.filter(start__lt=timezone.now() - timedelta(days=2)).exists()


def test_second_look_costs_no_more_queries_than_the_first(branch, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        branch.mirror()
