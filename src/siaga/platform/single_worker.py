"""Work that only one process does: whoever holds the advisory lock (logbook.md 12)."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import structlog

from siaga.platform.database import is_lost, release_locks
from siaga.platform.logbook import Unavailable

RETRY_S = 0.5

log = structlog.get_logger()


class CursorMoved(Exception):
    """Another worker was here: stop and take the lock again."""


async def alone(
    pool: asyncpg.Pool,
    site: int,
    *,
    name: str,
    work: Callable[[Any], Awaitable[None]],
    lazy: bool = False,
) -> None:
    """Run `work(connection)` for ever, in one process at a time; begin again after any loss.

    `lazy` work may find its last moments undone after a crash and does them again: its commits
    do not wait for the disk, so that those of people do not wait for them.
    """
    key = zlib.crc32(name.encode()) & 0x7FFF_FFFF
    while True:
        try:
            async with pool.acquire() as connection:
                if await connection.fetchval("select pg_try_advisory_lock($1, $2)", key, site):
                    try:
                        if lazy:
                            await connection.execute("set synchronous_commit = off")
                        await work(connection)
                    finally:
                        await release_locks(connection)
        except Exception as reason:
            if isinstance(reason, CursorMoved | Unavailable) or is_lost(reason):
                log.info("worker.restarts", worker=name, reason=type(reason).__name__)
            else:
                log.exception("worker.failed", worker=name)
        await asyncio.sleep(RETRY_S)


async def steadily(name: str, look: Callable[[], Awaitable[object]], *, every_s: float) -> None:
    """Look again and again: whatever goes wrong in one look, it is not the last."""
    while True:
        try:
            await look()
        except Exception as reason:
            if isinstance(reason, Unavailable) or is_lost(reason):
                log.info("worker.restarts", worker=name, reason=type(reason).__name__)
            else:
                log.exception("worker.failed", worker=name)
        await asyncio.sleep(every_s)


async def cursor_of(connection: Any, site: int, *, name: str, lineage: str, head: int) -> int:
    """The cursor's position; a new one starts at `head`, never on history (logbook.md 11)."""
    await connection.execute(
        "insert into cursor (place, name, lineage, position) values ($1, $2, $3::uuid, $4)"
        " on conflict do nothing",
        site,
        name,
        lineage,
        head,
    )
    row = await connection.fetchrow(
        "select lineage, position from cursor where place = $1 and name = $2", site, name
    )
    if str(row["lineage"]) != lineage:
        await connection.execute(
            "update cursor set lineage = $3::uuid, position = $4 where place = $1 and name = $2",
            site,
            name,
            lineage,
            head,
        )
        return head
    position: int = row["position"]
    return position


async def move_cursor(connection: Any, site: int, *, name: str, step: tuple[int, int]) -> None:
    """Compare and set; raises CursorMoved."""
    before, after = step
    done = await connection.execute(
        "update cursor set position = $4 where place = $1 and name = $2 and position = $3",
        site,
        name,
        before,
        after,
    )
    if done != "UPDATE 1":
        raise CursorMoved(name)
