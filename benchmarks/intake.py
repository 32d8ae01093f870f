"""`siaga bench intake`: signed WhatsApp posts, stored encrypted before they are answered.

Closed loop with 32 clients for the ratio to the floor (pgbench, 32 clients, one row of the inbox's
shape each); then 200 a second in an open loop for the delays. Contact facts are made meanwhile.
The floor has a server of its own, of the same build and settings, idle while the room is measured:
the room's allows fewer connections than the room and 32 clients need together.
"""

from __future__ import annotations

import asyncio
import json
import time
import urllib.request
from collections.abc import Sequence
from random import Random
from typing import Any

from benchmarks.clients import Connection, Shared, message, open_loop, run, signature
from benchmarks.filled import filled_room, server_of_its_own
from benchmarks.floor import Floor, ask
from benchmarks.machine import cpu_s, described, percentile_ms, proportional_mb, resident_mb
from benchmarks.options import Options, read_options, tell
from benchmarks.room import Room

CLIENTS = 32
RATE = 200.0
PARTS = 3
DRAINED_S_MAX = 300.0
PATH = "/hooks/whatsapp"

Post = tuple[bytes, dict[str, str]]


def _posts(room: Room, chance: Random, *, count: int) -> list[Post]:
    """Made beforehand: signing is the sender's work, not the server's."""
    raws = [message(chance) for _ in range(count)]
    return [(raw, signature(raw, room.app_secret)) for raw in raws]


async def _closed_loop(room: Room, posts: list[Post], *, seconds: float) -> float:
    """→ posts answered 200 per second."""
    waiting = iter(posts)
    done = 0
    began_s = time.perf_counter()

    async def one() -> None:
        nonlocal done
        connection = Connection(room.port)
        for raw, headers in waiting:
            if time.perf_counter() - began_s > seconds:
                break
            status, _ = await connection.post(PATH, raw, headers=headers)
            if status != 200:
                raise RuntimeError(f"the webhook answered {status}")
            done += 1
        await connection.close()

    await asyncio.gather(*(one() for _ in range(CLIENTS)))
    return done / (time.perf_counter() - began_s)


async def _open_loop(room: Room, posts: list[Post], *, seconds: float) -> list[float]:
    """→ delays in seconds."""
    shared, delays, waiting = Shared(room.port), list[float](), iter(posts)

    async def send() -> None:
        raw, headers = next(waiting)
        began_s = time.perf_counter()
        status, _ = await shared.post(PATH, raw, headers=headers)
        if status != 200:
            raise RuntimeError(f"the webhook answered {status}")
        delays.append(time.perf_counter() - began_s)

    await open_loop(send, rate=RATE, seconds=seconds)
    await shared.close()
    return delays


def _lag(room: Room) -> int:
    """Posts stored but not yet contacts."""
    return int(ask(room.state, "select max(position - heard) from inbox_head"))


def _unsent(room: Room) -> int:
    """Replies that wait in the outbox."""
    return int(ask(room.state, "select count(*) from outbox where state in ('waiting', 'sending')"))


def _drain(room: Room, *, sent: bool = False) -> float:
    """→ seconds until all that was stored has become contacts, or also the replies have ended."""
    began_s = time.perf_counter()
    while _lag(room) or (sent and _unsent(room)):
        if time.perf_counter() - began_s > DRAINED_S_MAX:
            raise RuntimeError("the inbox is not being heard")
        time.sleep(0.1)
    return time.perf_counter() - began_s


def _measure(room: Room, floor: Floor, options: Options) -> dict[str, Any]:
    chance = Random(options.seed)
    rates: list[float] = []
    ratios: list[float] = []
    lags: list[int] = []
    drained_s = 0.0
    for _ in range(PARTS):
        rate = floor.measure(options.seconds / 2)
        posts = _posts(room, chance, count=int(12_000 * options.seconds))
        rates.append(run(_closed_loop(room, posts, seconds=options.seconds)))
        lags.append(_lag(room))
        drained_s += _drain(room)
        rate = (rate + floor.measure(options.seconds / 2)) / 2
        ratios.append(rates[-1] / rate)
    _drain(room, sent=True)
    seconds = options.seconds * PARTS
    posts = _posts(room, chance, count=int(RATE * seconds) + 1)
    app, database = cpu_s([room.pid]), cpu_s(room.database_pids())
    delays = run(_open_loop(room, posts, seconds=seconds))
    _drain(room, sent=True)
    app, database = cpu_s([room.pid]) - app, cpu_s(room.database_pids()) - database
    return {
        "ratio_to_floor": round(sorted(ratios)[PARTS // 2], 3),
        "p50_ms": percentile_ms(delays, 0.5),
        "p99_ms": percentile_ms(delays, 0.99),
        "max_ms": percentile_ms(delays, 1.0),
        "ratios": [round(ratio, 3) for ratio in ratios],
        "posts_per_s": round(sum(rates) / PARTS),
        "floor_per_s": round(floor.mean),
        "clients": CLIENTS,
        "open_loop_per_s": RATE,
        "lag_after_burst": lags,
        "drained_s": round(drained_s, 1),
        "cpu_ms_per_contact": round((app + database) / len(delays) * 1000, 3),
        "rss_mb_core": round(resident_mb(room.pid), 1),
        "pss_mb_database": round(proportional_mb(room.database_pids()), 1),
    }


def _contacts(room: Room) -> int:
    """How many cards the queue shows: proof that the posts became contacts."""
    who = room.sign_in("calltaker")
    url = f"http://127.0.0.1:{room.port}/api/boards/queue"
    request = urllib.request.Request(url, headers={"Cookie": who.cookie})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return len(json.load(answer)["cards"])


def main(words: Sequence[str] | None = None) -> int:
    options = read_options(list(words) if words is not None else None, name="intake", seconds=4)
    with filled_room(options) as room, server_of_its_own() as state:
        figures = _measure(room, Floor(state, clients=CLIENTS), options)
        figures["contacts"] = _contacts(room)
        figures["machine"] = described(room.folder)
    tell("intake", figures | {"entries_before": options.entries}, options=options)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
