import gzip
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from booking.models import HoursRule, Location
from booking.search import TimeQuery
from booking.services import find_times, hold
from integrations.google.feeds import FeedShrank, write_feeds
from integrations.google.records import merchant
from tests import factories as make
from tests.factories import NOW
from tests.integrations.google_check import FeedCheck

pytestmark = pytest.mark.django_db

BRANCH_URL = "https://clinic.example/ru/branches/river/"


def addresses(language):
    return {location.id: BRANCH_URL for location in Location.objects.all()}


@pytest.fixture(autouse=True)
def pages(settings):
    settings.PORTS = {**settings.PORTS, "integrations.BranchAddresses": f"{__name__}.addresses"}


@pytest.fixture
def branch(db):
    return make.make_location(
        name_ru="Филиал у реки",
        city_ru="Москва",
        street_ru="Примерная, 1",
        postal_code="101000",
        latitude="55.750000",
        longitude="37.610000",
        phone="8 (495) 000-00-00",
    )


@pytest.fixture
def service(branch):
    service = make.make_service(summary_ru="Приём длится <30 минут", summary_en="")
    make.make_price(service, "2000.50")
    return service


@pytest.fixture
def doctor(service, branch):
    return make.make_doctor(service, location=branch)


def feeds(folder, **options):
    return write_feeds(folder, **{"days": 5, "now": NOW, **options})


def checked(folder, **options):
    written = feeds(folder, **options)
    check = FeedCheck(written.files, days=options.get("days", 5))
    assert check.problems == []
    return check


def test_feeds_hold_against_an_independent_check(tmp_path, branch, service, doctor):
    check = checked(tmp_path)

    (merchant,) = check.merchants
    assert merchant == {
        "merchant_id": str(branch.id),
        "name": f"{branch.organization.name_ru}, Филиал у реки",
        "category": "doctor",
        "telephone": "+74950000000",
        "url": BRANCH_URL,
        "geo": {
            "latitude": 55.75,
            "longitude": 37.61,
            "address": {
                "country": "RU",
                "locality": "Москва",
                "postal_code": "101000",
                "street_address": "Примерная, 1",
            },
        },
    }
    (listed,) = check.services
    assert listed == {
        "merchant_id": str(branch.id),
        "service_id": str(service.id),
        "type": "SERVICE_TYPE_APPOINTMENT",
        "prepayment_type": "NOT_SUPPORTED",
        "localized_service_name": {
            "value": service.name_ru,
            "localized_value": [
                {"locale": "ru", "value": service.name_ru},
                {"locale": "en", "value": service.name_en},
            ],
        },
        "localized_description": {
            "value": "Приём длится &lt;30 минут",
            "localized_value": [{"locale": "ru", "value": "Приём длится &lt;30 минут"}],
        },
        "price": {"price_micros": 2_000_500_000, "currency_code": "RUB"},
        "price_interpretation": "EXACT_AMOUNT",
        "rules": {"min_booking_buffer": 3600, "min_advance_online_canceling": 10800},
    }
    assert check.times[0] == {
        "merchant_id": str(branch.id),
        "service_id": str(service.id),
        "start_sec": int(datetime(2030, 1, 14, 7, tzinfo=UTC).timestamp()),
        "duration_sec": 1800,
        "spots_total": 1,
        "spots_open": 1,
        "resources": {"staff_id": str(doctor.id), "staff_name": doctor.name},
        "confirmation_mode": "CONFIRMATION_MODE_SYNCHRONOUS",
    }
    assert len(check.times) == 14 + 4 * 16


def test_branch_that_bears_the_clinics_name_is_not_named_twice(branch):
    clinic = branch.organization.name_ru
    branch.name_ru = f"{clinic} у реки"

    assert merchant(branch, url="")["name"] == f"{clinic} у реки"


def test_feed_lists_what_the_site_lists(tmp_path, branch, service, doctor):
    offers = find_times(
        TimeQuery(start=NOW, end=NOW + timedelta(days=5), service_id=service.id), now=NOW
    ).offers

    listed = checked(tmp_path).times

    assert sorted(one["start_sec"] for one in listed) == [offer.start.timestamp() for offer in offers]


def test_held_time_is_not_listed(tmp_path, branch, service, doctor):
    offer = find_times(
        TimeQuery(start=NOW, end=NOW + timedelta(days=1), service_id=service.id), now=NOW
    ).offers[3]
    hold(offer_token=offer.token, session_key="s", now=NOW)

    assert checked(tmp_path).overlaps([(str(doctor.id), offer.start, offer.end)]) == []


def test_branch_with_a_system_of_its_own_confirms_later(tmp_path, branch, service, doctor):
    branch.mis_system = "north"
    branch.save()

    assert {one["confirmation_mode"] for one in checked(tmp_path).times} == {"CONFIRMATION_MODE_ASYNCHRONOUS"}


def test_prices_that_differ_start_at_the_least(tmp_path, branch, service, doctor):
    other = make.make_doctor(service, location=branch)
    make.make_price(service, "1500", practitioner=other)

    (listed,) = checked(tmp_path).services

    assert (listed["price"]["price_micros"], listed["price_interpretation"]) == (1_500_000_000, "STARTS_AT")


@pytest.mark.parametrize(
    "changes", [{"active": False}, {"online_booking": False}, {"referral_required": True}]
)
def test_service_that_is_not_for_everybody_is_left_out(tmp_path, branch, service, doctor, changes):
    secret = make.make_service(**changes)
    make.make_doctor(secret, location=branch)

    assert [one["service_id"] for one in checked(tmp_path).services] == [str(service.id)]


def test_sensitive_speciality_is_left_out(tmp_path, branch, service, doctor):
    secret = make.make_service(speciality=make.make_speciality(code="psychotherapy"))
    make.make_doctor(secret, location=branch)

    assert [one["service_id"] for one in checked(tmp_path).services] == [str(service.id)]


def test_doctor_who_does_not_take_bookings_online_is_left_out(tmp_path, branch, service, doctor):
    hidden = make.make_doctor(service, location=branch)
    hidden.roles.update(online_booking=False)

    assert {one["resources"]["staff_id"] for one in checked(tmp_path).times} == {str(doctor.id)}


def test_branch_without_free_times_is_not_mentioned(tmp_path, branch, service, doctor):
    make.make_location()

    assert [one["merchant_id"] for one in checked(tmp_path).merchants] == [str(branch.id)]


def test_branch_without_coordinates_and_phone_is_listed_by_its_address(tmp_path, branch, service, doctor):
    Location.objects.update(latitude=None, longitude=None, phone="call us")

    (merchant,) = checked(tmp_path).merchants

    assert "telephone" not in merchant
    assert set(merchant["geo"]) == {"address"}


def test_group_visit_lists_its_seats(tmp_path, branch):
    group = make.make_service(seats=6)
    make.make_doctor(group, location=branch)
    offer = find_times(
        TimeQuery(start=NOW, end=NOW + timedelta(days=1), service_id=group.id), now=NOW
    ).offers[0]
    hold(offer_token=offer.token, session_key="s", now=NOW)

    times = checked(tmp_path).times

    assert {(one["spots_open"], one["spots_total"]) for one in times} == {(6, 6), (5, 6)}


def test_full_shards_are_followed_by_others(tmp_path, branch, service, doctor):
    written = feeds(tmp_path, records_per_shard=30)

    check = FeedCheck(written.files, days=5)
    assert check.problems == []
    assert [f.name for f in written.files if f.name.startswith("availability")] == [
        f"availability_{int(NOW.timestamp())}_{n:04}_0003.json" for n in range(3)
    ]
    assert len(check.times) == 78


def test_compressed_feeds_read_the_same(tmp_path, branch, service, doctor):
    written = feeds(tmp_path, compress=True)

    assert all(file.name.endswith(".json.gz") for file in written.files)
    assert FeedCheck(written.files, days=5).problems == []
    assert gzip.decompress(written.files[0].read_bytes()).startswith(b'{"metadata"')


def test_empty_clinic_writes_empty_feeds(tmp_path):
    check = checked(tmp_path)

    assert (check.merchants, check.services, check.times) == ([], [], [])


def test_two_runs_have_different_nonces_and_names(tmp_path, branch, service, doctor):
    first, second = feeds(tmp_path), feeds(tmp_path, now=NOW + timedelta(seconds=1))

    nonces = {json.loads(file.read_text())["metadata"]["nonce"] for file in (*first.files, *second.files)}
    assert len(nonces) == 6
    assert not set(first.files) & set(second.files)


def test_feed_that_shrinks_is_not_written(tmp_path, branch, service, doctor):
    feeds(tmp_path)
    before = sorted(tmp_path.iterdir())
    HoursRule.objects.filter(weekday__in=(1, 2)).delete()

    with pytest.raises(FeedShrank, match="78"):
        feeds(tmp_path, now=NOW + timedelta(seconds=1))

    assert sorted(tmp_path.iterdir()) == before
    assert feeds(tmp_path, now=NOW + timedelta(seconds=1), accept_shrunk=True).times == 46


def test_branch_that_empties_is_not_written(tmp_path, branch, service, doctor):
    feeds(tmp_path)
    HoursRule.objects.all().delete()

    with pytest.raises(FeedShrank, match=str(branch.id)):
        feeds(tmp_path)


def test_nothing_temporary_stays(tmp_path, branch, service, doctor):
    written = feeds(tmp_path)

    assert sorted(tmp_path.iterdir()) == sorted([*written.files, tmp_path / "last_run.json"])


def test_queries_do_not_grow_with_doctors_and_services(tmp_path, branch, service, doctor):
    def queries(folder):
        with CaptureQueriesContext(connection) as captured:
            feeds(tmp_path / folder)
        return len(captured)

    few = queries("few")
    for _ in range(3):
        make.make_doctor(service, make.make_service(), location=branch)

    assert queries("many") == few


def test_command_writes_into_a_new_folder_and_says_what(tmp_path, capsys, branch, service, doctor):
    call_command("google_feeds", out=tmp_path / "new" / "folder")

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("1 branches, 1 services, ")
    assert [Path(line).exists() for line in lines[1:]] == [True, True, True]


@pytest.mark.parametrize("place", ["file", "file/below", "/proc/feeds"])
def test_folder_that_cannot_be_written_is_said_so(tmp_path, branch, service, doctor, place):
    (tmp_path / "file").write_text("a file, not a folder")

    with pytest.raises(CommandError, match="cannot be written to"):
        call_command("google_feeds", out=Path(tmp_path / place))


@pytest.mark.parametrize("days", [0, -1, 1000])
def test_impossible_number_of_days_is_refused(tmp_path, days):
    with pytest.raises(CommandError, match="--days"):
        call_command("google_feeds", out=tmp_path, days=days)
