"""Runs the numbered files of `sql/`, each once, in order, in a transaction of its own."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

import asyncpg

LOCK = 112_000_001


class MigrationAltered(Exception):
    """A file that was already run has been edited since."""


async def migrate(connection: asyncpg.Connection, folder: Path) -> list[str]:
    """→ names of the files run now. Several processes may call this at once.

    The lock is polled: waiting inside pg_advisory_lock() deadlocks with another runner's
    CREATE INDEX CONCURRENTLY.
    """
    while not await connection.fetchval("select pg_try_advisory_lock($1)", LOCK):
        await asyncio.sleep(0.1)
    try:
        await connection.execute(
            "create table if not exists migration (name text primary key, digest text not null,"
            " run_at timestamptz not null default clock_timestamp())"
        )
        done = {r["name"]: r["digest"] for r in await connection.fetch("select * from migration")}
        return [
            path.name
            for path in sorted(folder.glob("[0-9]*.sql"))
            if await _run(connection, path, done.get(path.name))
        ]
    finally:
        await connection.execute("select pg_advisory_unlock($1)", LOCK)


async def _run(connection: asyncpg.Connection, path: Path, known: str | None) -> bool:
    text = path.read_text()
    digest = hashlib.sha256(text.encode()).hexdigest()
    if known is not None:
        if known != digest:
            raise MigrationAltered(f"{path.name} was edited after it was run")
        return False
    async with connection.transaction():
        await connection.execute("set local lock_timeout = '3s'")
        await connection.execute(text)
        await connection.execute(
            "insert into migration (name, digest) values ($1, $2)", path.name, digest
        )
    return True
