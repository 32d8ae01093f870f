"""How much two reports agree: log-odds x 100 for each thing both say, none for what one omits.

Weights are set by hand; benchmarks/persons.py measures the ranking on generated reports whose
seeds were not looked at while they were set.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import islice
from math import sqrt

from siaga.desks.persons.advise.clothes import weigh_clothes
from siaga.desks.persons.advise.look import Look
from siaga.geo.distance import haversine_m
from siaga.language.persons import AgeBand, Build, MatchCandidate, MatchReason, Sex

RULE = "persons-1"
SHOWN_FROM = 250
STRONG_FROM = 400  # shown as a strong likeness
SHOWN_MAX = 5
NEVER = -900
"""Decides alone: another sex, found before last seen."""

_BANDS = (AgeBand.BABY, AgeBand.CHILD, AgeBand.TEEN, AgeBand.ADULT, AgeBand.ELDERLY)
_BUILDS = (Build.THIN, Build.MEDIUM, Build.HEAVY)
EARLY_H = 1.0  # clocks of people: found a little before "last seen" is no contradiction
FOOT_KM, FOOT_KM_PER_ROOT_H = 0.8, 1.4  # how far who wanders is found: grows with the root
RIDE_KM_H = 45.0  # by motorcycle or angkot, at most


def rank(missing: Look, found: Iterable[Look]) -> tuple[MatchCandidate, ...]:
    """Best first; only who is worth a look."""
    weighed = [(weigh(missing, one), one.person_id) for one in found]
    good = [
        MatchCandidate(found_id=who, points=points, reasons=reasons)
        for (points, reasons), who in weighed
        if points >= SHOWN_FROM
    ]
    good.sort(key=lambda one: (-one.points, one.found_id))
    return tuple(islice(good, SHOWN_MAX))


def weigh(missing: Look, found: Look) -> tuple[int, tuple[MatchReason, ...]]:
    """→ points and their reasons, the weightiest first."""
    reasons = [*_who(missing, found), *_where(missing, found)]
    hours = (found.seen_at - missing.seen_at).total_seconds() / 3600
    reasons += weigh_clothes(missing, found, hours=max(0.0, hours))
    reasons += _words("marks", missing.marks, found.marks, each=110, most=300)
    reasons += _words("condition", missing.condition, found.condition, each=90, most=150)
    told = tuple(sorted(reasons, key=lambda one: -abs(one.points)))
    return sum(one.points for one in told), told


def _who(missing: Look, found: Look) -> Iterable[MatchReason]:
    if Sex.UNKNOWN not in (missing.sex, found.sex):
        is_same = missing.sex is found.sex
        yield MatchReason(key="sex" if is_same else "sex_other", points=60 if is_same else NEVER)
    yield from _age(missing, found)
    if missing.build and found.build:
        apart = abs(_BUILDS.index(missing.build) - _BUILDS.index(found.build))
        yield MatchReason(
            key="build" if not apart else "build_other", points=(45, -35, -150)[apart]
        )
    if missing.name and found.name:
        like = SequenceMatcher(None, missing.name.lower(), found.name.lower()).ratio()
        if like >= 0.75:
            yield MatchReason(key="name", points=350)
        elif like < 0.45:
            yield MatchReason(key="name_other", points=-120)


def _age(missing: Look, found: Look) -> Iterable[MatchReason]:
    """A stranger's age is guessed: the older, the wider."""
    if missing.age_years is not None and found.age_years is not None:
        apart = abs(missing.age_years - found.age_years)
        doubt = 1.5 + missing.age_years * 0.12
        points = round(130 - 110 * (apart / doubt) ** 2 / 2)
        key = "age" if points > 0 else "age_other"
        yield MatchReason(key=key, points=max(points, NEVER), value=apart)
        return
    if AgeBand.UNKNOWN in (missing.age_band, found.age_band):
        return
    apart = abs(_BANDS.index(missing.age_band) - _BANDS.index(found.age_band))
    points = (90, -70, -350, NEVER, NEVER)[apart]
    yield MatchReason(key="age" if not apart else "age_other", points=points)


def _where(missing: Look, found: Look) -> Iterable[MatchReason]:
    hours = (found.seen_at - missing.seen_at).total_seconds() / 3600
    if hours < -EARLY_H:
        yield MatchReason(key="before", points=NEVER, value=round(-hours))
        return
    hours = max(0.0, hours)
    if missing.spot is None or found.spot is None:
        if hours > 24 * 14:
            yield MatchReason(key="long_ago", points=-80, value=round(hours))
        return
    metres = haversine_m(missing.spot, found.spot)
    beyond_km = max(0.0, metres - missing.spread_m - found.spread_m) / 1000
    if beyond_km > 2 + RIDE_KM_H * hours:
        yield MatchReason(key="too_far", points=NEVER, value=round(metres))
        return
    usual_km = FOOT_KM + FOOT_KM_PER_ROOT_H * sqrt(hours)
    points = round(150 - 60 * (beyond_km / usual_km) ** 2 - 12 * sqrt(hours / 24))
    points = max(points, -200)
    yield MatchReason(key="near" if points > 0 else "far", points=points, value=round(metres))
    yield MatchReason(key="hours", points=0, value=round(hours))


def _words(
    key: str, one: frozenset[str], other: frozenset[str], *, each: int, most: int
) -> Iterable[MatchReason]:
    both = len(one & other)
    if both:
        yield MatchReason(key=key, points=min(most, each * both), value=both)
