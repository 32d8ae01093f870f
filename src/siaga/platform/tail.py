"""Follows the logbook in this process: own commits by hand-over, others' by NOTIFY, a poll each
second as a net. Readers see every entry once, in order, without gaps."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import asyncpg
import structlog

from siaga.language.entry import Entry
from siaga.language.values import Tag
from siaga.platform.database import connect, hang_up, is_lost
from siaga.platform.logbook import Logbook
from siaga.platform.records import UnknownFact
from siaga.platform.waiting import woken

Tagged = tuple[Entry, tuple[Tag, ...]]
Reader = Callable[[list[Tagged]], None]

READ_LIMIT = 1000
POLL_S = 1.0
OWN_ECHO_S = 0.002

log = structlog.get_logger()


class Tail:
    def __init__(self, book: Logbook) -> None:
        self.book = book
        self.position = 0
        self.readers: list[Reader] = []
        # A fact this release does not know or cannot show: the boards stop, not ready, says so.
        self.halted: str | None = None
        self._wake = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def catch_up_from(self, position: int) -> None:
        self.position = position
        await self._catch_up()

    def follow(self, options: dict[str, Any] | None, site: int) -> None:
        """Start following; `options` None for a logbook in memory, whose hand-over is enough."""
        if options is not None:
            self._tasks.append(asyncio.create_task(self._listen(options, site), name="listen"))
            self._tasks.append(asyncio.create_task(self._pump(), name="tail"))

    def offer(self, entries: list[Tagged]) -> None:
        if self.halted:
            return
        if entries[0][0].position == self.position + 1:
            self._apply(entries)
        else:
            self._wake.set()

    def _apply(self, entries: list[Tagged]) -> None:
        assert entries[0][0].position == self.position + 1, "a board never skips a fact"
        self.position = entries[-1][0].position
        for reader in self.readers:
            try:
                reader(entries)
            except Exception as reason:
                self.halted = f"{self.position}: {type(reason).__name__}"
                raise

    async def _catch_up(self) -> None:
        while True:
            entries = await self.book.read_from(self.position, READ_LIMIT)
            fresh = [(e, e.fact.tags()) for e in entries if e.position > self.position]
            if fresh:
                self._apply(fresh)
            if len(entries) < READ_LIMIT:
                return
            await asyncio.sleep(0)

    async def _pump(self) -> None:
        while True:
            await woken(self._wake, POLL_S)
            self._wake.clear()
            try:
                await self._catch_up()
            except UnknownFact as reason:
                self.halted = str(reason)
                log.error("tail.unknown_fact", fact=str(reason))
                return
            except Exception as reason:
                if is_lost(reason):
                    await asyncio.sleep(0.1)
                    continue
                self.halted = self.halted or f"{self.position}: {type(reason).__name__}"
                log.exception("tail.halted", position=self.position)
                return

    async def _listen(self, options: dict[str, Any], site: int) -> None:
        def heard(_connection: Any, _pid: int, _channel: str, payload: str) -> None:
            place, position = map(int, payload.split())
            if place == site and position > self.position:
                # Most often our own commit, whose hand-over is already on its way.
                loop = asyncio.get_running_loop()
                loop.call_later(OWN_ECHO_S, self._wake_unless, position)

        while True:
            connection: asyncpg.Connection | None = None
            try:
                connection = await connect(options)
                await connection.add_listener("logbook", heard)
                self._wake.set()
                while not connection.is_closed():
                    await asyncio.sleep(0.3)
            except Exception as reason:
                if not is_lost(reason):
                    log.exception("tail.listening_failed")
                await asyncio.sleep(0.1)
            finally:
                hang_up(connection)

    def _wake_unless(self, position: int) -> None:
        if position > self.position:
            self._wake.set()

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
