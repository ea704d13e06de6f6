from datetime import timedelta

import pytest
from django.urls import reverse

from booking.codes import ResourceType
from booking.services import block_time
from people.models import AccessEvent
from staff.board import CellKind, Columns, day_board, row_minutes
from tests import factories as make
from tests.staff.conftest import book_visit

HALF_PAST_TEN = make.NOW + timedelta(minutes=90)


def board_of(branch, by=Columns.DOCTORS):
    access = make.access_of(make.make_user(is_staff=True))
    return day_board(branch, make.NOW.astimezone(branch.zone).date(), by=by, access=access, now=make.NOW)


@pytest.mark.parametrize(
    ("spans", "minutes"),
    [
        ([(540, 1020), (600, 630)], 30),
        ([(540, 1020), (600, 615)], 15),
        ([(540, 1020), (600, 612)], 5),
        ([(540, 600)], 30),
    ],
)
def test_row_is_as_coarse_as_everything_allows(spans, minutes):
    assert row_minutes(spans) == minutes


def test_board_shows_free_visit_and_nothing_else(branch, doctor, service):
    visit = book_visit(doctor, service, start=HALF_PAST_TEN)

    board = board_of(branch)

    (column,) = board.columns
    cells = {cell.start: cell for cell in column.cells.values()}
    assert len(board.rows) == 16
    assert [cell.kind for cell in column.cells.values()].count(CellKind.FREE) == 15
    assert [shown.appointment for shown in cells[HALF_PAST_TEN].visits] == [visit]
    assert cells[HALF_PAST_TEN].visits[0].patient_name == "Ромашкина Т.П."


def test_every_row_of_a_column_is_covered_exactly_once(branch, doctor, service):
    book_visit(doctor, service, start=HALF_PAST_TEN)
    block_time(
        access=make.access_of(make.make_user(is_staff=True)),
        resource_type=ResourceType.PRACTITIONER,
        resource_id=doctor.pk,
        location=branch,
        start=make.NOW + timedelta(hours=3, minutes=10),
        end=make.NOW + timedelta(hours=4),
        reason="Совещание",
        now=make.NOW,
    )

    board = board_of(branch)

    (column,) = board.columns
    assert sum(cell.rows for cell in column.cells.values()) == len(board.rows)
    assert [cell.reason for cell in column.cells.values() if cell.kind == CellKind.BLOCK] == ["Совещание"]


def test_board_by_rooms_puts_a_visit_into_its_room(branch, service):
    kind = make.make_resource_kind()
    service.room_kind = kind
    service.save()
    room, other = make.make_room(branch, kind), make.make_room(branch, kind)
    doctor = make.make_doctor(service, location=branch)
    visit = book_visit(doctor, service, start=HALF_PAST_TEN)

    columns = {column.id: column for column in board_of(branch, Columns.ROOMS).columns}

    assert visit.room_id in (room.pk, other.pk)
    shown = [one.appointment for cell in columns[visit.room_id].cells.values() for one in cell.visits]
    assert shown == [visit]


def test_opening_the_board_is_one_access_event_for_each_patient(branch, doctor, service):
    for minutes in (60, 120, 180):
        book_visit(doctor, service, start=make.NOW + timedelta(minutes=minutes))
    before = AccessEvent.objects.count()

    board_of(branch)

    assert AccessEvent.objects.count() == before + 3


def test_board_takes_as_many_queries_for_three_visits_as_for_one(
    branch, doctor, service, django_assert_num_queries, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for minutes in (60, 120, 180):
        book_visit(doctor, service, start=make.NOW + timedelta(minutes=minutes))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            board_of(branch)
        counts.append(len(queries))

    assert counts[0] == counts[2]


def test_a_late_patient_is_marked(branch, doctor, service):
    visit = book_visit(doctor, service, start=make.NOW)
    access = make.access_of(make.make_user(is_staff=True))
    day = make.NOW.astimezone(branch.zone).date()

    board = day_board(branch, day, by=Columns.DOCTORS, access=access, now=make.NOW + timedelta(minutes=1))

    late = [one.is_late for cell in board.columns[0].cells.values() for one in cell.visits]
    assert (visit.status, late) == ("booked", [True])


def test_day_without_hours_says_so(desk, branch, now):
    answer = desk.get(reverse("staff:board_today", args=["lanes"]))

    assert answer.status_code == 200
    assert "staff-board__hour" not in answer.content.decode()


@pytest.mark.parametrize("day", ["2030-02-30", "tomorrow", "20300114x"])
def test_board_of_no_date_is_not_found(desk, branch, day):
    assert desk.get(reverse("staff:board", args=["lanes", day])).status_code == 404


def test_editors_find_nothing_here(editor, branch, doctor, service):
    visit = book_visit(doctor, service, start=HALF_PAST_TEN)
    addresses = [
        reverse("staff:home"),
        reverse("staff:board_today", args=["lanes"]),
        reverse("staff:visit", args=[visit.pk]),
        reverse("staff:find_patient", args=["lanes"]),
        reverse("staff:why"),
        reverse("staff:block"),
    ]

    assert [editor.get(address).status_code for address in addresses] == [404] * 6
