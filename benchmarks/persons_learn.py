"""Learns the points of desks/persons/advise/weights.py; the sets to measure by are not read.

Points are the Fellegi-Sunter logarithm of the ratio of two shares: how often a level is met in
reports of one person, and of two. What belongs together (age and hair) is counted twice by it, so
one factor is fitted afterwards, on evenings of another manner, by the likelihood of what is true.
"""

from __future__ import annotations

from collections import Counter
from math import log
from pathlib import Path

from benchmarks.persons_made import LEARN, TRUSTED, evening, twin
from siaga.desks.persons.advise.comparing import compare
from siaga.desks.persons.advise.weighing import Weighed, chances, weigh
from siaga.desks.persons.advise.weights import POINTS

LEARN_SEEDS, TRUST_SEEDS = range(1, 301), range(20_001, 20_201)
MOST, LEAST = 500, -700
HARD = {
    "sex.0": -600,
    "band.2": -550,
    "hours.much_before": -500,
    "hours.4": -150,
    "walk.too_far": -700,
    "name.other": -250,
    "name.part": 90,
    "condition.0": -150,
    "age.4": -550,
}
"""Set by hand: contradictions must not rest on how seldom a generator errs, or ends."""
FALLING = ("age", "build", "walk")
"""The further apart, the less it speaks for one person."""
TABLE = Path(__file__).parents[1] / "src/siaga/desks/persons/advise/weights.py"


def points() -> dict[str, int]:
    one: Counter[str] = Counter()
    two: Counter[str] = Counter()
    for seed in LEARN_SEEDS:
        night = evening(seed, LEARN)
        for missing in night.missing:
            for found in night.found:
                into = one if found.person_id == twin(missing.person_id) else two
                into.update(each.level for each in compare(missing, found))
    whole_one, whole_two = _by_feature(one), _by_feature(two)
    learnt = {}
    for level in sorted(one.keys() | two.keys()):
        feature = level.partition(".")[0]
        share = (one[level] + 0.5) / (whole_one[feature] + 1)
        other = (two[level] + 0.5) / (whole_two[feature] + 1)
        learnt[level] = max(LEAST, min(MOST, round(100 * log(share / other))))
    learnt |= HARD
    for feature in FALLING:
        least = MOST
        for level in (one for one in sorted(learnt) if one.startswith(f"{feature}.")):
            least = learnt[level] = min(least, learnt[level])
    return learnt


def trust(learnt: dict[str, int]) -> float:
    """By what is most likely true on evenings of a third manner, in steps of 0.02."""
    POINTS.clear()
    POINTS.update(learnt)
    nights: list[tuple[list[Weighed], int | None]] = []
    for seed in TRUST_SEEDS:
        night = evening(seed, TRUSTED)
        for missing in night.missing:
            right = twin(missing.person_id)
            weighed = [weigh(missing, one) for one in night.found]
            at = [n for n, one in enumerate(night.found) if one.person_id == right]
            nights.append((weighed, at[0] if at else None))
    return max((step / 50 for step in range(10, 61)), key=lambda each: _likelihood(nights, each))


def _likelihood(nights: list[tuple[list[Weighed], int | None]], factor: float) -> float:
    whole = 0.0
    for weighed, right in nights:
        found = chances(weighed, present=TRUSTED.present, trust=factor)
        true = found[right] if right is not None else 1 - sum(found)
        whole += log(max(true, 1e-9))
    return whole


def _by_feature(levels: Counter[str]) -> Counter[str]:
    whole: Counter[str] = Counter()
    for level, count in levels.items():
        whole[level.partition(".")[0]] += count
    return whole


def main() -> None:
    learnt = points()
    lines = [f'    "{level}": {worth},' for level, worth in sorted(learnt.items())]
    head = [
        '"""Points of each level of agreement, by `siaga bench persons --learn`; not by hand."""',
        "",
        f"TRUST = {trust(learnt)}",
        "",
        "POINTS = {",
    ]
    TABLE.write_text("\n".join([*head, *lines, "}", ""]))


if __name__ == "__main__":
    main()
