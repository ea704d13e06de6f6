"""Going around the services: the database alone refuses what would book a resource twice."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from booking.codes import CommitmentKind, ResourceType
from booking.models import Block, Commitment

NINE = datetime(2030, 1, 15, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def commit(resource_id, start, minutes):
    block = Block.objects.create(
        resource_type=ResourceType.ROOM,
        resource_id=resource_id,
        start=start,
        end=start + timedelta(minutes=minutes),
        reason="Test",
    )
    return Commitment.objects.create(
        resource_id=resource_id,
        resource_type=ResourceType.ROOM,
        start=block.start,
        end=block.end,
        kind=CommitmentKind.BLOCK,
        block=block,
    )


@pytest.mark.parametrize(
    ("start", "minutes"),
    [
        (NINE, 30),
        (NINE + timedelta(minutes=29), 30),
        (NINE - timedelta(hours=12), 24 * 60),
        (NINE + timedelta(minutes=5), 5),
    ],
    ids=["same", "tail", "around", "inside"],
)
def test_overlapping_commitment_is_refused_by_the_database(start, minutes):
    resource = uuid4()
    commit(resource, NINE, 30)

    with pytest.raises(IntegrityError, match="booking_commitment_no_overlap"), transaction.atomic():
        commit(resource, start, minutes)


@pytest.mark.parametrize("start", [NINE - timedelta(minutes=30), NINE + timedelta(minutes=30)])
def test_adjacent_commitment_is_accepted(start):
    resource = uuid4()
    commit(resource, NINE, 30)

    commit(resource, start, 30)


def test_same_time_of_another_resource_is_accepted():
    commit(uuid4(), NINE, 30)

    commit(uuid4(), NINE, 30)


def test_moving_a_commitment_onto_another_is_refused_by_the_database():
    resource = uuid4()
    commit(resource, NINE, 30)
    later = commit(resource, NINE + timedelta(hours=1), 30)

    with pytest.raises(IntegrityError, match="booking_commitment_no_overlap"), transaction.atomic():
        Commitment.objects.filter(pk=later.pk).update(start=NINE + timedelta(minutes=15))


def test_commitment_longer_than_a_day_is_refused_by_the_database():
    with pytest.raises(IntegrityError, match="booking_commitment_length"), transaction.atomic():
        commit(uuid4(), NINE, 24 * 60 + 5)
