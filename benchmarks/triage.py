"""`siaga bench triage`: how long one message takes to be read, beside the floor of its line alone.

The floor is what no reader can do without: the same line decoded from JSON and its answer encoded
again, message by message, in the same run. Messages are those of the test families.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Sequence
from typing import Any

from benchmarks.machine import described, resident_mb
from benchmarks.options import Options, read_options, tell
from benchmarks.room import ROOT
from siaga.app.triage.corpus import read_part
from siaga.app.triage.lines import as_object
from siaga.desks.triage.advise.reading import Reader
from siaga.platform.place_files import load_place
from siaga.platform.triage_files import load_triage, triage_folder

PLACE = ROOT / "places" / "id" / "jambi"
LONG = 4  # messages of the longest kind: so many of the longest ones joined


def _each_us(work: Callable[[str], object], lines: Sequence[str], *, seconds: float) -> list[float]:
    """Microseconds of processor time for each line, again and again until the time is over."""
    found: list[float] = []
    end_s = time.perf_counter() + seconds
    while time.perf_counter() < end_s:
        for line in lines:
            began_s = time.thread_time()
            work(line)
            found.append((time.thread_time() - began_s) * 1e6)
    return sorted(found)


def _told(values_us: Sequence[float]) -> dict[str, float]:
    def at(share: float) -> float:
        return round(values_us[min(len(values_us) - 1, int(len(values_us) * share))], 1)

    return {"p50_us": at(0.5), "p99_us": at(0.99), "max_us": at(1.0), "readings": len(values_us)}


def measure(options: Options) -> dict[str, Any]:
    before_mb = resident_mb(os.getpid())
    began_s = time.thread_time()
    reader = Reader(load_triage(triage_folder(PLACE)), load_place(PLACE, drill=False))
    ready_ms = (time.thread_time() - began_s) * 1000
    reader_mb = resident_mb(os.getpid()) - before_mb
    texts = [example.t for example in read_part(triage_folder(PLACE), "test")]
    lines = [json.dumps({"t": text}, ensure_ascii=False) for text in texts]
    answer = as_object(reader.read(texts[0]), is_whole=False)

    def floor(line: str) -> str:
        json.loads(line)
        return json.dumps(answer, ensure_ascii=False)

    def whole(line: str) -> str:
        reading = reader.read(json.loads(line)["t"])
        return json.dumps(as_object(reading, is_whole=False), ensure_ascii=False)

    longest = " ".join(sorted(texts, key=len)[-LONG:])
    return {
        "messages": len(texts),
        "floor": _told(_each_us(floor, lines, seconds=options.seconds / 2)),
        "line": _told(_each_us(whole, lines, seconds=options.seconds)),
        "reader": _told(_each_us(reader.read, texts, seconds=options.seconds)),
        "long_characters": len(longest),
        "long": _told(_each_us(reader.read, [longest], seconds=options.seconds / 4)),
        "ready_ms": round(ready_ms, 1),
        "reader_mb": round(reader_mb, 1),
        "process_mb": round(resident_mb(os.getpid()), 1),
    }


def main(words: Sequence[str] | None = None) -> int:
    options = read_options(list(words) if words is not None else None, name="triage", seconds=5)
    figures = measure(options)
    figures["machine"] = described(ROOT)
    tell("triage", figures, options=options)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
