"""`siaga bench calls`: a real edge, real calls, real takers, on this machine.

ring: from the INVITE to the taker's telephone. load: many who wait and ten who talk, until sound is
lost. leak: a thousand calls, and what is left of them.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys
from collections.abc import Callable, Coroutine
from typing import Any

from benchmarks import calls_leak, calls_load, calls_ring
from benchmarks.calls_page import NoBrowser
from benchmarks.calls_room import PhoneRoom, phone_room
from benchmarks.machine import described
from benchmarks.options import commit
from siaga.app.voice import programs

PARTS = ("ring", "load", "leak")
Part = Callable[[PhoneRoom, argparse.Namespace], Coroutine[Any, Any, dict[str, Any]]]


async def _ring(found: PhoneRoom, given: argparse.Namespace) -> dict[str, Any]:
    calls, pages, seed = given.calls, given.page_calls, given.seed
    try:
        return await calls_ring.measure(found, calls=calls, page_calls=pages, seed=seed)
    except NoBrowser as missing:
        print(f"without a browser: {missing}", file=sys.stderr)
        return await calls_ring.measure(found, calls=calls, page_calls=0, seed=seed)


async def _load(found: PhoneRoom, given: argparse.Namespace) -> dict[str, Any]:
    return await calls_load.measure(found, seconds=given.seconds, most=given.most)


async def _leak(found: PhoneRoom, given: argparse.Namespace) -> dict[str, Any]:
    return await calls_leak.measure(found, calls=given.leak_calls, seed=given.seed)


MEASURES: dict[str, Part] = {"ring": _ring, "load": _load, "leak": _leak}


def _options(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="siaga bench calls", description=__doc__)
    parser.add_argument("--json", action="store_true", help="figures as JSON, one object a part")
    parser.add_argument("--part", choices=(*PARTS, "all"), default="all")
    parser.add_argument("--calls", type=int, default=500, help="ring: to a taker by WebSocket")
    parser.add_argument("--page-calls", type=int, default=100, help="ring: to a page in Chromium")
    parser.add_argument("--seconds", type=float, default=8, help="load: of each step")
    parser.add_argument("--most", type=int, default=1000, help="load: waiting calls at most")
    parser.add_argument("--leak-calls", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(words)


def main(words: list[str] | None = None) -> int:
    given = _options(words)
    # Told to end, everything that was started ends too.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))
    if lacking := programs.missing():
        print(f"not installed: {', '.join(lacking)}; siaga voice install", file=sys.stderr)
        return 1
    for part in PARTS if given.part == "all" else (given.part,):
        with phone_room() as found:  # each on a fresh one: what one leaves behind troubles no other
            machine = described(found.room.folder)
            figures = asyncio.run(MEASURES[part](found, given))
        whole = {"benchmark": f"calls {part}", **figures, "machine": machine, "commit": commit()}
        if given.json:
            print(json.dumps(whole), flush=True)
        else:
            for key, value in whole.items():
                print(f"{key:28} {value}", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
