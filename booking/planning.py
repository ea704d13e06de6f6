"""A day of several visits, on plain values: which visit when, so that the patient leaves as soon as possible.

`solve` is an A* search over (legs done, minute): each step adds the leg that comes next. Two ways to have done the
same legs are compared at once, and the one that started later and ended earlier goes on alone; so the number of
orders (40,320 for eight legs) never matters, only the number of sets (256).
"""

import heapq
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, NamedTuple


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One visit of a program. Lower stages come wholly before higher ones, fasting legs before all others.

    With `after` (the position of another leg) it starts `least` to `most` minutes after that one's end.
    """

    number: int
    stage: int = 0
    fasting: bool = False
    after: int | None = None
    least: int = 0
    most: int | None = None


class Claim(NamedTuple):
    """A resource with the minutes that a visit takes of it, its buffers included: `[start, end)`."""

    resource: Any
    start: int
    end: int


class Option(NamedTuple):
    """One way to have a leg, in minutes of UTC. `value` is the caller's own."""

    start: int
    end: int
    claims: tuple[Claim, ...] = ()
    value: Any = None


@dataclass(frozen=True, slots=True)
class Plan:
    """An option for every leg, in the order of the legs given."""

    options: tuple[Option, ...]

    @property
    def start(self) -> int:
        return min(option.start for option in self.options)

    @property
    def end(self) -> int:
        return max(option.end for option in self.options)

    @property
    def on_site(self) -> int:
        """Minutes from the first visit's start to the last one's end."""
        return self.end - self.start

    @property
    def waiting(self) -> int:
        """Minutes on site without a visit."""
        return self.on_site - sum(option.end - option.start for option in self.options)


def solve(legs: Sequence[Leg], options: Sequence[Sequence[Option]], *, longest: int) -> Plan | None:
    """The plan with the least time on site, then the least waiting, then the earliest start; None where none fits.

    `longest` is the most minutes that the patient may be on site.
    """
    if not legs or not all(options):
        return None
    return _Search(legs, options, longest).plan()


def blocking(legs: Sequence[Leg], options: Sequence[Sequence[Option]], *, longest: int) -> int:
    """The position of the leg that an infeasible day fails at.

    In the order in which the patient goes, it is the first that does not fit together with those before it.
    """
    order = sorted(range(len(legs)), key=lambda at: (legs[at].stage, not legs[at].fasting, legs[at].number))
    for at in order:
        if not options[at]:
            return at
    # Whoever cannot go through a part of the legs cannot go through more of them: halve the distance each time.
    fits, fails = 0, len(order)
    while fails - fits > 1:
        middle = (fits + fails) // 2
        chosen = order[:middle]
        if solve(_part(legs, chosen), [options[at] for at in chosen], longest=longest):
            fits = middle
        else:
            fails = middle
    return order[fails - 1]


def keeps_rules(legs: Sequence[Leg], spans: Sequence[tuple[int, int]], *, longest: int) -> bool:
    """Whether visits at these minutes, one per leg, make the program: order, gaps, and the length of the day."""
    if max(end for _, end in spans) - min(start for start, _ in spans) > longest:
        return False
    before = _before(legs)
    for at, (leg, (start, end)) in enumerate(zip(legs, spans, strict=True)):
        for other, (other_start, other_end) in enumerate(spans):
            if other != at and start < other_end and other_start < end:
                return False
            if before[at] >> other & 1 and other_end > start:
                return False
        if leg.after is not None:
            gap = start - spans[leg.after][1]
            if gap < leg.least or (leg.most is not None and gap > leg.most):
                return False
    return True


def _part(legs: Sequence[Leg], chosen: Sequence[int]) -> list[Leg]:
    """Some of the legs alone; a gap counted from a leg that is not among them is no gap."""
    place = {at: new for new, at in enumerate(chosen)}
    return [
        Leg(
            number=legs[at].number,
            stage=legs[at].stage,
            fasting=legs[at].fasting,
            after=None if (after := legs[at].after) is None else place.get(after),
            least=legs[at].least,
            most=legs[at].most,
        )
        for at in chosen
    ]


def _before(legs: Sequence[Leg]) -> list[int]:
    """For each leg the set of legs, as bits, that must be over before it starts."""
    sets = []
    for at, leg in enumerate(legs):
        earlier = 0 if leg.after is None else 1 << leg.after
        for other, one in enumerate(legs):
            if other != at and (one.stage < leg.stage or (one.fasting and not leg.fasting)):
                earlier |= 1 << other
        sets.append(earlier)
    return sets


class _Way(NamedTuple):
    """Options of one leg that differ only in when they start."""

    starts: list[int]
    options: list[Option]


class _Step(NamedTuple):
    """The last leg of a beginning of a plan, and the beginning before it."""

    leg: int
    option: Option
    previous: "_Step | None"


class _State(NamedTuple):
    """A beginning of a plan: what was done since `start`, until `time`, with `visited` minutes in visits."""

    done: int
    start: int
    time: int
    visited: int
    #: Ends of legs from which the gap of a leg still to come is counted.
    ends: tuple[tuple[int, int], ...]
    #: Claims whose buffers may still meet those of a leg to come.
    claims: tuple[Claim, ...]
    step: _Step | None


class _Search:
    def __init__(self, legs: Sequence[Leg], options: Sequence[Sequence[Option]], longest: int) -> None:
        self.legs, self.longest = legs, longest
        self.everything = (1 << len(legs)) - 1
        self.before = _before(legs)
        self.shortest = [min(one.end - one.start for one in each) for each in options]
        self.longest_visit = [max(one.end - one.start for one in each) for each in options]
        contested = _contested(options)
        self.ways = [_ways(each, contested) for each in options]
        self.reach = max(
            (one.start - claim.start for each in options for one in each for claim in one.claims), default=0
        )
        #: Legs that may have to wait so that another one comes soon enough after them.
        self.may_wait = {leg.after for leg in legs if leg.after is not None and leg.most is not None}
        self.followers: dict[int, list[int]] = defaultdict(list)
        for at, leg in enumerate(legs):
            if leg.after is not None:
                self.followers[leg.after].append(at)
        self.begin = min(one.start for each in options for one in each)
        self.finish = max(one.end for each in options for one in each)
        self.soonest = [self._soonest_ends(each) for each in options]
        self.fronts: dict[tuple[Any, ...], list[tuple[int, int, int]]] = defaultdict(list)

    def _soonest_ends(self, options: Sequence[Option]) -> list[int]:
        """For each minute of the day, when the leg is over at the soonest if it starts then or later."""
        never = self.finish + self.longest + 1
        ends = [never] * (self.finish - self.begin + 2)
        for option in options:
            at = option.start - self.begin
            ends[at] = min(ends[at], option.end)
        for at in range(len(ends) - 2, -1, -1):
            ends[at] = min(ends[at], ends[at + 1])
        return ends

    def plan(self) -> Plan | None:
        queue: list[tuple[int, int, int, int, int, _State]] = []
        number = count()
        nothing = _State(0, self.begin, self.begin, 0, (), (), None)

        def push(state: _State) -> None:
            # Whatever comes, the patient is on site at least so long and waits at least so much.
            on_site, visits = self.bounds(state)
            if on_site <= self.longest and not self.is_beaten(state):
                depth = state.done.bit_count()
                entry = (on_site, on_site - visits, state.start, -depth, next(number), state)
                heapq.heappush(queue, entry)

        for state in self.extended(nothing):
            push(state)
        while queue:
            state = heapq.heappop(queue)[-1]
            if state.done == self.everything:
                return self.plan_of(state)
            if self.is_current(state):
                for further in self.extended(state):
                    push(further)
        return None

    def bounds(self, state: _State) -> tuple[int, int]:
        """The least minutes on site, and the most minutes of visits, that the beginning can still end with."""
        ends = dict(state.ends)
        rest, visits, last = state.time, state.visited, state.time
        for at, leg in enumerate(self.legs):
            if state.done >> at & 1:
                continue
            rest += self.shortest[at]
            visits += self.longest_visit[at]
            earliest = state.time
            if leg.after in ends:
                earliest = max(earliest, ends[leg.after] + leg.least)
            last = max(last, self.soonest[at][min(earliest, self.finish + 1) - self.begin])
        return max(rest, last) - state.start, visits

    def extended(self, state: _State) -> Iterator[_State]:
        """Every leg that may come next, as early as each of its ways allows."""
        ends = dict(state.ends)
        for at, leg in enumerate(self.legs):
            if state.done >> at & 1 or self.before[at] & ~state.done:
                continue
            earliest, latest = state.time, self.finish
            if leg.after in ends:
                earliest = max(earliest, ends[leg.after] + leg.least)
                if leg.most is not None:
                    latest = ends[leg.after] + leg.most
            every_start = not state.done or at in self.may_wait
            for way in self.ways[at]:
                for option in _between(way, earliest, latest):
                    if _clash(option.claims, state.claims):
                        continue
                    yield self.after(state, at, option)
                    if not every_start:
                        break

    def after(self, state: _State, at: int, option: Option) -> _State:
        done = state.done | 1 << at
        ends = state.ends
        if ends or at in self.followers:
            known = (*ends, (at, option.end)) if at in self.followers else ends
            ends = tuple(one for one in known if self.matters(one, done, option.end))
        claims = state.claims
        if claims or option.claims:
            kept = (*claims, *option.claims)
            claims = tuple(sorted(one for one in kept if one.end > option.end - self.reach))
        return _State(
            done,
            state.start if state.done else option.start,
            option.end,
            state.visited + option.end - option.start,
            ends,
            claims,
            _Step(at, option, state.step),
        )

    def matters(self, known_end: tuple[int, int], done: int, time: int) -> bool:
        at, end = known_end
        return any(
            not done >> follower & 1
            and (self.legs[follower].most is not None or end + self.legs[follower].least > time)
            for follower in self.followers[at]
        )

    def is_beaten(self, state: _State) -> bool:
        """Whether the same was done already by one who started no earlier, ended no later and waited no more."""
        front = self.fronts[state.done, state.ends, state.claims]
        for start, time, visited in front:
            if start >= state.start and time <= state.time and visited >= state.visited:
                return True
        front[:] = [
            one
            for one in front
            if not (state.start >= one[0] and state.time <= one[1] and state.visited >= one[2])
        ]
        front.append((state.start, state.time, state.visited))
        return False

    def is_current(self, state: _State) -> bool:
        """Whether nothing better has come since the state was queued."""
        front = self.fronts[state.done, state.ends, state.claims]
        return (state.start, state.time, state.visited) in front

    def plan_of(self, state: _State) -> Plan:
        found: dict[int, Option] = {}
        step = state.step
        while step is not None:
            found[step.leg] = step.option
            step = step.previous
        return Plan(tuple(found[at] for at in range(len(self.legs))))


def _between(way: _Way, earliest: int, latest: int) -> Iterator[Option]:
    for at in range(bisect_left(way.starts, earliest), len(way.starts)):
        if way.starts[at] > latest:
            return
        yield way.options[at]


def _ways(options: Sequence[Option], contested: set[Any]) -> list[_Way]:
    """Options by length and contested resources, in order of start."""
    groups: dict[tuple[Any, ...], dict[int, Option]] = defaultdict(dict)
    for option in options:
        claims = tuple(sorted(claim for claim in option.claims if claim.resource in contested))
        shape = (option.end - option.start, *(claim.resource for claim in claims))
        groups[shape].setdefault(option.start, option._replace(claims=claims))
    return [_Way(starts := sorted(group), [group[start] for start in starts]) for group in groups.values()]


def _contested(options: Sequence[Sequence[Option]]) -> set[Any]:
    """Resources whose buffers may bring two legs into conflict; without buffers the patient's own order parts them."""
    used: dict[Any, set[int]] = defaultdict(set)
    buffered: set[Any] = set()
    for at, each in enumerate(options):
        for option in each:
            for claim in option.claims:
                used[claim.resource].add(at)
                if claim.start < option.start or claim.end > option.end:
                    buffered.add(claim.resource)
    return {resource for resource in buffered if len(used[resource]) > 1}


def _clash(new: Sequence[Claim], kept: Sequence[Claim]) -> bool:
    return any(
        one.resource == other.resource and one.start < other.end and other.start < one.end
        for one in new
        for other in kept
    )
