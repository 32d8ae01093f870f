"""Two descriptions side by side: for each thing both tell, at which level they agree.

A level names a line of the table of points (weights.py); what one leaves out has no level.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from siaga.desks.persons.advise.clothes import compare_clothes
from siaga.desks.persons.advise.look import Look
from siaga.desks.persons.advise.marks import compare_marks, compare_names
from siaga.geo.distance import haversine_m
from siaga.language.persons import AgeBand, Build, Sex

_BANDS = (AgeBand.BABY, AgeBand.CHILD, AgeBand.TEEN, AgeBand.ADULT, AgeBand.ELDERLY)
_BUILDS = (Build.THIN, Build.MEDIUM, Build.HEAVY)
EARLY_H, MUCH_EARLY_H = 1.0, 4.0  # people's clocks: "last seen" is often a guess
FOOT_KM, FOOT_KM_PER_ROOT_H = 0.8, 1.4  # how far who wanders is found: grows with the root
_CLOTHES = {"other": "clothes_other", "near": ""}
RIDE_KM_H = 45.0  # by motorcycle or angkot, at most


@dataclass(frozen=True, slots=True)
class Compared:
    """`reason`: the key of its words on the screen; "" when a screen says it another way."""

    level: str
    reason: str
    value: int | None = None


def compare(missing: Look, found: Look) -> Iterable[Compared]:
    hours = (found.seen_at - missing.seen_at).total_seconds() / 3600
    yield from _who(missing, found)
    yield from _where(missing, found, hours)
    for level in compare_clothes(missing, found, hours=hours):
        yield Compared(level, _CLOTHES.get(level.partition(".")[2], "clothes"), 1)
    both = len(missing.clothes_words & found.clothes_words)
    if missing.clothes_words and found.clothes_words:
        key = "clothes_words" if both else ""
        yield Compared(f"clothes_words.{min(both, 2)}", key, both)
    level, count = compare_marks(missing.marks, found.marks)
    if level:
        key = {"marks.strong": "strong_mark", "marks.none": "marks_other"}.get(level, "marks")
        yield Compared(level, key, count)
    if missing.condition and found.condition:
        is_same = bool(missing.condition & found.condition)
        key = "condition" if is_same else "condition_other"
        yield Compared(f"condition.{is_same:d}", key, len(missing.condition & found.condition))
    if missing.company and found.company:
        is_same = missing.company is found.company
        yield Compared(f"company.{is_same:d}", "company" if is_same else "company_other")


def _who(missing: Look, found: Look) -> Iterable[Compared]:
    if Sex.UNKNOWN not in (missing.sex, found.sex):
        is_same = missing.sex is found.sex
        yield Compared(f"sex.{is_same:d}", "sex" if is_same else "sex_other")
    yield from _age(missing, found)
    if missing.build and found.build:
        apart = abs(_BUILDS.index(missing.build) - _BUILDS.index(found.build))
        yield Compared(f"build.{apart}", "build_other" if apart else "build")
    if level := compare_names(missing.name, found.name):
        yield Compared(level, "name_other" if level == "name.other" else "name")


def _age(missing: Look, found: Look) -> Iterable[Compared]:
    """A stranger's age is guessed: the older, the wider."""
    if missing.age_years is not None and found.age_years is not None:
        apart = abs(missing.age_years - found.age_years)
        doubts = apart / (1.5 + missing.age_years * 0.12)
        step = sum(doubts > edge for edge in (0.4, 1.0, 2.0, 3.5))
        yield Compared(f"age.{step}", "age" if step < 2 else "age_other", apart)
    elif AgeBand.UNKNOWN not in (missing.age_band, found.age_band):
        apart = abs(_BANDS.index(missing.age_band) - _BANDS.index(found.age_band))
        yield Compared(f"band.{min(apart, 2)}", "age_other" if apart else "age")


def _where(missing: Look, found: Look, hours: float) -> Iterable[Compared]:
    if hours < -EARLY_H:
        level = "much_before" if hours < -MUCH_EARLY_H else "before"
        yield Compared(f"hours.{level}", "before", round(-hours))
    else:
        late = sum(hours > edge for edge in (8, 24, 72, 24 * 14))
        yield Compared(f"hours.{late}", "long_ago" if late == 4 else "hours", max(0, round(hours)))
    hours = max(0.0, hours)
    if missing.spot is None or found.spot is None:
        return
    metres = haversine_m(missing.spot, found.spot)
    beyond_km = max(0.0, metres - missing.spread_m - found.spread_m) / 1000
    if beyond_km > 2 + RIDE_KM_H * hours:
        yield Compared("walk.too_far", "too_far", round(metres))
        return
    ratio = beyond_km / (FOOT_KM + FOOT_KM_PER_ROOT_H * sqrt(hours))
    step = sum(ratio > edge for edge in (0.25, 0.6, 1.0, 1.6, 3.0))
    yield Compared(f"walk.{step}", "near" if step < 2 else "far", round(metres))
