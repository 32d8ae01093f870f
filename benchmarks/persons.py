"""`siaga bench persons`: how well missing and found reports are matched, and how fast.

Everything is generated: people with true looks, described twice by people who guess, forget and
name colours differently; crowds of others who are like them; some never found, some found whom
nobody misses. The words of the second half of the seeds are other words than those of the first.
The floor, in the same run, takes the nearest found person of the same sex. No real report was
looked at: the figures say what the ranking can do on such a set, not what it will do in a city.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import cos, pi, sin, sqrt
from random import Random
from typing import Any

from benchmarks.machine import percentile_ms
from benchmarks.options import commit
from siaga.desks.persons.advise import RULE, SHOWN_FROM, STRONG_FROM, Look, rank, words_of
from siaga.geo.distance import haversine_m
from siaga.language.persons import AgeBand, Build, Clothing, Colour, Garment, Sex, band_of
from siaga.language.values import PersonId

BEGINS_AT = datetime(2026, 11, 26, 1, tzinfo=UTC)
TUNED_FROM, HELD_FROM = 1, 50_001
CENTRE = (-1.61, 103.61)
KM = 1 / 111.0
MISSING, OTHERS = 40, 60
"""Of one evening: missing people, and found ones whom nobody of these misses."""

MARKS = (
    ("bekas luka di dahi", "codet di jidat"),
    ("tahi lalat di pipi kiri", "ada tompel di pipi"),
    ("gigi ompong depan", "giginya sudah ompong"),
    ("tato di lengan kanan", "lengannya bertato"),
    ("rambut beruban sebahu", "rambut putih"),
    ("jalan pincang kaki kiri", "jalannya pakai tongkat"),
    ("memakai kacamata tebal", "berkacamata"),
    ("jari tangan kurang satu", "telunjuknya putus"),
)
HELD_MARKS = (
    ("parut bekas jahitan di dagu", "dagunya ada bekas jahitan"),
    ("cincin batu akik besar", "pakai cincin akik"),
    ("kumis tebal", "berkumis"),
    ("telinga pakai alat bantu dengar", "alat dengar di kuping"),
    ("kalung benang merah", "leher ada kalung merah"),
    ("bekas cacar di muka", "mukanya bopeng"),
    ("bahu kiri miring", "badannya miring sebelah"),
    ("rambut dikepang dua", "rambut kepang"),
)
CONDITIONS = (("pikun", "linglung"), ("ODGJ", "gangguan jiwa"), ("bisu", "tidak bisa bicara"))
NEAR = {
    Colour.RED: Colour.PINK,
    Colour.BLUE: Colour.GREEN,
    Colour.BLACK: Colour.GREY,
    Colour.BROWN: Colour.CREAM,
    Colour.WHITE: Colour.CREAM,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    look: Look
    other: Look | None  # as somebody else described them when found; None: never found


def person(chance: Random, name: str, *, held: bool) -> Truth:
    age = chance.choice([chance.randint(3, 16), chance.randint(18, 59), chance.randint(60, 92)])
    sex = chance.choice([Sex.FEMALE, Sex.MALE])
    marks = chance.sample(HELD_MARKS if held else MARKS, k=chance.choice([0, 1, 1, 2]))
    condition = chance.choice([*CONDITIONS, None]) if age > 12 else None
    clothes = tuple(
        Clothing(garment=garment, colour=chance.choice(list(Colour)))
        for garment in (Garment.TOP, Garment.BOTTOM, Garment.HEAD)
        if chance.random() < (0.9 if garment is Garment.TOP else 0.6)
    )
    seen_at = BEGINS_AT + timedelta(hours=chance.uniform(0, 48))
    spot = around(CENTRE, chance, km=7.0)
    look = Look(
        person_id=PersonId(f"missing-{name}"),
        seen_at=seen_at,
        sex=sex,
        age_band=band_of(age),
        age_years=age,
        build=chance.choice([*Build, None]),
        clothes=clothes,
        spot=spot,
        spread_m=chance.choice([100, 400, 1000]),
        marks=words_of(" ".join(one for one, _ in marks)),
        condition=words_of(condition[0] if condition else ""),
    )
    if chance.random() < 0.35:
        return Truth(look=look, other=None)
    return Truth(look=look, other=described(look, chance, marks=marks, condition=condition))


def described(look: Look, chance: Random, *, marks: Any, condition: Any) -> Look:
    """By a stranger, hours later: age guessed, colours named otherwise, half of it left out."""
    hours = chance.choice([chance.uniform(0.5, 8), chance.uniform(2, 40)])
    walked = around(look.spot or CENTRE, chance, km=0.4 + 1.3 * sqrt(hours))
    age = look.age_years or 0
    told_age = max(1, round(chance.gauss(age, 1.2 + age * 0.09)))
    clothes = tuple(
        replace(
            one, colour=NEAR.get(one.colour, one.colour) if chance.random() < 0.25 else one.colour
        )
        for one in look.clothes
        if chance.random() < 0.75
    )
    return Look(
        person_id=PersonId(look.person_id.replace("missing", "found")),
        seen_at=look.seen_at + timedelta(hours=hours),
        sex=look.sex if chance.random() < 0.97 else Sex.UNKNOWN,
        age_band=band_of(told_age) if chance.random() < 0.85 else AgeBand.UNKNOWN,
        age_years=told_age if chance.random() < 0.5 else None,
        build=look.build if chance.random() < 0.7 else None,
        clothes=clothes if chance.random() < 0.9 else (),
        spot=walked if chance.random() < 0.95 else None,
        spread_m=chance.choice([50, 300, 1000]),
        marks=words_of(" ".join(two for _, two in marks if chance.random() < 0.6)),
        condition=words_of(condition[1] if condition and chance.random() < 0.7 else ""),
    )


def around(spot: tuple[float, float], chance: Random, *, km: float) -> tuple[float, float]:
    turn, far = chance.uniform(0, 2 * pi), km * sqrt(chance.random()) * KM
    return spot[0] + far * sin(turn), spot[1] + far * cos(turn)


def evening(seed: int, *, held: bool) -> tuple[list[Look], list[Look], set[str]]:
    """→ the missing, the found, and the names of the missing who were found."""
    chance = Random(seed)
    truths = [person(chance, f"{seed}-{n}", held=held) for n in range(MISSING)]
    strangers = (person(chance, f"{seed}-x{n}", held=held) for n in range(OTHERS * 3))
    found = [one.other for one in truths if one.other is not None]
    found += [one.other for one in strangers if one.other is not None][:OTHERS]
    chance.shuffle(found)
    return (
        [one.look for one in truths],
        found,
        {one.look.person_id for one in truths if one.other is not None},
    )


def score(seeds: Sequence[int], *, held: bool, floor: bool) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    for seed in seeds:
        missing, found, there = evening(seed, held=held)
        for look in missing:
            ranked = () if floor else rank(look, found)
            named = nearest(look, found) if floor else [one.found_id for one in ranked]
            right = look.person_id.replace("missing", "found")
            counts["missing"] += 1
            counts["named"] += bool(named)
            if ranked and ranked[0].points >= STRONG_FROM:
                counts["strong"] += 1
                counts["strong first"] += named[0] == right
            if look.person_id in there:
                counts["findable"] += 1
                counts["first"] += named[:1] == [right]
                counts["listed"] += right in named
            else:
                counts["false"] += bool(named)
    return {
        "evenings": len(seeds),
        "missing": counts["missing"],
        "of whom found": counts["findable"],
        "precision at 1": percent(counts["first"], counts["named"]),
        "precision at 1 of strong ones": percent(counts["strong first"], counts["strong"]),
        "recall at 1": percent(counts["first"], counts["findable"]),
        "recall in list": percent(counts["listed"], counts["findable"]),
        "somebody named for who was never found": percent(
            counts["false"], counts["missing"] - counts["findable"]
        ),
    }


def nearest(look: Look, found: Sequence[Look]) -> list[PersonId]:
    same = [one for one in found if one.spot and one.sex is look.sex]
    same = [one for one in same if one.seen_at >= look.seen_at]
    if not same or look.spot is None:
        return []
    return [min((haversine_m(look.spot, one.spot), one.person_id) for one in same if one.spot)[1]]


def percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


def speed(count: int) -> dict[str, Any]:
    """One report against 500 open ones of the other kind."""
    found: list[Look] = []
    missing: list[Look] = []
    for seed in range(HELD_FROM + 900, HELD_FROM + 999):
        more, others, _ = evening(seed, held=True)
        missing, found = missing + more, found + others
        if len(found) >= 500:
            break
    took = []
    for look in (missing * (count // len(missing) + 1))[:count]:
        began = time.perf_counter()
        rank(look, found[:500])
        took.append(time.perf_counter() - began)
    return {
        "open": 500,
        "rankings": count,
        "p50_ms": percentile_ms(took, 0.5),
        "p99_ms": percentile_ms(took, 0.99),
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="siaga bench persons", description=__doc__)
    parser.add_argument("--json", action="store_true", help="figures only")
    parser.add_argument("--evenings", type=int, default=60)
    parser.add_argument("--tuned", action="store_true", help="the seeds the weights were set by")
    given = parser.parse_args()
    begin = TUNED_FROM if given.tuned else HELD_FROM
    seeds = range(begin, begin + given.evenings)
    held = not given.tuned
    figures = {
        "commit": commit(),
        "rule": RULE,
        "shown_from": SHOWN_FROM,
        "seeds": f"{seeds[0]}..{seeds[-1]}{'' if held else ' (tuned by)'}",
        "ranking": score(seeds, held=held, floor=False),
        "floor": score(seeds, held=held, floor=True),
        "speed": speed(200),
    }
    print(json.dumps(figures, indent=None if given.json else 2))


if __name__ == "__main__":
    main()
