"""The logbook in PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import asyncpg
import structlog

from siaga import __version__
from siaga.language.entry import Entry
from siaga.language.place import Place
from siaga.language.values import ActorKind, Tag, Via
from siaga.platform import batch as batches
from siaga.platform.clock import steady_s
from siaga.platform.database import connect, hang_up, is_lost
from siaga.platform.flusher import Flusher, Waiting
from siaga.platform.logbook import AlteredCommand, Answer, Conflict, Head, Unavailable, Wish
from siaga.platform.records import FactRecords

COLUMNS = (
    "e.position, e.type, e.version, e.body, e.recorded_at, e.received_at, e.command_id,"
    " e.actor_kind, e.actor, e.seat, e.via, e.number, e.cause, e.depth, e.imported"
)
READ = (
    f"select {COLUMNS} from (select distinct position from tag where place = $1"
    " and tag = any($2::text[]) and position > $3) t"
    # Lateral with a limit: a plan made while the table was empty would walk all of it.
    " cross join lateral (select * from entry where place = $1 and position = t.position limit 1) e"
    " order by e.position"
)
READ_FROM = (
    f"select {COLUMNS} from entry e where place = $1 and position > $2 order by position limit $3"
)
GIVE_UP_S = 8.0
ROUND_TRIP_S = 10.0
BIRTH = "select sha256(convert_to('siaga logbook ' || $1::text, 'UTF8'))"

log = structlog.get_logger()

Offer = Callable[[list[tuple[Entry, tuple[Tag, ...]]]], None]


async def open_site(pool: asyncpg.Pool, key: str, *, drill: bool) -> int:
    """The place's number; its head and inbox are born with it. Raises when drill and real mix."""
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(
            "insert into site (key, drill) values ($1, $2) on conflict do nothing", key, drill
        )
        row = await connection.fetchrow("select place, drill from site where key = $1", key)
        if row["drill"] != drill:
            raise ValueError(f"{key} is a {'drill' if row['drill'] else 'real'} place")
        await connection.execute(
            "insert into head (place, lineage, position, recorded_at, chain)"
            " values ($1, gen_random_uuid(), 0, clock_timestamp(), ("
            + BIRTH.replace("$1", "$2")
            + "))"
            " on conflict do nothing",
            row["place"],
            key,
        )
        await connection.execute(
            "insert into inbox_head (place, position) values ($1, 0) on conflict do nothing",
            row["place"],
        )
    place: int = row["place"]
    return place


class PostgresLogbook:
    def __init__(
        self,
        pool: asyncpg.Pool,
        options: dict[str, Any],
        *,
        site: int,
        place: Place,
        records: FactRecords,
    ) -> None:
        self.pool, self.site, self.place, self.records = pool, site, place, records
        self._options = options
        self._connection: asyncpg.Connection | None = None
        self.offer: Offer = lambda _entries: None
        self.flusher = Flusher(self._write)
        self.failing_since: float | None = None  # steady seconds; for the lamp and the silent ACD

    async def append(self, wish: Wish) -> Answer:
        return await self.flusher.put(batches.Written(wish, self.records))

    async def read(self, tags: Sequence[Tag], after: int = 0) -> list[Entry]:
        rows = await self.pool.fetch(READ, self.site, list(tags), after)
        return [self._entry(row) for row in rows]

    async def read_from(self, after: int, limit: int = 1000) -> list[Entry]:
        rows = await self.pool.fetch(READ_FROM, self.site, after, limit)
        return [self._entry(row) for row in rows]

    async def head(self) -> Head:
        row = await self.pool.fetchrow("select * from head where place = $1", self.site)
        return Head(
            lineage=str(row["lineage"]),
            position=row["position"],
            chain=row["chain"],
            recorded_at=row["recorded_at"],
        )

    async def stop(self) -> None:
        await self.flusher.stop()
        if self._connection is not None:
            await self._connection.close()

    def _entry(self, row: Any) -> Entry:
        return Entry(
            position=row["position"],
            fact=self.records.read(row["type"], row["version"], body=row["body"]),
            recorded_at=row["recorded_at"],
            received_at=row["received_at"],
            command_id=str(row["command_id"]),
            actor_kind=ActorKind(row["actor_kind"]),
            actor=row["actor"],
            seat=row["seat"],
            via=Via(row["via"]),
            number=row["number"],
            cause=row["cause"],
            depth=row["depth"],
            imported=row["imported"],
        )

    async def _write(self, waiting: list[Waiting]) -> None:
        await self._write_until(waiting, steady_s() + GIVE_UP_S)

    async def _write_until(self, waiting: list[Waiting], deadline_s: float) -> None:
        """A lost connection leaves the outcome unknown: the same command ids make a repeat safe.

        Any other error means that something in the batch is poison: it is halved until the
        culprit stands alone.
        """
        while True:
            try:
                row = await self._append([w.written for w in waiting])
            except Exception as reason:
                if not is_lost(reason):
                    await self._halve(waiting, reason, deadline_s)
                    return
                self._hang_up()
                if self.failing_since is None:
                    self.failing_since = steady_s()
                if steady_s() >= deadline_s:
                    _fail(waiting, Unavailable(type(reason).__name__))
                    return
                await asyncio.sleep(0.05)
            else:
                self.failing_since = None
                self._answer(waiting, row)
                return

    async def _halve(
        self, waiting: list[Waiting], reason: BaseException, deadline_s: float
    ) -> None:
        if len(waiting) == 1:
            _fail(waiting, reason)
            return
        middle = len(waiting) // 2
        await self._write_until(waiting[:middle], deadline_s)
        await self._write_until(waiting[middle:], deadline_s)

    def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        hang_up(connection)

    async def _append(self, written: list[batches.Written]) -> Any:
        if self._connection is None or self._connection.is_closed():
            async with asyncio.timeout(ROUND_TRIP_S):
                self._connection = await connect(self._options)
        assert self._connection is not None
        return await self._connection.fetchrow(
            batches.APPEND,
            self.site,
            self.place.zone,
            __version__,
            self.place.version,
            *batches.arrays(written, drill=self.place.drill),
            timeout=ROUND_TRIP_S,
        )

    def _hand_over(self, added: list[tuple[Entry, tuple[Tag, ...]]]) -> None:
        """It is written: whatever goes wrong in showing it, its callers get their answers."""
        try:
            self.offer(added)
        except Exception:
            log.exception("logbook.hand_over_failed", position=added[0][0].position)

    def _answer(self, waiting: list[Waiting], row: Any) -> None:
        written = [w.written for w in waiting]
        added = batches.entries(written, row)
        if added:
            self._hand_over(added)
        for each, (status, answer) in zip(waiting, batches.answers(written, row), strict=True):
            if each.future.done():
                continue
            if status == "conflict":
                each.future.set_exception(Conflict())
            elif status == "altered":
                each.future.set_exception(AlteredCommand())
            else:
                each.future.set_result(answer)


def _fail(waiting: list[Waiting], reason: BaseException) -> None:
    for each in waiting:
        if not each.future.done():
            each.future.set_exception(reason)
