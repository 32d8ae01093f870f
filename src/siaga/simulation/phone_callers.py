"""People who telephone the emergency number, the same again for the same seed. Pure.

What is drawn here is drawn once for each attempt (patience, how long the talk lasts), whatever a
distribution then makes of it: two policies meet exactly the same callers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from heapq import heappop, heappush
from math import cos, exp, log, pi, sqrt
from typing import Protocol

DAY_S, HOUR_S = 86_400.0, 3_600.0
ATTEMPTS_MAX = 4
NUMBERS_LAST_DAYS = 60
"""Cheap cards are thrown away: after this a child's number is another one."""


class Chance(Protocol):
    """A seeded `random.Random`, made by the caller; only numbers in [0, 1) are asked of it."""

    def random(self) -> float: ...


class CallerKind(StrEnum):
    """What the caller wants, which only the taker who answers finds out."""

    REAL = "real"
    INFORMATION = "information"
    PRANK = "prank"
    GHOST = "ghost"  # nobody speaks
    ACCIDENTAL = "accidental"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Lognormal around a median, within bounds."""

    median: float
    sigma: float
    least: float = 0.0
    most: float = 1e9

    def draw(self, chance: Chance) -> float:
        size = sqrt(-2.0 * log(1.0 - chance.random())) * cos(2.0 * pi * chance.random())
        return min(self.most, max(self.least, self.median * exp(self.sigma * size)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """Of one kind of caller."""

    patience_s: Spread  # from the first ring, unanswered
    talk_s: Spread
    wrap_s: Spread  # what its taker writes afterwards
    rhythm: tuple[float, ...]  # 24 weights, local hours
    hidden: float  # share without any number
    calls_per_number: float  # in 30 days: how soon a number comes again
    in_a_row: float = 1.0  # mean calls of one sitting
    between_s: float = 60.0  # mean pause within a sitting
    redials: float = 0.0  # share that tries again after giving up
    sign_share: float = 0.0  # makes itself heard while it waits: a digit, a voice
    sign_s: float = 8.0  # so long after the first ring


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """Calls of a day by kind: those who mean to wait, and those who hang up at once."""

    name: str
    staying: Mapping[CallerKind, float]
    quick: Mapping[CallerKind, float]
    quick_s: Spread
    habits: Mapping[CallerKind, Habit]
    family_phone: float = 0.03  # real callers with a telephone that was used for pranks
    known_phone: float = 0.10  # real callers whose number asked something before
    quick_talk_s: Spread = Spread(median=4.0, sigma=0.5, least=1.0, most=20.0)  # if answered
    pickup_s: Spread = Spread(median=3.0, sigma=0.35, least=1.2, most=10.0)

    @property
    def calls_per_day(self) -> float:
        return sum(self.staying.values()) + sum(self.quick.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """Hours in which children call, and one number again and again, on top of the ordinary day."""

    from_h: int
    until_h: int
    children_per_h: float
    again_per_h: float  # the one number
    others_per_h: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    patience_s: float
    pickup_s: float  # between a taker's first ring and the answer
    talk_s: float
    wrap_s: float
    again_s: float | None  # after giving up, until the next attempt; None: never
    sign_s: float | None = None  # since the first ring; None: makes none


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """One person's call and its further attempts, `at_s` after the beginning."""

    at_s: float
    kind: CallerKind
    number: str  # "" for none
    attempts: tuple[Attempt, ...]
    in_burst: bool = False
    topic: str = ""  # of a scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """How much of everything there is."""

    load: float = 1.0
    real_share: float | None = None  # of all calls; None as published
    burst: Burst | None = None


def callers(chance: Chance, town: Town, *, crowd: Crowd) -> Iterator[Caller]:
    """Without end, in the order in which they call."""
    later: list[tuple[float, int, Caller]] = []
    day = count = 0
    while True:
        for one in _day(chance, town, day, crowd=crowd):
            heappush(later, (one.at_s, count, one))
            count += 1
        day += 1
        while later and later[0][0] < day * DAY_S:
            yield heappop(later)[2]


def rates(town: Town, crowd: Crowd) -> dict[tuple[CallerKind, bool], float]:
    """(kind, quick) → calls a day. More real callers replace others: the total stays."""
    found = {(kind, False): rate * crowd.load for kind, rate in town.staying.items()}
    found |= {(kind, True): rate * crowd.load for kind, rate in town.quick.items()}
    if crowd.real_share is None:
        return found
    total = sum(found.values())
    real = found.get((CallerKind.REAL, False), 0.0)
    ordinary = (total - crowd.real_share * total) / (total - real)
    found = {key: rate * ordinary for key, rate in found.items()}
    found[CallerKind.REAL, False] = crowd.real_share * total
    return found


def _day(chance: Chance, town: Town, day: int, *, crowd: Crowd) -> Iterator[Caller]:
    for (kind, is_quick), rate in rates(town, crowd).items():
        habit = town.habits[kind]
        sittings = _poisson(chance, rate / habit.in_a_row)
        for _ in range(sittings):
            at_s = day * DAY_S + _moment(chance, habit.rhythm)
            number = _number(chance, town, kind, at_s=at_s, load=crowd.load)
            yield from _sitting(chance, town, kind, start=(at_s, number), is_quick=is_quick)
    if crowd.burst is not None:
        yield from _burst(chance, town, day, crowd=crowd)


def _sitting(
    chance: Chance,
    town: Town,
    kind: CallerKind,
    *,
    start: tuple[float, str],
    is_quick: bool,
) -> Iterator[Caller]:
    """One number calls, and for some kinds again after a while."""
    at_s, number = start
    habit = town.habits[kind]
    while True:
        attempts = _attempts(chance, town, kind, is_quick=is_quick)
        yield Caller(at_s=at_s, kind=kind, number=number, attempts=attempts)
        if chance.random() >= 1.0 - 1.0 / habit.in_a_row:
            return
        at_s += attempts[0].patience_s + _pause(chance, habit.between_s)


def _burst(chance: Chance, town: Town, day: int, *, crowd: Crowd) -> Iterator[Caller]:
    """All of it within the burst's hours, marked so that it can be counted apart."""
    burst = crowd.burst
    assert burst is not None
    begin_s = day * DAY_S + burst.from_h * HOUR_S
    hours = burst.until_h - burst.from_h
    real = (crowd.real_share or 0.0) * (
        burst.children_per_h + burst.again_per_h + burst.others_per_h
    )
    plain = rates(town, Crowd())
    total = sum(plain.values()) or 1.0
    parts: list[tuple[CallerKind, bool, float]] = [
        (CallerKind.PRANK, False, burst.children_per_h),
        (CallerKind.REAL, False, real),
    ]
    others = max(0.0, burst.others_per_h - real)
    parts += [
        (kind, is_quick, others * rate / total)
        for (kind, is_quick), rate in plain.items()
        if kind is not CallerKind.REAL
    ]
    for kind, is_quick, per_h in parts:
        habit = town.habits[kind]
        for _ in range(_poisson(chance, per_h * hours / habit.in_a_row)):
            at_s = begin_s + chance.random() * hours * HOUR_S
            number = _number(chance, town, kind, at_s=at_s, load=_children_load(town, burst))
            for one in _sitting(chance, town, kind, start=(at_s, number), is_quick=is_quick):
                yield _in_burst(one)
    for _ in range(_poisson(chance, burst.again_per_h * hours)):
        at_s = begin_s + chance.random() * hours * HOUR_S
        kind = CallerKind.PRANK
        attempts = _attempts(chance, town, kind, is_quick=False)
        number = f"again-{day // 7}"
        yield Caller(at_s=at_s, kind=kind, number=number, attempts=attempts, in_burst=True)


def _children_load(town: Town, burst: Burst) -> float:
    """As many more numbers as there are more calls, else two children would make them all."""
    usual = town.staying.get(CallerKind.PRANK, 0.0) + town.quick.get(CallerKind.PRANK, 0.0)
    hours = burst.until_h - burst.from_h
    return 1.0 + burst.children_per_h * hours / max(usual, 0.1)


def _in_burst(one: Caller) -> Caller:
    return Caller(
        at_s=one.at_s, kind=one.kind, number=one.number, attempts=one.attempts, in_burst=True
    )


def _attempts(
    chance: Chance, town: Town, kind: CallerKind, *, is_quick: bool
) -> tuple[Attempt, ...]:
    habit = town.habits[kind]
    patience, talk = (
        (town.quick_s, town.quick_talk_s) if is_quick else (habit.patience_s, habit.talk_s)
    )
    count = ATTEMPTS_MAX if habit.redials and not is_quick else 1
    return tuple(
        Attempt(
            patience_s=patience.draw(chance),
            pickup_s=town.pickup_s.draw(chance),
            talk_s=talk.draw(chance),
            wrap_s=habit.wrap_s.draw(chance),
            again_s=(3.0 + _pause(chance, 12.0) if chance.random() < habit.redials else None),
            sign_s=(
                habit.sign_s + _pause(chance, 4.0) if chance.random() < habit.sign_share else None
            ),
        )
        for _ in range(count)
    )


def _number(chance: Chance, town: Town, kind: CallerKind, *, at_s: float, load: float) -> str:
    """Few numbers make many of the calls: rank by rank less, as the published lists show."""
    if chance.random() < town.habits[kind].hidden:
        return ""
    owner = kind
    if kind is CallerKind.REAL:
        draw = chance.random()
        if draw >= town.family_phone + town.known_phone:
            return f"once-{int(chance.random() * 1e12)}"
        owner = CallerKind.PRANK if draw < town.family_phone else CallerKind.INFORMATION
    per_month = 30.0 * (town.staying.get(owner, 0.0) + town.quick.get(owner, 0.0)) * load
    pool = max(3, round(per_month / town.habits[owner].calls_per_number))
    rank = int(pool ** chance.random())  # log-uniform: the first of the pool far more often
    return f"{owner}-{int(at_s / DAY_S) // NUMBERS_LAST_DAYS}-{rank}"


def _moment(chance: Chance, rhythm: Sequence[float]) -> float:
    """Seconds after midnight, by the weights of the hours."""
    left = chance.random() * sum(rhythm)
    for hour, weight in enumerate(rhythm):
        if left < weight:
            return (hour + left / weight) * HOUR_S
        left -= weight
    return DAY_S - 1.0


def _pause(chance: Chance, mean: float) -> float:
    return -mean * log(1.0 - chance.random())


def _poisson(chance: Chance, mean: float) -> int:
    """By its gaps, in steps small enough for the exponent."""
    count = 0
    while mean > 0:
        step = min(mean, 50.0)
        mean -= step
        left, product = exp(-step), chance.random()
        while product > left:
            count += 1
            product *= chance.random()
    return count
