"""Files that came with messages and are still to be had: a durable list, worked off by two hands.

Fed from the logbook by a cursor, so that no message is forgotten; a line is struck off only after
what became of its file stands in the logbook. After a crash everything left is due again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import asyncpg
import structlog

from siaga.language.entry import Entry
from siaga.language.intake import MessageReceived
from siaga.language.values import ContactId, MediaRef, MessageId
from siaga.platform.clock import steady_s
from siaga.platform.database import is_lost
from siaga.platform.logbook import Logbook, Read, Unavailable
from siaga.platform.records import decoder, encode
from siaga.platform.single_worker import alone, cursor_of, move_cursor
from siaga.platform.waiting import woken

HANDS = 2
KEPT_FOR = timedelta(days=7)
"""How long providers keep a file."""

POLL_S = 1.0
READ_AT_ONCE = 500
BACKOFF_S = (2.0, 10.0, 60.0, 300.0, 900.0, 3600.0)
IDLE_S = 60.0
CURSOR = "media"

ADD = """
insert into media_task (place, message_id, file_index, contact_id, media, deadline_at)
select $1, x.m, x.i, x.c, x.r, clock_timestamp() + $6::interval
from unnest($2::text[], $3::int[], $4::text[], $5::text[]) x(m, i, c, r)
on conflict do nothing
"""
DUE = """
select message_id, file_index, contact_id, media, attempts,
  deadline_at < clock_timestamp() as expired
from media_task where place = $1
  and (due_at <= clock_timestamp() or deadline_at < clock_timestamp())
  and not (message_id || ':' || file_index) = any($2)
order by due_at limit 1
"""
DONE = "delete from media_task where place = $1 and message_id = $2 and file_index = $3"
LATER = """
update media_task set attempts = attempts + 1,
  due_at = clock_timestamp() + make_interval(secs => $4)
where place = $1 and message_id = $2 and file_index = $3
"""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaTask:
    contact_id: ContactId
    message_id: MessageId
    index: int
    media: MediaRef
    attempts: int  # made before
    expired: bool  # no provider has it any more

    @property
    def key(self) -> str:
        return f"{self.message_id}:{self.index}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """Not yet; `after_s` None: longer each time."""

    after_s: float | None = None


Do = Callable[[MediaTask], Awaitable[Later | None]]
"""None: it stands in the logbook what became of it. Called again after a crash."""

_read_media = decoder(MediaRef)


@dataclass(slots=True)
class MediaTasks:
    pool: asyncpg.Pool
    site: int
    book: Logbook
    read: Read
    aside: int = 0
    idle: Callable[[], Awaitable[None]] | None = None  # after a minute without anything to do
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _added: asyncio.Event = field(default_factory=asyncio.Event)
    _busy: set[str] = field(default_factory=set)
    _worked_s: float | None = None
    _task: asyncio.Task[None] | None = None

    def start(self, do: Do) -> None:
        async def work(connection: Any) -> None:
            await self._run(connection, do)

        self._task = asyncio.create_task(
            alone(self.pool, self.site, name="media", work=work), name="media"
        )

    def wake(self) -> None:
        self._wake.set()

    async def waiting(self) -> int:
        count: int = await self.pool.fetchval(
            "select count(*) from media_task where place = $1", self.site
        )
        return count

    async def _run(self, connection: Any, do: Do) -> None:
        head = await self.book.head()
        at = await cursor_of(
            connection, self.site, name=CURSOR, lineage=head.lineage, head=head.position
        )
        hands = [asyncio.create_task(self._hand(do)) for _ in range(HANDS)]
        try:
            while True:
                self._wake.clear()
                entries = await self.read(at, READ_AT_ONCE)
                await self._add(connection, entries)
                if entries:
                    step = (at, entries[-1].position)
                    await move_cursor(connection, self.site, name=CURSOR, step=step)
                    at = step[1]
                    continue
                await self._rest()
                await woken(self._wake, POLL_S)
                for hand in hands:
                    if hand.done():
                        hand.result()
        finally:
            for hand in hands:
                hand.cancel()
            await asyncio.gather(*hands, return_exceptions=True)

    async def _add(self, connection: Any, entries: Sequence[Entry]) -> None:
        wanted = [
            (fact.message_id, index, fact.contact_id, encode(media))
            for entry in entries
            if isinstance(fact := entry.fact, MessageReceived) and not entry.imported
            for index, media in enumerate(fact.media)
        ]
        if wanted:
            columns = map(list, zip(*wanted, strict=True))
            await connection.execute(ADD, self.site, *columns, KEPT_FOR)
            self._added.set()

    async def _rest(self) -> None:
        if self.idle is None or self._worked_s is None or self._busy:
            return
        if steady_s() - self._worked_s > IDLE_S:
            self._worked_s = None
            await self.idle()

    async def _hand(self, do: Do) -> None:
        while True:
            self._added.clear()
            row = await self.pool.fetchrow(DUE, self.site, list(self._busy))
            if row is None:
                await woken(self._added, POLL_S)
                continue
            task = MediaTask(
                contact_id=ContactId(row["contact_id"]),
                message_id=MessageId(row["message_id"]),
                index=row["file_index"],
                media=_read_media.decode(row["media"]),
                attempts=row["attempts"],
                expired=row["expired"],
            )
            if task.key in self._busy:  # the other hand was quicker
                continue
            self._busy.add(task.key)
            try:
                await self._do(do, task)
            finally:
                self._busy.discard(task.key)
                self._worked_s = steady_s()

    async def _do(self, do: Do, task: MediaTask) -> None:
        try:
            later = await do(task)
        except Exception as reason:
            if isinstance(reason, Unavailable) or is_lost(reason):
                raise
            # A bug with one file must not stop the others; it is tried again, ever more rarely.
            self.aside += 1
            log.exception("media.aside", attempts=task.attempts)
            later = Later()
        if later is None:
            await self.pool.execute(DONE, self.site, task.message_id, task.index)
            return
        wait_s = later.after_s
        if wait_s is None:
            wait_s = BACKOFF_S[min(task.attempts, len(BACKOFF_S) - 1)]
        await self.pool.execute(LATER, self.site, task.message_id, task.index, wait_s)

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
