"""The solver of programs against one that tries everything."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from booking.planning import Claim, Leg, Option, Plan, blocking, keeps_rules, solve


def tried_everything(legs, options, longest):
    """The best (time on site, waiting, start) of all combinations, None where there is none."""
    found = [
        Plan(chosen)
        for chosen in product(*options)
        if keeps_rules(legs, [(one.start, one.end) for one in chosen], longest=longest)
        and not any(
            a.resource == b.resource and a.start < b.end and b.start < a.end
            for at, one in enumerate(chosen)
            for other in chosen[:at]
            for a in one.claims
            for b in other.claims
        )
    ]
    return min(((plan.on_site, plan.waiting, plan.start) for plan in found), default=None)


@st.composite
def days(draw):
    count = draw(st.integers(1, 4))
    legs, options = [], []
    for at in range(count):
        after = draw(st.none() | st.sampled_from([other for other in range(count) if other != at] or [None]))
        least = draw(st.integers(0, 6))
        legs.append(
            Leg(
                number=at + 1,
                stage=draw(st.integers(0, 1)),
                fasting=draw(st.booleans()),
                after=after,
                least=least,
                most=draw(st.none() | st.integers(least, least + 6)),
            )
        )
        before, later = draw(st.integers(0, 2)), draw(st.integers(0, 2))
        chosen = draw(
            st.lists(
                st.tuples(st.integers(0, 30), st.integers(1, 4), st.integers(1, 2)), max_size=5, unique=True
            )
        )
        options.append(
            [
                Option(start, start + length, (Claim(resource, start - before, start + length + later),))
                for start, length, resource in chosen
            ]
        )
    return legs, options, draw(st.integers(5, 40))


@settings(max_examples=300, deadline=None)
@given(days())
def test_plan_is_the_best_of_all(day):
    legs, options, longest = day

    plan = solve(legs, options, longest=longest)

    best = tried_everything(legs, options, longest)
    assert (plan and (plan.on_site, plan.waiting, plan.start)) == best
    if plan:
        assert keeps_rules(legs, [(one.start, one.end) for one in plan.options], longest=longest)


@settings(max_examples=300, deadline=None)
@given(days())
def test_blocking_leg_is_the_first_that_does_not_fit(day):
    legs, options, longest = day
    if solve(legs, options, longest=longest):
        return

    order = sorted(range(len(legs)), key=lambda at: (legs[at].stage, not legs[at].fasting, at))
    blocked = blocking(legs, options, longest=longest)

    if any(not each for each in options):
        assert blocked == next(at for at in order if not options[at])
        return
    for until in range(1, len(order) + 1):
        chosen = order[:until]
        part = [
            Leg(
                number=legs[at].number,
                stage=legs[at].stage,
                fasting=legs[at].fasting,
                after=chosen.index(legs[at].after) if legs[at].after in chosen else None,
                least=legs[at].least,
                most=legs[at].most,
            )
            for at in chosen
        ]
        if tried_everything(part, [options[at] for at in chosen], longest) is None:
            assert blocked == order[until - 1]
            return


def test_leg_waits_so_that_its_follower_comes_soon_enough():
    legs = [Leg(number=1), Leg(number=2, after=0, least=10, most=15), Leg(number=3)]
    options = [
        [Option(0, 5), Option(30, 35)],
        [Option(46, 50)],
        [Option(20, 25), Option(60, 65)],
    ]

    plan = solve(legs, options, longest=100)

    assert [one.start for one in plan.options] == [30, 46, 20]
