"""Policies and timers: commands that facts and the clock ask for, once each (logbook.md 11, 13)."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import asyncpg
import structlog

from siaga.language.entry import Entry
from siaga.language.values import Actor, ActorKind, Asked
from siaga.platform.clock import Clock, steady_s
from siaga.platform.database import is_lost
from siaga.platform.desk import Desk
from siaga.platform.gateway import Gateway, Submission
from siaga.platform.ids import derived_id
from siaga.platform.logbook import AlteredCommand, Logbook, Read, Unavailable
from siaga.platform.single_worker import alone, cursor_of, move_cursor
from siaga.platform.waiting import woken

POLL_S = 1.0
PACE_S = 0.02  # what arrives meanwhile is read together
READ_AT_ONCE = 500
KEEP_CURSOR_S = 1.0
TIMER_PACE_S = 0.1
TIMER_SLEEP_S_MAX = 2.0
TIMERS_AT_ONCE = 50
RING_AGAIN = timedelta(minutes=1)

DELETE = "delete from timer where place = $1 and kind = $2 and subject = $3 and due_at = $4"
POSTPONE = (
    "update timer set due_at = clock_timestamp() + $5::interval"
    " where place = $1 and kind = $2 and subject = $3 and due_at = $4"
)

log = structlog.get_logger()


class Reactor:
    """Runs every desk's `react` over the logbook from a durable cursor."""

    def __init__(self, pool: asyncpg.Pool, site: int, *, gateway: Gateway, clock: Clock) -> None:
        self.pool, self.site, self.gateway, self.clock = pool, site, gateway, clock
        self.book: Logbook = gateway.book
        self.read: Read = gateway.book.read_from
        self.position = self.aside = 0
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        work = alone(self.pool, self.site, name="reactor", work=self._run, lazy=True)
        self._task = asyncio.create_task(work, name="reactor")

    def wake(self) -> None:
        self._wake.set()

    async def _run(self, connection: Any) -> None:
        head = await self.book.head()
        kept = await cursor_of(
            connection, self.site, name="reactor", lineage=head.lineage, head=head.position
        )
        at, kept_s = kept, steady_s()
        while True:
            self._wake.clear()
            entries = await self.read(at, READ_AT_ONCE)
            for entry in entries:
                if not entry.imported:
                    await self._react(entry, head.lineage)
                at = self.position = entry.position
            # What was reacted to twice is answered alike, so the cursor need not move each time.
            if at > kept and (not entries or steady_s() - kept_s >= KEEP_CURSOR_S):
                await move_cursor(connection, self.site, name="reactor", step=(kept, at))
                kept, kept_s = at, steady_s()
            if not entries:
                await woken(self._wake, POLL_S)
            await asyncio.sleep(PACE_S)

    async def _react(self, entry: Entry, lineage: str) -> None:
        for desk in self.gateway.desks.values():
            try:
                await self._react_at(desk, entry, lineage)
            except AlteredCommand:
                pass  # answered already, by another release of this policy
            except Exception as reason:
                if _is_outage(reason):
                    raise
                # A bug in one policy must not stop the others: it is put aside and shown.
                self.aside += 1
                log.exception("reactor.aside", desk=desk.name, position=entry.position)

    async def _react_at(self, desk: Desk, entry: Entry, lineage: str) -> None:
        for n, reaction in enumerate(desk.react(entry)):
            command_id = derived_id(lineage, entry.position, desk.name, n)
            asked = Asked(
                actor=Actor(kind=ActorKind.POLICY, id=f"{desk.name}.react"),
                received_at=self.clock.now(),
            )
            command = _with_id(reaction.command, command_id)
            await self.gateway.submit(
                Submission(
                    desk=reaction.desk,
                    command=command,
                    asked=asked,
                    cause=entry.position,
                    depth=entry.depth + 1,
                )
            )

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)


def _is_outage(reason: Exception) -> bool:
    return isinstance(reason, Unavailable) or is_lost(reason)


def _with_id(command: Any, command_id: Any) -> Any:
    return replace(command, command_id=command_id)


class Timers:
    """Due timers submit a command and are deleted after its answer; late ones fire oldest first."""

    def __init__(self, pool: asyncpg.Pool, site: int, *, gateway: Gateway, clock: Clock) -> None:
        self.pool, self.site, self.gateway, self.clock = pool, site, gateway, clock
        self._by_kind: dict[str, Desk] = {
            kind: desk for desk in gateway.desks.values() for kind in desk.timers
        }
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self.lag_s = 0.0
        self.aside = 0

    def start(self) -> None:
        work = alone(self.pool, self.site, name="timers", work=self._run, lazy=True)
        self._task = asyncio.create_task(work, name="timers")

    def wake(self) -> None:
        self._wake.set()

    async def _run(self, connection: Any) -> None:
        while True:
            self._wake.clear()
            rows = await connection.fetch(
                "select kind, subject, due_at, clock_timestamp() as now from timer"
                " where place = $1 and due_at <= clock_timestamp() order by due_at limit $2",
                self.site,
                TIMERS_AT_ONCE,
            )
            self.lag_s = (rows[0]["now"] - rows[0]["due_at"]).total_seconds() if rows else 0.0
            for row in rows:
                key = (self.site, row["kind"], row["subject"], row["due_at"])
                try:
                    await self._ring(row["kind"], row["subject"], row["due_at"], row["now"])
                except Exception as reason:
                    if _is_outage(reason):
                        raise
                    # A bug in one ring must not silence the others; it rings again later.
                    self.aside += 1
                    log.exception("timer.aside", kind=row["kind"], subject=row["subject"])
                    await connection.execute(POSTPONE, *key, RING_AGAIN)
                else:
                    await connection.execute(DELETE, *key)
            if rows:
                continue
            sleep_s = await connection.fetchval(
                "select extract(epoch from min(due_at) - clock_timestamp()) from timer"
                " where place = $1",
                self.site,
            )
            pause_s = TIMER_SLEEP_S_MAX if sleep_s is None else float(sleep_s)
            if await woken(self._wake, min(TIMER_SLEEP_S_MAX, max(0.01, pause_s))):
                await asyncio.sleep(TIMER_PACE_S)

    async def _ring(self, kind: str, subject: str, due_at: datetime, now: datetime) -> None:
        desk = self._by_kind[kind]
        command = desk.ring(kind, subject, due_at, derived_id(kind, subject, due_at))
        if command is None:
            return
        asked = Asked(actor=Actor(kind=ActorKind.TIMER, id=kind), received_at=now)
        with suppress(AlteredCommand):  # answered already, by another release of this desk
            await self.gateway.submit(Submission(desk=desk.name, command=command, asked=asked))

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
