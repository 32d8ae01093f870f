"""`siaga bench proposals`: who is sent, worked out for 100 units. Floor: sorted by distance."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial

from benchmarks.options import read_options, tell
from siaga.desks.dispatch.advise import Candidate, Need, propose
from siaga.geo.distance import haversine_m
from siaga.language.values import CapabilityId, UnitId

HERE = (-1.6, 103.6)
UNITS = 100
CAN = ("ambulance", "pump", "breathing", "rescue", "tanker", "police")
CARRIED = ({0}, {1}, {1, 2}, {1, 3}, {4, 1}, {5}, {1, 2, 3}, {3})
ALARMS = {
    "house fire": {1: 2, 2: 1, 0: 1},
    "second alarm": {1: 4, 4: 1, 2: 2, 3: 1, 0: 2, 5: 1},
    "third alarm": {1: 7, 4: 1, 2: 2, 3: 1, 0: 3, 5: 2},
}


def fleet() -> list[Candidate]:
    return [
        Candidate(
            unit_id=UnitId(f"u-{n}"),
            capabilities=frozenset(CapabilityId(CAN[kind]) for kind in CARRIED[n % len(CARRIED)]),
            position=(HERE[0] + 0.0032 * (n % 17 + 1), HERE[1] + 0.002 * (n % 5)),
            position_age_s=5,
        )
        for n in range(UNITS)
    ]


def by_distance(units: Sequence[Candidate]) -> list[float]:
    return sorted(haversine_m(one.position, HERE) for one in units if one.position)


def best_ms(work: Callable[[], object], *, seconds: float) -> float:
    best_s, until_s = 1e9, time.perf_counter() + seconds
    while (began_s := time.perf_counter()) < until_s:
        work()
        best_s = min(best_s, time.perf_counter() - began_s)
    return best_s * 1000


def main(words: list[str] | None = None) -> None:
    options = read_options(words, name="proposals", seconds=1)
    units = fleet()
    floor_ms = best_ms(lambda: by_distance(units), seconds=options.seconds)
    figures: dict[str, object] = {"units": UNITS, "floor_ms": round(floor_ms, 3)}
    for alarm, wanted in ALARMS.items():
        needs = [Need(capability=CapabilityId(CAN[kind]), count=n) for kind, n in wanted.items()]
        took_ms = best_ms(partial(propose, needs, units, target=HERE), seconds=options.seconds)
        figures[alarm] = f"{took_ms:.2f} ms, {took_ms / floor_ms:.0f} x floor"
    tell("proposals", figures, options=options)


if __name__ == "__main__":
    main()
