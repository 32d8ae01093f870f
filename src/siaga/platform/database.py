"""Connections to PostgreSQL: waits for it, recovery included, and never gives up at start."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeAlias

import asyncpg

SERVER_VERSION_MIN = 15

Pool: TypeAlias = asyncpg.Pool

LOST = (
    OSError,
    TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # the protocol broke off in the middle
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.PostgresSystemError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.TransactionRollbackError,
)
"""The server, not what was asked of it: the outcome may be unknown, the same may be tried again."""


def is_lost(reason: BaseException) -> bool:
    """A value that cannot be sent is an InterfaceError too, but trying it again never helps."""
    if isinstance(reason, RuntimeError) and "handler is closed" in str(reason):
        return True  # uvloop, when the server went away between two writes
    unsendable = isinstance(reason, asyncpg.InterfaceError) and isinstance(reason, ValueError)
    return isinstance(reason, LOST) and not unsendable


class PoolConnection(asyncpg.Connection):  # type: ignore[misc]
    """Goes back to the pool as it is: the driver's reset is a round trip after every question.

    Whoever takes an advisory lock gives it back with `release_locks`.
    """

    def get_reset_query(self) -> str:
        return ""


async def release_locks(connection: Any) -> None:
    """Of this session, and its other settings; a connection that is gone holds none."""
    try:
        if not connection.is_closed():
            again = "select pg_advisory_unlock_all(); reset synchronous_commit"
            await connection.execute(again, timeout=5)
    except LOST:
        connection.terminate()


class ServerTooOld(Exception):
    pass


async def connect(options: dict[str, Any]) -> asyncpg.Connection:
    return await asyncpg.connect(**options, server_settings={"application_name": "siaga"})


async def is_answering(options: dict[str, Any]) -> bool:
    """Is there a server behind these options that takes connections now?"""
    try:
        connection = await asyncpg.connect(**options, timeout=5)
    except LOST:
        return False
    await connection.close()
    return True


async def open_pool(
    options: dict[str, Any],
    *,
    size: int = 6,
    on_wait: Callable[[str], None] = lambda _text: None,
) -> asyncpg.Pool:
    """A pool on a server that answers; waits through start-up and crash recovery."""
    told = False
    while True:
        try:
            pool = await asyncpg.create_pool(
                **options,
                connection_class=PoolConnection,
                min_size=1,
                max_size=size,
                timeout=5,
                command_timeout=60,
                server_settings={"application_name": "siaga"},
            )
            break
        except LOST as reason:
            if not told:
                on_wait(f"menunggu PostgreSQL: {type(reason).__name__}")
                told = True
            await asyncio.sleep(0.2)
    version = int(await pool.fetchval("show server_version_num")) // 10_000
    if version < SERVER_VERSION_MIN:
        await pool.close()
        raise ServerTooOld(f"PostgreSQL {version} is older than {SERVER_VERSION_MIN}")
    return pool


async def trouble(pool: Pool) -> str:
    """Why the database does not answer; empty when it does."""
    try:
        await pool.fetchval("select 1", timeout=2)
    except (asyncpg.PostgresError, *LOST) as reason:
        return type(reason).__name__
    return ""


async def clock_of(pool: Pool) -> datetime:
    """The database's own clock, aware, UTC."""
    at: datetime = await pool.fetchval("select clock_timestamp()")
    return at
