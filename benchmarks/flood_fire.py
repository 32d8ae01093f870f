"""Thirty callers for one fire and one unrelated cardiac arrest, many times over."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields
from random import Random
from typing import Any

from benchmarks.flood_cities import CITIES
from benchmarks.flood_shift import Variant, open_shift
from siaga.simulation.phone_callers_fire import (
    ARREST,
    FIRE,
    FireRules,
    FireShift,
    fire_callers,
    natures,
)
from siaga.simulation.phone_callers_shift import Shift, Told

RULES = FireRules()
AT_ONCE = 100  # seeds for one piece of work
Row = tuple[float | None, ...]

WAYS = {
    "policy": (Variant.POLICY, True),
    "fifo": (Variant.FIFO, False),
    "fifo_announced": (Variant.FIFO, True),
    "limit": (Variant.LIMIT, True),
}
"""Plain order of age has no announcement; the third shows how much that alone does, the last what
an order could do that knew the arrest from its first ring."""


def one_fire(city: str, seed: int, *, way: str, takers: int) -> tuple[Told, list[Told], Shift]:
    variant, announces = WAYS[way]
    chance = Random(seed)
    everybody = list(fire_callers(chance, CITIES[city].town, rules=RULES))
    drawn = natures(chance, everybody, rules=RULES)
    plain = open_shift(variant, takers=takers)
    own = {one.name: getattr(plain, one.name) for one in fields(plain) if one.init}
    shift = FireShift(**own, rules=RULES, natures=drawn, announces=announces)
    shift.run(everybody)
    arrest = next(told for told in shift.told if told.caller.topic == ARREST)
    return arrest, [told for told in shift.told if told.caller.topic == FIRE], shift


def some_fires(city: str, seeds: range, *, way: str, takers: int) -> list[Row]:
    """For each: the arrest's wait, times it hung up, refused, overtaken, the crowd's worst wait."""
    found: list[Row] = []
    for seed in seeds:
        arrest, crowd, shift = one_fire(city, seed, way=way, takers=takers)
        worst = max((told.answered_s or 0.0 for told in crowd), default=0.0)
        sums = shift.sums
        found.append((arrest.answered_s, arrest.gave_up, sums.refused, sums.overtaken, worst))
    return found


def fire_figures(city: str, *, takers: int, seeds: range) -> dict[str, Any]:
    parts = [seeds[begin : begin + AT_ONCE] for begin in range(0, len(seeds), AT_ONCE)]
    found: dict[str, Any] = {}
    with ProcessPoolExecutor(2) as pool:
        for way in WAYS:
            asked = [pool.submit(some_fires, city, part, way=way, takers=takers) for part in parts]
            found[way] = _summary(row for future in asked for row in future.result())
    return {
        **found,
        "scenario": "fire30",
        "city": city,
        "takers": takers,
        "fires": len(seeds),
        "first_seed": seeds[0],
    }


def _summary(rows: Iterable[Row]) -> dict[str, Any]:
    told = list(rows)
    waits = sorted(row[0] for row in told if row[0] is not None)
    total = len(told)
    return {
        "genuine": total,
        "within_15s": round(sum(wait <= 15 for wait in waits) / total, 4),
        "within_20s": round(sum(wait <= 20 for wait in waits) / total, 4),
        "within_30s": round(sum(wait <= 30 for wait in waits) / total, 4),
        "median_wait_s": round(waits[len(waits) // 2], 1),
        "worst_wait_s": round(waits[-1], 1),
        "hung_up": sum(bool(row[1]) for row in told),
        "never_answered": total - len(waits),
        "refused": sum(int(row[2] or 0) for row in told),
        "overtaken_after_60s": sum(int(row[3] or 0) for row in told),
        "crowd_worst_wait_s": round(max(float(row[4] or 0.0) for row in told), 1),
    }
