"""`siaga bench flood`: real callers among pranks, on the lines desk, against plain order of age.

The desk that runs in the room decides every turn, on simulated time: no database, no network. Both
orders meet the same callers with the same patience and the same talks.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import count
from random import Random
from typing import Any

from benchmarks.flood_cities import CITIES
from benchmarks.flood_fire import fire_figures
from benchmarks.flood_shift import Variant, open_shift
from benchmarks.options import commit
from siaga.simulation.phone_callers import Caller, CallerKind, Crowd, callers, rates
from siaga.simulation.phone_callers_shift import Shift, Told

REAL_SHARE = 0.02
"""Of all calls: real ones are too rare to be counted otherwise. They take the place of others."""

LOADS = ("1", "4", "8", "burst")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    city: str
    load: str
    takers: int
    seed: int
    genuine: int

    @property
    def crowd(self) -> Crowd:
        if self.load == "burst":
            return Crowd(real_share=REAL_SHARE, burst=CITIES[self.city].burst)
        return Crowd(load=float(self.load), real_share=REAL_SHARE)


def stream(job: Job) -> Iterator[Caller]:
    """Until the wanted number of real callers has come; in a burst only its own count."""
    real = 0
    for one in callers(Random(job.seed), CITIES[job.city].town, crowd=job.crowd):
        yield one
        real += is_counted(job, one)
        if real >= job.genuine:
            return


def is_counted(job: Job, caller: Caller) -> bool:
    return caller.kind is CallerKind.REAL and (job.load != "burst" or caller.in_burst)


def figure(job: Job, variant: Variant) -> dict[str, Any]:
    shift = open_shift(variant, takers=job.takers)
    shift.run(stream(job))
    real = [told for told in shift.told if is_counted(job, told.caller)]
    counted = [told for told in shift.told if job.load != "burst" or told.caller.in_burst]
    found = summary(real, shift)
    hours = _hours(job, shift)
    pranks = sum(told.taken_s for told in counted if told.caller.kind is CallerKind.PRANK)
    found |= {
        "calls": len(counted),
        "calls_per_h": round(len(counted) / hours, 1),
        "prank_s": round(pranks),
        "prank_s_per_h": round(pranks / hours, 1),
        "busy": round(sum(told.taken_s for told in counted) / hours / 3_600 / job.takers, 3),
    }
    if variant is Variant.POLICY:
        found["calibration"] = calibration(counted)
    return found


def summary(real: list[Told], shift: Shift) -> dict[str, Any]:
    """Waits run from the first ring of a person's first attempt to any answer."""
    waits = sorted(told.answered_s for told in real if told.answered_s is not None)
    return {
        "genuine": len(real),
        "within_15s": _share(waits, 15.0, len(real)),
        "within_20s": _share(waits, 20.0, len(real)),
        "refused": shift.sums.refused,
        "hung_up": sum(told.gave_up > 0 for told in real),
        "never_answered": sum(told.answered_s is None for told in real),
        "worst_wait_s": round(waits[-1], 1) if waits else None,
        "overtaken_after_60s": shift.sums.overtaken,
    }


def calibration(told: list[Told]) -> list[dict[str, Any]]:
    """Tenths by likelihood, the least likely first: what was said, and what was true."""
    ordered = sorted(told, key=lambda one: one.likely)
    tenths = []
    for number in range(10):
        part = ordered[len(ordered) * number // 10 : len(ordered) * (number + 1) // 10]
        if part:
            real = sum(one.caller.kind is CallerKind.REAL for one in part)
            said = sum(one.likely for one in part) / len(part)
            tenths.append(
                {"calls": len(part), "said": round(said, 4), "true": round(real / len(part), 4)}
            )
    return tenths


def _share(waits: list[float], within_s: float, total: int) -> float:
    return round(sum(wait <= within_s for wait in waits) / total, 4) if total else 0.0


def _hours(job: Job, shift: Shift) -> float:
    last_s = max(told.caller.at_s for told in shift.told)
    if job.load != "burst":
        return last_s / 3_600
    burst = CITIES[job.city].burst
    return (last_s // 86_400 + 1) * (burst.until_h - burst.from_h)


def figures(job: Job, *, limit: bool) -> dict[str, Any]:
    variants = list(Variant) if limit else [Variant.POLICY, Variant.FIFO]
    with ProcessPoolExecutor(2) as pool:
        asked = {variant: pool.submit(figure, job, variant) for variant in variants}
        found = {str(variant): future.result() for variant, future in asked.items()}
    tenths = found["policy"].pop("calibration")
    town = CITIES[job.city].town
    published = rates(town, Crowd(load=1.0))
    share = published.get((CallerKind.REAL, False), 0.0) / sum(published.values())
    return {
        **found,
        "city": job.city,
        "load": job.load,
        "takers": job.takers,
        "seed": job.seed,
        "real_share": REAL_SHARE,
        "real_share_published": round(share, 5),
        "calibration": tenths,
    }


def tell(found: dict[str, Any]) -> None:
    names = [name for name in ("policy", "fifo", "fifo_announced", "limit") if name in found]
    print(f"{'':20}" + "".join(f"{name:>16}" for name in names))
    for key in found[names[0]]:
        print(f"{key:20}" + "".join(f"{found[name].get(key, '')!s:>16}" for name in names))
    for key, value in found.items():
        if key not in names and key != "calibration":
            print(f"{key:20} {value}")
    for row in found.get("calibration", ()):
        print(f"likely {row['said']:8.4f}  true {row['true']:8.4f}  of {row['calls']:,}")


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="siaga bench flood", description=__doc__)
    parser.add_argument("--city", choices=sorted(CITIES), default="batu")
    parser.add_argument("--load", choices=LOADS, default="burst")
    parser.add_argument("--takers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=101, help="1 to 5 were fitted on")
    parser.add_argument("--genuine", type=int, default=2_000, help="real callers to be counted")
    parser.add_argument("--scenario", choices=("fire30",))
    parser.add_argument("--limit", action="store_true", help="also the best any order could do")
    parser.add_argument("--json", action="store_true", help="figures as one JSON object")
    given = parser.parse_args(words)
    if given.takers < 1 or given.genuine < 1:
        parser.error("--takers and --genuine must be 1 or more")
    job = Job(
        city=given.city,
        load=given.load,
        takers=given.takers,
        seed=given.seed,
        genuine=given.genuine,
    )
    if given.scenario:
        found = fire_figures(given.city, takers=given.takers, seeds=_seeds(job))
    else:
        found = figures(job, limit=given.limit)
    found = {"benchmark": "flood", **found, "commit": commit()}
    if given.json:
        print(json.dumps(found))
    else:
        tell(found)
    return 0


def _seeds(job: Job) -> range:
    """One fire each: as many as real callers were asked for."""
    first = next(count(job.seed * 100_000))
    return range(first, first + job.genuine)


if __name__ == "__main__":
    sys.exit(main())
