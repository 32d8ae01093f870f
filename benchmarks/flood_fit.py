"""How near the simulated callers come to what the four cities published, on seeds of their own.

`python -m benchmarks.flood_fit [--held-out]`: the seeds the numbers of `flood_cities` were fitted
on, or others. The centre of that time is simulated: its greeting first, then in order of age.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from itertools import takewhile
from random import Random

from benchmarks.flood_cities import CITIES, City
from benchmarks.flood_shift import Variant, open_shift
from siaga.simulation.phone_callers import DAY_S, CallerKind, Crowd, callers

FITTED_ON = tuple(range(1, 6))
HELD_OUT = tuple(range(101, 106))
TAKERS = 2


def counted(city: City, seed: int) -> Counter[str]:
    """What the city would have published of this simulated period."""
    until_s = city.published.days * DAY_S
    everybody = callers(Random(seed), city.town, crowd=Crowd())
    shift = open_shift(Variant.FIFO, takers=TAKERS, greeting_s=city.published.greeting_s)
    shift.run(takewhile(lambda one: one.at_s < until_s, everybody))
    found: Counter[str] = Counter(calls=len(shift.told))
    for told in shift.told:
        if told.lost_in_greeting:
            found["cut_in_greeting"] += 1
            continue
        found["offered"] += 1
        if told.answered_s is None:
            continue
        found["answered"] += 1
        found[told.caller.kind] += 1
    found["prank_and_ghost"] = found[CallerKind.PRANK] + found[CallerKind.GHOST]
    return found


def rows(seeds: tuple[int, ...]) -> Iterator[tuple[str, str, int, float]]:
    """(city, what, published, mean of the seeds)."""
    for name, city in CITIES.items():
        sums: Counter[str] = Counter()
        for seed in seeds:
            sums += counted(city, seed)
        published = city.published
        for what in (
            *("calls", "cut_in_greeting", "offered", "answered", "prank", "ghost"),
            *("prank_and_ghost", "information", "real"),
        ):
            number = getattr(published, what)
            if number is not None:
                yield name, what, number, sums[what] / len(seeds)


def main() -> int:
    seeds = HELD_OUT if "--held-out" in sys.argv[1:] else FITTED_ON
    print(f"seeds {seeds[0]} to {seeds[-1]}")
    for city, what, published, mean in rows(seeds):
        off = 100 * (mean / published - 1)
        print(f"{city:10} {what:16} {published:>7,} {mean:>9,.1f} {off:+7.1f} %")
    return 0


if __name__ == "__main__":
    sys.exit(main())
