"""Kept boards: rows in tables of their own, folded by one worker, asked by named queries.

Each digest of a board's code and tables has a schema of its own. A changed board is folded from
the beginning beside the old one, which answers until the new one has caught up and it is dropped.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any

import asyncpg
import structlog

from siaga.language.entry import Entry, Fact
from siaga.platform.logbook import Logbook, Read
from siaga.platform.single_worker import alone, cursor_of, move_cursor
from siaga.platform.waiting import woken

FOLD_AT_ONCE = 1000
POLL_S = 1.0
PACE_S = 0.2  # figures may be this late: a fold costs a commit
NAMED = re.compile(r"^-- name: (\w+)\s*$", re.MULTILINE)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBoard:
    """`tables`: prefix of a key → (table, row class whose fields are its columns)."""

    name: str
    hears: frozenset[type[Fact]]
    keys: Callable[[Any], Sequence[str]]
    draw: Callable[[str, Any, Entry], Any]
    tables: Mapping[str, tuple[str, type[Any]]]
    folder: Path  # with tables.sql, queries.sql and the code

    def digest(self) -> str:
        digest = hashlib.sha256()
        for path in sorted(self.folder.glob("*")):
            if path.suffix in (".py", ".sql"):
                digest.update(path.read_bytes())
        return digest.hexdigest()[:16]


class KeptBoardFolder:
    def __init__(
        self, pool: asyncpg.Pool, site: int, *, board: KeptBoard, key: str, book: Logbook
    ) -> None:
        self.pool, self.site, self.board, self.book = pool, site, board, book
        self.place_key = key
        self.schema = f"kept_{board.name}_{board.digest()}"
        parts = NAMED.split((board.folder / "queries.sql").read_text())
        self.queries = dict(zip(parts[1::2], parts[2::2], strict=True))
        self.read: Read = book.read_from
        self.position = 0
        self.caught_up = asyncio.Event()
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        work = alone(self.pool, self.site, name=self.schema, work=self._run, lazy=True)
        self._task = asyncio.create_task(work, name=self.schema)

    def wake(self) -> None:
        self._wake.set()

    async def _run(self, connection: Any) -> None:
        await self._make(connection)
        head = await self.book.head()
        at = await cursor_of(connection, self.site, name=self.schema, lineage=head.lineage, head=0)
        if at == 0:
            await self._clear(connection)
        while True:
            self._wake.clear()
            entries = await self.read(at, FOLD_AT_ONCE)
            if entries:
                async with connection.transaction():
                    await self._fold(connection, entries)
                    step = (at, entries[-1].position)
                    await move_cursor(connection, self.site, name=self.schema, step=step)
                at = self.position = entries[-1].position
                if len(entries) < FOLD_AT_ONCE:
                    await asyncio.sleep(PACE_S)
                continue
            self.position = at
            if not self.caught_up.is_set():
                self.caught_up.set()
                await self._drop_old(connection)
            await woken(self._wake, POLL_S)
            await asyncio.sleep(PACE_S)

    async def _make(self, connection: Any) -> None:
        async with connection.transaction():
            made = await connection.fetchval("select to_regnamespace($1) is not null", self.schema)
            if not made:
                await connection.execute(f'create schema "{self.schema}"')
                await connection.execute(f'set local search_path to "{self.schema}"')
                await connection.execute((self.board.folder / "tables.sql").read_text())

    async def _clear(self, connection: Any) -> None:
        """Of another lineage may be what lies there: it is never folded upon."""
        for table, _ in self.board.tables.values():
            await connection.execute(
                f'delete from "{self.schema}".{table} where place = $1', self.place_key
            )

    async def _drop_old(self, connection: Any) -> None:
        rows = await connection.fetch(
            "select nspname from pg_namespace where nspname like $1 and nspname <> $2",
            f"kept\\_{self.board.name}\\_%",
            self.schema,
        )
        for row in rows:
            await connection.execute(f'drop schema "{row["nspname"]}" cascade')
            await connection.execute("delete from cursor where name = $1", row["nspname"])

    async def _fold(self, connection: Any, entries: Sequence[Entry]) -> None:
        board = self.board
        heard = [e for e in entries if type(e.fact) in board.hears]
        keys = {key for entry in heard for key in board.keys(entry.fact)}
        cards = await self._load(connection, keys)
        positions: dict[str, int] = {}
        for entry in heard:
            for key in board.keys(entry.fact):
                card = board.draw(key, cards.get(key), entry)
                if card is not cards.get(key):
                    cards[key], positions[key] = card, entry.position
        for key, position in positions.items():
            await self._store(connection, key, cards[key], position)

    async def _load(self, connection: Any, keys: set[str]) -> dict[str, Any]:
        cards: dict[str, Any] = {}
        for prefix, (table, row_class) in self.board.tables.items():
            names = [each.name for each in fields(row_class)]
            wanted = [key for key in keys if key.partition(":")[0] == prefix]
            rows = await connection.fetch(
                f'select * from "{self.schema}".{table} where place = $1 and key = any($2::text[])',
                self.place_key,
                wanted,
            )
            for row in rows:
                cards[row["key"]] = row_class(**{name: row[name] for name in names})
        return cards

    async def _store(self, connection: Any, key: str, card: Any, position: int) -> None:
        table, row_class = self.board.tables[key.partition(":")[0]]
        if card is None:
            await connection.execute(
                f'delete from "{self.schema}".{table} where place = $1 and key = $2',
                self.place_key,
                key,
            )
            return
        names = [each.name for each in fields(row_class)]
        values = [_plain(getattr(card, name)) for name in names]
        columns = ", ".join(["place", "key", "position", *names])
        marks = ", ".join(f"${n}" for n in range(1, len(names) + 4))
        updates = ", ".join(f"{name} = excluded.{name}" for name in ["position", *names])
        await connection.execute(
            f'insert into "{self.schema}".{table} ({columns}) values ({marks})'
            f" on conflict (place, key) do update set {updates}",
            self.place_key,
            key,
            position,
            *values,
        )

    async def ask(
        self, query: str, *, begin: datetime, end: datetime, zone: str
    ) -> list[dict[str, Any]]:
        """Rows of one named query for begin ≤ t < end."""
        async with self.pool.acquire() as connection, connection.transaction(readonly=True):
            await connection.execute(f'set local search_path to "{self.schema}"')
            rows = await connection.fetch(self.queries[query], self.place_key, begin, end, zone)
        return [dict(row) for row in rows]

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value
