"""The bit-mask calendar against a naive one that keeps a set of minutes."""

import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.clock import day_span, days_of, local_day, occurrences, wall_minute, wall_span
from booking.timeline import Window, comb, minute_after, minute_of, moment_of, runs, starts_free_of

START = minute_of(datetime(2030, 1, 14, tzinfo=UTC))
LENGTH = 300
WINDOW = Window(START, START + LENGTH)

minutes = st.integers(START - 60, START + LENGTH + 60)
spans = st.lists(
    st.tuples(minutes, st.integers(0, 90)).map(lambda pair: (pair[0], pair[0] + pair[1])), max_size=8
)


def naive(spans, window=WINDOW):
    return {
        minute for start, end in spans for minute in range(start, end) if window.start <= minute < window.end
    }


def of(mask, window=WINDOW):
    return set(window.minutes(mask))


@given(spans)
def test_mask_covers_what_the_spans_cover(some):
    assert of(WINDOW.mask(some)) == naive(some)


@given(spans, spans)
def test_union_intersection_and_difference(some, others):
    left, right = WINDOW.mask(some), WINDOW.mask(others)

    assert of(left | right) == naive(some) | naive(others)
    assert of(left & right) == naive(some) & naive(others)
    assert of(left & ~right) == naive(some) - naive(others)


@given(spans)
def test_spans_of_a_mask_are_its_runs(some):
    mask = WINDOW.mask(some)
    found = list(WINDOW.spans(mask))

    assert WINDOW.mask(found) == mask
    assert all(end < start for (_, end), (start, _) in itertools.pairwise(found))


@given(spans, st.integers(1, 120))
def test_runs_are_the_starts_of_n_minutes_in_a_row(some, length):
    free = naive(some)

    assert of(runs(WINDOW.mask(some), length)) == {
        minute for minute in free if all(minute + more in free for more in range(length))
    }


@given(spans, st.integers(0, 45), st.integers(1, 60), st.integers(0, 45))
def test_starts_free_of_busy_time_keep_their_buffers(some, before, length, after):
    busy = naive(some)
    starts = starts_free_of(WINDOW.mask(some), before=before, length=length, after=after) & WINDOW.everything

    # Within reach of the window's edges the naive calendar and the mask know the same busy minutes.
    assert of(starts) == {
        minute
        for minute in range(WINDOW.start, WINDOW.end)
        if not busy & set(range(minute - before, minute + length + after))
    }


@given(st.tuples(minutes, st.integers(0, 200)), st.integers(1, 90))
def test_grid_is_anchored_at_the_start_of_its_span(span, step):
    start, end = span[0], span[0] + span[1]

    assert of(WINDOW.grids([(start, end, step)])) == {
        minute for minute in range(start, end, step) if WINDOW.start <= minute < WINDOW.end
    }


@given(st.integers(1, 200), st.integers(0, 400))
def test_comb_has_every_step(step, length):
    assert {bit for bit in range(length) if comb(step, length) >> bit & 1} == set(range(0, length, step))


@given(st.floats(631152000, 2840140800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)))
def test_minute_of_a_moment_rounds_down_and_minute_after_up(moment):
    assert moment_of(minute_of(moment)) <= moment < moment_of(minute_of(moment) + 1)
    assert moment_of(minute_after(moment) - 1) < moment <= moment_of(minute_after(moment))


def test_naive_moment_has_no_place():
    with pytest.raises(ValueError, match="time zone"):
        minute_of(datetime(2030, 1, 14))  # noqa: DTZ001 - naive on purpose


# --- The wall clock -----------------------------------------------------------------------------------------

# Zones that change their clocks, that stopped, that moved their law, and that change at midnight.
ZONES = [
    "Europe/Moscow",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Yekaterinburg",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Atlantic/Azores",
    "America/Sao_Paulo",
    "Africa/Cairo",
    "Asia/Beirut",
    "Pacific/Apia",
    "Europe/Volgograd",
    "America/Havana",
]
zones = st.sampled_from(ZONES).map(ZoneInfo)
days = st.dates(date(2008, 1, 1), date(2035, 12, 31))
times = st.integers(0, 24 * 60 - 1).map(lambda minute: time(minute // 60, minute % 60))


@given(zones, days)
def test_days_follow_each_other_without_gap_or_overlap(zone, day):
    start, end = day_span(zone, day)

    assert end == day_span(zone, day + timedelta(days=1))[0]
    assert 0 <= end - start <= 25 * 60


@given(zones, days, st.integers(0, 24 * 60 - 1))
def test_every_minute_of_a_day_span_reads_that_day(zone, day, offset):
    start, end = day_span(zone, day)
    if start + offset < end and not _midnight_repeats(zone, day + timedelta(days=1)):
        assert local_day(zone, start + offset) == day


def _midnight_repeats(zone, day):
    return len(occurrences(day, time(0), zone)) == 2


@given(zones, days, times)
def test_wall_clock_reads_what_was_asked_unless_the_hour_is_skipped(zone, day, at):
    moments = occurrences(day, at, zone)

    assert len(moments) in (0, 1, 2)
    for moment in moments:
        local = moment.astimezone(zone)
        assert (local.date(), local.time()) == (day, at)
    if moments:
        assert moment_of(wall_minute(zone, day, at)) == moments[0]
        assert moment_of(wall_minute(zone, day, at, second=True)) == moments[-1]


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", date(2030, 3, 31), 23),
        ("Europe/Berlin", date(2030, 10, 27), 25),
        ("Europe/Berlin", date(2030, 7, 1), 24),
        ("Europe/Moscow", date(2014, 10, 26), 25),  # Russia gave up summer time for good
        ("Europe/Moscow", date(2011, 3, 27), 23),  # and three years earlier took it for good
        ("Pacific/Apia", date(2011, 12, 30), 0),  # the day that Samoa skipped
    ],
)
def test_days_of_23_and_25_hours(zone, day, hours):
    start, end = day_span(ZoneInfo(zone), day)

    assert end - start == hours * 60


def test_night_shift_through_the_change_is_an_hour_longer():
    start, end = wall_span(ZoneInfo("Europe/Berlin"), date(2030, 10, 26), time(22), time(6))

    assert end - start == 9 * 60


def test_hours_until_midnight_end_with_the_day():
    zone = ZoneInfo("Europe/Moscow")

    assert wall_span(zone, date(2030, 1, 14), time(18), time(0))[1] == day_span(zone, date(2030, 1, 14))[1]


@given(zones, minutes, st.integers(0, 5000))
def test_days_of_a_span_are_those_it_touches(zone, start, length):
    found = list(days_of(zone, (start, start + length)))

    assert found == sorted(
        {local_day(zone, minute) for minute in range(start, start + length, 30)} | set(found[-1:])
    )
