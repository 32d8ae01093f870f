"""Connections to PostgreSQL: waits for it, recovery included, and never gives up at start."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
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
    """A value that cannot be sent is an InterfaceError too, but trying it again never helps; nor
    does it with a file of ours that is not there.

    What breaks inside the driver and is no verdict of the server's is a connection that went away
    in a place nobody thought of: a transport that is None, a handler that is closed.
    """
    unsendable = isinstance(reason, asyncpg.InterfaceError) and isinstance(reason, ValueError)
    if isinstance(reason, LOST):
        is_file = isinstance(reason, OSError) and reason.filename is not None
        return not (unsendable or is_file)
    told = isinstance(reason, asyncpg.PostgresError | asyncpg.InterfaceError)
    return isinstance(reason, Exception) and not told and _is_of_driver(reason)


def is_away(reason: BaseException) -> bool:
    """Whether it came of a lost server, be it in the middle of something else."""
    found: BaseException | None = reason
    seen: set[int] = set()
    while found is not None and id(found) not in seen:
        if is_lost(found):
            return True
        seen.add(id(found))
        found = found.__cause__ or found.__context__
    return False


def _is_of_driver(reason: Exception) -> bool:
    """Raised in the driver's code, or in the loop's below it: neither is ours."""
    if isinstance(reason, RuntimeError) and "handler is closed" in str(reason):
        return True  # uvloop shows no frame of its own when the server went away between two writes
    last = reason.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    return last is not None and last.tb_frame.f_globals.get("__name__", "").startswith("asyncpg.")


class PoolConnection(asyncpg.Connection):  # type: ignore[misc]
    """Goes back to the pool as it is: the driver's reset is a round trip after every question.

    Whoever takes an advisory lock gives it back with `release_locks`.
    """

    def get_reset_query(self) -> str:
        return ""

    async def fetch(self, *args: Any, **named: Any) -> Any:
        return await as_lost(super().fetch(*args, **named))

    async def fetchrow(self, *args: Any, **named: Any) -> Any:
        return await as_lost(super().fetchrow(*args, **named))

    async def fetchval(self, *args: Any, **named: Any) -> Any:
        return await as_lost(super().fetchval(*args, **named))

    async def execute(self, *args: Any, **named: Any) -> Any:
        return await as_lost(super().execute(*args, **named))


async def as_lost(asked: Awaitable[Any]) -> Any:
    """However the driver breaks when its server goes away, whoever asked sees one of `LOST`."""
    try:
        return await asked
    except LOST:
        raise
    except Exception as reason:
        if is_lost(reason):
            raise asyncpg.InterfaceError("the connection broke") from reason
        raise


def hang_up(connection: Any) -> None:
    """A connection that broke may not even be able to say that it ends."""
    try:
        if connection is not None:
            connection.terminate()
    except Exception as reason:
        if not is_lost(reason):
            raise


async def release_locks(connection: Any) -> None:
    """Of this session, and its other settings; a connection that is gone holds none."""
    try:
        if not connection.is_closed():
            again = "select pg_advisory_unlock_all(); reset synchronous_commit"
            await connection.execute(again, timeout=5)
    except Exception as reason:
        if not is_lost(reason):
            raise
        hang_up(connection)


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
