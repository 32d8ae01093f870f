"""`siaga bench duplicates`: how well the radar knows what a report speaks of, and how fast.

Simulated evenings nobody tuned by (other seeds, other words): two fires 300 m apart, a crash beside
a fire, somebody ill in the same street, wrong pins, late reports, several spellings. A report is
claimed when the radar's first candidate is likely. The floor, in the same run, claims the nearest
open incident, or with no place the one last spoken of.
"""

from __future__ import annotations

import argparse
import gc
import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.machine import described, percentile_ms
from benchmarks.options import commit
from benchmarks.room import ROOT
from siaga.desks.triage.advise.duplicates import (
    RULES_VERSION,
    Known,
    Listener,
    Report,
    rank,
    told,
)
from siaga.desks.triage.advise.duplicates.space import distance_m
from siaga.desks.triage.advise.reading import Reader
from siaga.language.place import Place
from siaga.language.triage import LIKELY_PM
from siaga.language.values import IncidentId
from siaga.platform.place_files import load_place
from siaga.platform.triage_files import load_triage, triage_folder
from siaga.simulation.storm_room import Heard, Met, StormRoom
from siaga.simulation.storms import RULES, Telling, Where, Wrong, evening

BEGINS_AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
TUNED_FROM, HELD_FROM = 1, 30_001
OPEN = 500
FLOOR_WITHIN_M = 700.0
FLOOR_WITHIN_S = 3_600.0
WEAK_PM = 100

Claim = Callable[[Met, Sequence[Known]], IncidentId | None]


class Ear:
    """The house's own reading of words, as in life."""

    def __init__(self, place: Place, reader: Reader) -> None:
        self.place, self._reader = place, reader
        areas = (area.name for area in place.areas.values())
        self._listener = Listener(areas, place.incident_types.values())

    def hear(self, telling: Telling) -> Heard:
        reading = self._reader.read(telling.text)
        return Heard(
            guesses=reading.guesses,
            told=self._listener.told(telling.text),
            areas=reading.areas,
            own_victim=reading.own_victim,
        )


@dataclass(slots=True)
class Tally:
    """Right: the happening it is of. Wrong: another one, or any where it was the first report."""

    right: int = 0
    wrong: int = 0
    known: int = 0  # reports of a happening that was known
    listed: int = 0  # of those, shown at all
    new: int = 0

    def add(self, met: Met, claimed: IncidentId | None) -> None:
        self.known += met.truth is not None
        self.new += met.truth is None
        if claimed is not None and claimed == met.truth:
            self.right += 1
        elif claimed is not None:
            self.wrong += 1
        self.listed += met.truth is not None and any(
            one.incident_id == met.truth for one in met.candidates
        )

    def told(self) -> dict[str, float | int]:
        claimed = self.right + self.wrong
        return {
            "reports": self.known + self.new,
            "precision": round(self.right / claimed, 4) if claimed else 1.0,
            "recall": round(self.right / self.known, 4) if self.known else 1.0,
            "listed": round(self.listed / self.known, 4) if self.known else 1.0,
            "right": self.right,
            "wrong": self.wrong,
            "missed": self.known - self.right,
        }


def by_radar(met: Met, _known: Sequence[Known]) -> IncidentId | None:
    best = met.candidates[0] if met.candidates else None
    return best.incident_id if best and best.share_pm >= LIKELY_PM else None


def by_distance(met: Met, known: Sequence[Known]) -> IncidentId | None:
    """The floor: what anybody would build in an hour."""
    report = met.report
    fresh = [
        one for one in known if (report.at - one.last_report_at).total_seconds() < FLOOR_WITHIN_S
    ]
    if report.spot is None:
        return max(fresh, key=lambda one: one.last_report_at).incident_id if fresh else None
    spot = report.spot
    near = [(distance_m(spot, one.spot), one) for one in fresh if one.spot]
    metres, best = min(near, key=lambda pair: pair[0], default=(float("inf"), None))
    within = FLOOR_WITHIN_M + spot.accuracy_m
    return best.incident_id if best is not None and metres <= within else None


def kinds_of(met: Met) -> Iterator[str]:
    """Under which headings a report is counted as well."""
    telling = met.telling
    yield f"where: {telling.where}"
    if telling.wrong is not Wrong.NO:
        yield f"pin wrong: {telling.wrong}"
    if telling.is_late:
        yield "late 1 to 3 h"
    if telling.own_victim:
        yield "own victim"
    if telling.placeless:
        yield "no place, not even in words"
    if met.truth is None:
        yield "first report of a happening"
    crowd = telling.happening.crowd
    yield "of a storm" if crowd >= RULES.storm[0] else "of a happening with few reporters"
    if not met.heard.guesses:
        yield "kind not understood"


def mistakes_of(met: Met, claimed: IncidentId | None) -> Iterator[str]:
    """What was mixed up: for each wrong claim, and each that was missed, one key."""
    if claimed is not None and claimed != met.truth:
        yield "claimed, but it was new" if met.truth is None else "claimed another one"
    if met.truth is not None and claimed != met.truth:
        telling = met.telling
        if telling.placeless:
            why = "no place told"
        elif telling.wrong is not Wrong.NO:
            why = "wrong pin"
        elif telling.is_late:
            why = "late"
        elif telling.where is Where.POINT:
            why = "another too near"
        else:
            why = "place told too vaguely"
        yield f"missed: {why}"


def measure(ear: Ear, seeds: Iterable[int], *, held: bool) -> dict[str, Any]:
    radar, floor, kinds = Tally(), Tally(), dict[str, Tally]()
    mistakes = Counter[str]()
    asked = Counter[str]()
    for seed in seeds:
        for met, known in evening_met(ear, seed, held=held):
            claimed = by_radar(met, known)
            radar.add(met, claimed)
            floor.add(met, by_distance(met, known))
            for kind in kinds_of(met):
                kinds.setdefault(kind, Tally()).add(met, claimed)
            mistakes.update(mistakes_of(met, claimed))
            victim, heard = met.telling.own_victim, met.heard.own_victim
            asked.update(
                [f"{'victim' if victim else 'witness'} {'asked' if heard else 'not asked'}"]
            )
    return {
        "radar": radar.told(),
        "floor": {k: v for k, v in floor.told().items() if k != "listed"},
        "mistakes": dict(mistakes.most_common()),
        "by_kind": {kind: tally.told() for kind, tally in sorted(kinds.items())},
        "own_victim": dict(sorted(asked.items())),
    }


def evening_met(ear: Ear, seed: int, *, held: bool) -> Iterator[tuple[Met, Sequence[Known]]]:
    room = room_of(ear.place, f"{seed}-")
    tellings = evening(Random(seed), list(ear.place.areas.values()), held=held)
    for met in room.meet([(telling, ear.hear(telling)) for telling in tellings]):
        yield met, list(room.known.values())


def room_of(place: Place, name: str) -> StormRoom:
    return StormRoom(
        areas=place.areas,
        types=place.incident_types,
        begins_at=BEGINS_AT,
        rank=lambda report, known: rank(report, known, now=report.at),
        name=name,
    )


def speed(ear: Ear, *, count: int) -> dict[str, Any]:
    """Rankings against OPEN open incidents, all of one evening: wall and processor time."""
    known: list[Known] = []
    reports: list[Report] = []
    for seed in range(HELD_FROM + 500, HELD_FROM + 600):
        room = room_of(ear.place, f"{seed}-")
        tellings = evening(Random(seed), list(ear.place.areas.values()), held=True)
        reports += [met.report for met in room.meet([(one, ear.hear(one)) for one in tellings])]
        known += room.known.values()
        if len(known) >= OPEN:
            break
    known = [replace(one) for one in known[:OPEN]]
    asked = Random(HELD_FROM).choices(reports, k=count)
    radar = [_timed(lambda r=report: rank(r, known, now=r.at)) for report in asked]  # type: ignore[misc]
    floor = [_timed(lambda r=report: _nearest(r, known)) for report in asked]  # type: ignore[misc]
    words = [_timed(lambda t=one: told(t)) for one in ["tolong ado kebakaran di jl melur"] * 200]  # type: ignore[misc]
    return {
        "open": len(known),
        "their_reports": sum(len(one.told) for one in known),
        "rankings": count,
        "rank_p50_ms": percentile_ms([wall for wall, _ in radar], 0.5),
        "rank_p99_ms": percentile_ms([wall for wall, _ in radar], 0.99),
        "rank_cpu_p50_ms": percentile_ms([cpu for _, cpu in radar], 0.5),
        "rank_cpu_p99_ms": percentile_ms([cpu for _, cpu in radar], 0.99),
        "floor_p50_ms": percentile_ms([wall for wall, _ in floor], 0.5),
        "floor_p99_ms": percentile_ms([wall for wall, _ in floor], 0.99),
        "words_p50_ms": percentile_ms([wall for wall, _ in words], 0.5),
    }


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    wall_s, cpu_s = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall_s, time.process_time() - cpu_s


def _nearest(report: Report, known: Sequence[Known]) -> object:
    spot = report.spot
    if spot is None:
        return max(known, key=lambda one: one.last_report_at)
    return min((distance_m(spot, one.spot), one.incident_id) for one in known if one.spot)


def calibration(ear: Ear, seeds: Iterable[int]) -> list[dict[str, float | int]]:
    """Of the candidates shown with a share of 0 to 10 %, 10 to 20 % …, how many were right."""
    right, whole = Counter[int](), Counter[int]()
    for seed in seeds:
        for met, _ in evening_met(ear, seed, held=True):
            for one in met.candidates:
                bin_ = min(9, one.share_pm // WEAK_PM)
                whole[bin_] += 1
                right[bin_] += one.incident_id == met.truth
    return [
        {
            "share_from": bin_ / 10,
            "count": whole[bin_],
            "right": round(right[bin_] / whole[bin_], 3),
        }
        for bin_ in sorted(whole)
    ]


def main(words: list[str] | None = None) -> None:
    first = next((ROOT / "places").glob("*/*/place.toml")).parent
    parser = argparse.ArgumentParser(prog="siaga bench duplicates", description=__doc__)
    parser.add_argument("--json", action="store_true", help="figures as one JSON object")
    parser.add_argument("--evenings", type=int, default=24, help="how many, from other seeds")
    parser.add_argument("--rankings", type=int, default=2_000)
    parser.add_argument("--place", type=Path, default=first, help="its folder")
    parser.add_argument("--tuned", action="store_true", help="measure what it was tuned by, too")
    given = parser.parse_args(words)
    place = load_place(given.place, drill=True)
    ear = Ear(place, Reader(load_triage(triage_folder(given.place)), place))
    held = range(HELD_FROM, HELD_FROM + given.evenings)
    figures: dict[str, Any] = {
        "benchmark": "duplicates",
        "rules": RULES_VERSION,
        "likely_from_pm": LIKELY_PM,
        "evenings": given.evenings,
        **measure(ear, held, held=True),
        "calibration": calibration(ear, held),
    }
    if given.tuned:
        tuned = range(TUNED_FROM, TUNED_FROM + given.evenings)
        figures["tuned"] = measure(ear, tuned, held=False)["radar"]
    gc.collect()
    gc.freeze()
    figures |= {
        "speed": speed(ear, count=given.rankings),
        "machine": described(ROOT),
        "commit": commit(),
    }
    print(json.dumps(figures) if given.json else json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
