"""`siaga bench persons`: how well missing and found reports are matched, when nobody is named.

Everything is generated (persons_made.py). Points were learnt on two manners of evenings
(persons_learn.py, `--learn`); the figures are of two others, with other seeds, other noise and
other words. No real report was looked at: they say what the ranking can do on such sets, not what
it will do in a city.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from benchmarks.machine import percentile_ms
from benchmarks.options import commit
from benchmarks.persons_learn import main as learn
from benchmarks.persons_made import CITY, CROWD, Manner, evening, twin
from siaga.desks.persons.advise import (
    PRESENT,
    RULE,
    SHOWN_FROM,
    VERY_LIKELY_FROM,
    Look,
    rank,
)
from siaga.geo.distance import haversine_m
from siaga.language.persons import Likeness, MatchCandidate
from siaga.language.values import PersonId

HELD_FROM = 50_001


def score(seeds: Sequence[int], manner: Manner) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    bins: list[list[bool]] = [[] for _ in range(5)]
    for seed in seeds:
        night = evening(seed, manner)
        for look in night.missing:
            whole, right = rank(look, night.found), twin(look.person_id)
            named = [one for one in whole if one.likeness is not Likeness.SIGN_ONLY]
            counts["missing"] += 1
            is_there = look.person_id in night.there
            counts["there" if is_there else "gone"] += 1
            counts["listed"] += any(one.found_id == right for one in whole)
            counts["signs"] += len(whole) - len(named)
            counts["floor"] += nearest(look, night.found) == right
            _count(counts, named, right, is_there=is_there)
            for one in named:
                bins[min(4, (one.chance_percent or 0) // 20)].append(one.found_id == right)
    return {
        "missing": counts["missing"],
        "of whom found": counts["there"],
        "recall in list": percent(counts["listed"], counts["there"]),
        "named": _level(counts, "named"),
        "very likely": _level(counts, "very"),
        "unlikely, listed for a mark or name": counts["signs"],
        "floor: nearest of the same sex, recall at 1": percent(counts["floor"], counts["there"]),
        "said and true, by 20 %": [
            f"{len(one)} x {percent(sum(one), len(one))} %" if one else "-" for one in bins
        ],
    }


def _count(
    counts: Counter[str], named: Sequence[MatchCandidate], right: str, *, is_there: bool
) -> None:
    levels = {"named": bool(named)}
    levels["very"] = bool(named) and named[0].likeness is Likeness.VERY_LIKELY
    for level, is_said in levels.items():
        counts[f"{level} said"] += is_said
        counts[f"{level} right"] += is_said and named[0].found_id == right
        counts[f"{level} false"] += is_said and not is_there


def _level(counts: Counter[str], level: str) -> dict[str, float]:
    right = counts[f"{level} right"]
    return {
        "precision at 1": percent(right, counts[f"{level} said"]),
        "recall at 1": percent(right, counts["there"]),
        "said of who was never found": percent(counts[f"{level} false"], counts["gone"]),
    }


def nearest(look: Look, found: Iterable[Look]) -> PersonId | None:
    same = [one for one in found if one.spot and one.sex is look.sex]
    near = [
        (haversine_m(look.spot, one.spot), one.person_id)
        for one in same
        if look.spot and one.spot and one.seen_at >= look.seen_at
    ]
    return min(near)[1] if near else None


def percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


def speed(count: int) -> dict[str, Any]:
    """One report against 500 open ones of the other kind."""
    nights = [evening(seed, CROWD) for seed in range(HELD_FROM + 900, HELD_FROM + 907)]
    found = [one for night in nights for one in night.found][:500]
    missing = [one for night in nights for one in night.missing]
    took = []
    for look in (missing * (count // len(missing) + 1))[:count]:
        began = time.perf_counter()
        rank(look, found)
        took.append(time.perf_counter() - began)
    return {
        "open": len(found),
        "rankings": count,
        "p50_ms": percentile_ms(took, 0.5),
        "p99_ms": percentile_ms(took, 0.99),
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="siaga bench persons", description=__doc__)
    parser.add_argument("--json", action="store_true", help="figures only")
    parser.add_argument("--evenings", type=int, default=60)
    parser.add_argument("--learn", action="store_true", help="learn the points anew and write them")
    given = parser.parse_args()
    if given.learn:
        learn()
        return
    seeds = range(HELD_FROM, HELD_FROM + given.evenings)
    more = range(HELD_FROM, HELD_FROM + 5 * given.evenings)  # far fewer people in each
    figures = {
        "commit": commit(),
        "rule": RULE,
        "prior": PRESENT,
        "very_likely_from": VERY_LIKELY_FROM,
        "shown_from": SHOWN_FROM,
        "seeds": f"{seeds[0]}..{seeds[-1]} (city ..{more[-1]})",
        "crowd": score(seeds, CROWD),
        "city": score(more, CITY),
        "speed": speed(200),
    }
    print(json.dumps(figures, indent=None if given.json else 2))


if __name__ == "__main__":
    main()
