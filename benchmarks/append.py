"""`siaga bench append`: what the logbook takes from 64 callers in one place.

Each call is one fact with its guard, tags, chain, answer and its sealed vault item, sealed inside
the measured time. The floor is pgbench's durable single-row insert with 16 clients.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.clients import run
from benchmarks.floor import Floor
from benchmarks.machine import cpu_s, described, percentile_ms
from benchmarks.options import Options, read_options, tell
from benchmarks.prefill import fill, logbook, opening
from benchmarks.room import data_folder
from siaga.platform.embedded_postgres import EmbeddedPostgres
from siaga.platform.postgres_logbook import PostgresLogbook
from siaga.platform.vault import Sealer

CALLERS = 64
FLOOR_CLIENTS = 16
PARTS = 3


async def _append_for(
    book: PostgresLogbook, sealer: Sealer, *, seconds: float, chance: Random
) -> list[float]:
    """→ how long each call took, in seconds."""
    latencies: list[float] = []
    end_s = time.perf_counter() + seconds

    async def caller() -> None:
        while (began_s := time.perf_counter()) < end_s:
            await book.append(opening(sealer, chance))
            latencies.append(time.perf_counter() - began_s)

    await asyncio.gather(*(caller() for _ in range(CALLERS)))
    return latencies


async def _measure(server: EmbeddedPostgres, folder: Path, options: Options) -> dict[str, Any]:
    """Floor and appends in turns, so that both meet the same noise."""
    chance = Random(options.seed)
    async with logbook(server.connect_options(), folder / "keys") as (book, sealer):
        await fill(book, sealer, entries=options.entries, chance=chance)
        await _append_for(book, sealer, seconds=0.5, chance=chance)
        floor = Floor(folder, clients=FLOOR_CLIENTS)
        latencies: list[float] = []
        ratios: list[float] = []
        app = database = elapsed_s = 0.0
        for _ in range(PARTS):
            rate = await asyncio.to_thread(floor.measure, options.seconds / 2)
            own, theirs = time.process_time(), cpu_s(server.pids())
            began_s = time.perf_counter()
            part = await _append_for(book, sealer, seconds=options.seconds, chance=chance)
            part_s = time.perf_counter() - began_s
            app += time.process_time() - own
            database += cpu_s(server.pids()) - theirs
            rate = (rate + await asyncio.to_thread(floor.measure, options.seconds / 2)) / 2
            ratios.append(len(part) / part_s / rate)
            elapsed_s += part_s
            latencies += part
        entries = (await book.head()).position
    count = len(latencies)
    return {
        "commands_per_s": round(count / elapsed_s),
        "facts_per_s": round(count / elapsed_s),
        "ratio_to_floor": round(sorted(ratios)[PARTS // 2], 3),
        "ratios": [round(ratio, 3) for ratio in ratios],
        "floor_per_s": round(floor.mean),
        "floor_clients": FLOOR_CLIENTS,
        "p50_ms": percentile_ms(latencies, 0.5),
        "p99_ms": percentile_ms(latencies, 0.99),
        "cpu_us_app_per_fact": round(app / count * 1e6),
        "cpu_us_database_per_fact": round(database / count * 1e6),
        "callers": CALLERS,
        "entries_at_end": entries,
    }


def main(words: Sequence[str] | None = None) -> int:
    options = read_options(list(words) if words is not None else None, name="append", seconds=5)
    with data_folder() as folder:
        server = EmbeddedPostgres(folder)
        server.start()
        try:
            server.wait()
            figures = run(_measure(server, folder, options))
            figures["machine"] = described(folder)
        finally:
            server.stop()
    tell("append", figures, options=options)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
