"""Opening incidents as fast as a few clients can, and what each costs the server."""

from __future__ import annotations

import asyncio
import time
from random import Random
from typing import Any

from benchmarks.clients import Connection, incident_body
from benchmarks.machine import cpu_s, percentile_ms
from benchmarks.room import Room, SignedIn

PATH = "/api/incident/open-incident"
WARM_UP = 25


async def create_closed_loop(
    room: Room, who: SignedIn, *, clients: int, seconds: float, chance: Random
) -> dict[str, Any]:
    """CPU per create is that of the application and of every PostgreSQL process together."""
    latencies: list[float] = []
    headers = who.headers()

    async def one(connection: Connection, until_s: float, *, most: int) -> None:
        while time.perf_counter() < until_s and most:
            most -= 1
            body = incident_body(chance)
            began_s = time.perf_counter()
            status, answer = await connection.post(PATH, body, headers=headers)
            if status != 200:
                raise RuntimeError(f"open-incident answered {status}: {answer[:200]!r}")
            latencies.append(time.perf_counter() - began_s)

    connections = [Connection(room.port) for _ in range(clients)]
    end_s = time.perf_counter() + 30
    await asyncio.gather(*(one(each, end_s, most=WARM_UP) for each in connections))
    latencies.clear()
    app, database = cpu_s([room.pid]), cpu_s(room.database_pids())
    began_s = time.perf_counter()
    await asyncio.gather(*(one(each, began_s + seconds, most=-1) for each in connections))
    elapsed_s = time.perf_counter() - began_s
    app, database = cpu_s([room.pid]) - app, cpu_s(room.database_pids()) - database
    count = len(latencies)
    for each in connections:
        await each.close()
    return {
        "creates_per_s": round(count / elapsed_s, 1),
        "cpu_ms_per_create": round((app + database) / count * 1000, 3),
        "cpu_ms_app": round(app / count * 1000, 3),
        "cpu_ms_database": round(database / count * 1000, 3),
        "create_p50_ms": percentile_ms(latencies, 0.5),
        "create_p99_ms": percentile_ms(latencies, 0.99),
        "create_clients": clients,
    }
