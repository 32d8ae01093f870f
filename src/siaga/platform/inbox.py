"""The inbox: what channels brought, durable before anybody is told so (logbook.md 22)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import asyncpg
import structlog

from siaga.platform.database import LOST, connect, hang_up, is_lost, release_locks
from siaga.platform.logbook import Unavailable
from siaga.platform.vault import Sealer
from siaga.platform.waiting import woken

CONNECT_S = 5.0
QUEUE_MAX = 5_000
BATCH_MAX = 256
PACE_S = 0.05
STORM_PACE_S = 0.25
STORM = 128  # posts stored while one batch was heard
ADVISORY_CLASS = 112

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxItem:
    position: int
    source: str
    received_at: datetime
    raw: bytes
    key: str = ""  # what makes it one of its kind in its source


Arrived = tuple[tuple[str, str, bytes], asyncio.Future[None]]
"""(source, key, raw bytes) and who waits for it to be durable."""

Hear = Callable[[InboxItem], Awaitable[None]]


class Inbox:
    def __init__(
        self, pool: asyncpg.Pool, options: dict[str, Any], *, site: int, sealer: Sealer
    ) -> None:
        self.pool, self.site, self.sealer = pool, site, sealer
        self._options = options
        self._queue: list[Arrived] = []
        self._wake, self._arrived = asyncio.Event(), asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._connection: asyncpg.Connection | None = None
        self.heard = self.aside = self.stored = 0
        self.reading = False

    def start(self, hear: Hear) -> None:
        self._tasks = [
            asyncio.create_task(self._flush(), name="inbox"),
            asyncio.create_task(self._read(hear), name="inbox reader"),
        ]

    async def take_in(self, source: str, key: str, *, raw: bytes) -> None:
        """Durable when it returns. The same source and key are kept once. Raises Unavailable."""
        if len(self._queue) >= QUEUE_MAX:
            raise Unavailable("the inbox is full")
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queue.append(((source, key, raw), future))
        self._wake.set()
        await future

    async def held(self, source: str, keys: list[str]) -> dict[str, datetime]:
        """Of these keys, those the inbox has, and since when. Raises Unavailable."""
        try:
            rows = await self.pool.fetch(
                "select item_key, received_at from inbox"
                " where place = $1 and source = $2 and item_key = any($3::text[])",
                self.site,
                source,
                keys,
            )
        except LOST as reason:
            raise Unavailable(type(reason).__name__) from reason
        return {row["item_key"]: row["received_at"] for row in rows}

    async def is_all_heard(self) -> bool:
        """Whether everything that is stored by now has been heard, and what came of it written."""
        heard: bool = await self.pool.fetchval(
            "select position = heard from inbox_head where place = $1", self.site
        )
        return heard

    async def recent(self, source: str, *, within: timedelta, at_most: int) -> list[InboxItem]:
        """What a source brought lately and was already heard, oldest first.

        For who joins items together and was restarted between two of them.
        """
        rows = await self.pool.fetch(
            "select i.* from inbox i join inbox_head h using (place)"
            " where i.place = $1 and i.source = $2 and i.raw is not null and i.position <= h.heard"
            " and i.received_at > clock_timestamp() - $3::interval"
            " order by i.position desc limit $4",
            self.site,
            source,
            within,
            at_most,
        )
        return [self._item(row) for row in reversed(rows)]

    async def _flush(self) -> None:
        while True:
            await self._wake.wait()
            batch, self._queue = self._queue[:BATCH_MAX], self._queue[BATCH_MAX:]
            if not self._queue:
                self._wake.clear()
            if batch:
                await self._store(batch)

    async def _store(self, batch: list[Arrived]) -> None:
        """A batch with something in it that cannot be kept is halved until that stands alone."""
        try:
            sealed = [self.sealer.encrypt(raw) for (_, _, raw), _ in batch]
            if self._connection is None or self._connection.is_closed():
                async with asyncio.timeout(CONNECT_S):
                    self._connection = await connect(self._options)
            assert self._connection is not None
            await self._connection.execute(
                "select take_in($1, $2::text[], $3::text[], $4::bytea[], $5::bytea[])",
                self.site,
                [source for (source, _, _), _ in batch],
                [key for (_, key, _), _ in batch],
                [wrapped for wrapped, _ in sealed],
                [data for _, data in sealed],
                timeout=10,
            )
        except Exception as reason:  # whatever it is, those who wait are told, and the next stored
            if is_lost(reason):
                connection, self._connection = self._connection, None
                _fail(batch, Unavailable(type(reason).__name__))
                hang_up(connection)
            elif len(batch) == 1:
                _fail(batch, reason)
            else:
                await self._store(batch[: len(batch) // 2])
                await self._store(batch[len(batch) // 2 :])
        else:
            self.stored += len(batch)
            for _, future in batch:
                if not future.done():
                    future.set_result(None)
            self._arrived.set()

    async def _read(self, hear: Hear) -> None:
        """One reader per place: whoever holds the advisory lock moves the cursor."""
        while True:
            try:
                async with self.pool.acquire() as connection:
                    locked = await connection.fetchval(
                        "select pg_try_advisory_lock($1, $2)", ADVISORY_CLASS, self.site
                    )
                    if not locked:
                        await asyncio.sleep(0.5)
                        continue
                    self.reading = True
                    try:
                        await self._read_on(connection, hear)
                    finally:
                        await release_locks(connection)
            except Exception as reason:  # nobody else hears what citizens wrote
                if not (isinstance(reason, Unavailable) or is_lost(reason)):
                    log.exception("inbox.reader_failed")
                await asyncio.sleep(0.2)
            finally:
                self.reading = False

    async def _read_on(self, connection: Any, hear: Hear) -> None:
        at = await connection.fetchval("select heard from inbox_head where place = $1", self.site)
        while True:
            self._arrived.clear()
            stored = self.stored
            rows = await connection.fetch(
                "select * from inbox where place = $1 and position > $2 order by position limit $3",
                self.site,
                at,
                BATCH_MAX,
            )
            if not rows:
                await woken(self._arrived, 1)
                continue
            await asyncio.gather(*(self._hear(hear, row) for row in rows))
            moved = await connection.fetchval(
                "update inbox_head set heard = $3 where place = $1 and heard = $2 returning heard",
                self.site,
                at,
                rows[-1]["position"],
            )
            if moved is None:
                raise Unavailable("another reader moved the inbox cursor")
            at = moved
            self.heard += len(rows)
            await asyncio.sleep(self._pace_s(len(rows), self.stored - stored))

    def _pace_s(self, heard: int, stored: int) -> float:
        """The sender's 200 goes first: a storm is stored now and heard after it."""
        if stored >= STORM:
            return STORM_PACE_S
        return PACE_S / 5 if heard == BATCH_MAX else PACE_S

    async def _hear(self, hear: Hear, row: Any) -> None:
        if row["raw"] is None:
            return  # erased by retention before it could be heard again
        try:
            await hear(self._item(row))
        except Exception as reason:
            if isinstance(reason, Unavailable) or is_lost(reason):
                raise
            # A bug must not stop the line: the item is put aside, still in the inbox, and shown.
            self.aside += 1
            log.exception("inbox.aside", position=row["position"], source=row["source"])

    def _item(self, row: Any) -> InboxItem:
        return InboxItem(
            position=row["position"],
            source=row["source"],
            received_at=row["received_at"],
            raw=self.sealer.decrypt(row["wrapped_key"], row["raw"]),
            key=row["item_key"],
        )

    async def last_at(self, source: str) -> datetime | None:
        """When anything came from there; None: never, or longer ago than the inbox remembers."""
        at: datetime | None = await self.pool.fetchval(
            "select received_at from inbox where place = $1 and source = $2"
            " order by position desc limit 1",
            self.site,
            source,
        )
        return at

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._connection is not None:
            await self._connection.close()


def _fail(batch: list[Arrived], reason: BaseException) -> None:
    for _, future in batch:
        if not future.done():
            future.set_exception(reason)
