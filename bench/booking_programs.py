"""The best day of a checkup of eight visits with twenty doctors, half of whose time is taken."""

import random

from bench.figures import Figure, time_calls
from booking.planning import Leg, Option, blocking, solve

TITLE = "Programs: eight visits, twenty doctors"
LEGS, DOCTORS, STEP, OPENS, CLOSES = 8, 20, 5, 8 * 60, 20 * 60
LONGEST = 480


def measure() -> list[Figure]:
    random.seed(1)
    legs = _legs()
    free, busy = _day(share_free=1.0), [_day(share_free=0.5) for _ in range(14)]
    scarce = _day(share_free=0.05)
    late = [*_day(share_free=1.0)[:-1], [Option(OPENS, OPENS + 20)]]
    return [
        _figure("one day, all free", "50 ms", lambda: solve(legs, free, longest=LONGEST)),
        _figure("one day, half taken", "50 ms", lambda: solve(legs, busy[0], longest=LONGEST)),
        _figure("one day, nearly full", "50 ms", lambda: solve(legs, scarce, longest=LONGEST)),
        _figure("one day that fails, and why", "50 ms", lambda: _why_not(legs, late)),
        _figure(
            "14 days, half taken",
            "500 ms",
            lambda: [solve(legs, day, longest=LONGEST) for day in busy],
        ),
    ]


def _figure(work: str, budget: str, call: object) -> Figure:
    assert callable(call)
    return Figure(work, budget, str(time_calls(call, times=10, warm_up=1)), f"a start every {STEP} minutes")


def _why_not(legs: list[Leg], options: list[list[Option]]) -> int:
    assert solve(legs, options, longest=LONGEST) is None
    return blocking(legs, options, longest=LONGEST)


def _legs() -> list[Leg]:
    """Blood first, five visits in any order, one of them two hours after the blood, and the therapist last."""
    fasting = [Leg(number=1, fasting=True), Leg(number=2, fasting=True)]
    middle = [Leg(number=number, stage=1) for number in range(3, 7)]
    second_blood = Leg(number=7, stage=1, after=0, least=120, most=180)
    return [*fasting, *middle, second_blood, Leg(number=8, stage=2)]


def _day(*, share_free: float) -> list[list[Option]]:
    lengths = (10, 20, 30, 20, 40, 15, 10, 30)
    givers = [[doctor for doctor in range(DOCTORS) if doctor % LEGS == at] for at in range(LEGS)]
    return [
        [
            Option(start, start + length)
            for _ in doctors
            for start in range(OPENS, CLOSES - length, STEP)
            if random.random() < share_free
        ]
        for length, doctors in zip(lengths, givers, strict=True)
    ]
