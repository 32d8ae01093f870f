"""Real PostgreSQL servers for the contract suite, a fresh migrated database for every test, and the
logbook on it; the logbook in memory stands beside them as one more adapter."""

from __future__ import annotations

import asyncio
import itertools
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import asyncpg

from siaga.language.entry import Fact
from siaga.language.every_fact import FACTS
from siaga.language.place import Place
from siaga.language.values import Asked, Tag
from siaga.platform.database import open_pool
from siaga.platform.embedded_postgres import EmbeddedPostgres
from siaga.platform.ids import new_id
from siaga.platform.logbook import Wish
from siaga.platform.memory_logbook import MemoryLogbook
from siaga.platform.migrations import migrate
from siaga.platform.postgres_logbook import PostgresLogbook, open_site
from siaga.platform.records import FactRecords
from tests.builders import NOW, PLACE, TAKER

ROOT = Path(__file__).resolve().parents[2]
DEBIAN_15 = Path(os.environ.get("SIAGA_TEST_PG15_BIN") or "/usr/lib/postgresql/15/bin")
EXTERNAL_DSN = os.environ.get("SIAGA_TEST_DSN", "")
TEMPLATE = "siaga_contract_template"

NOT_RUN: list[str] = []
"""What this machine cannot show; printed after the tests."""

if not (DEBIAN_15 / "postgres").exists():
    NOT_RUN.append(f"PostgreSQL 15: {DEBIAN_15} has no server (SIAGA_TEST_PG15_BIN)")
if not EXTERNAL_DSN:
    NOT_RUN.append("external server: SIAGA_TEST_DSN is not set")

SERVERS = tuple(
    name
    for name, present in (
        ("wheel", True),
        ("debian-15", (DEBIAN_15 / "postgres").exists()),
        ("external", bool(EXTERNAL_DSN)),
    )
    if present
)
RECORDS = FactRecords(FACTS)

_numbers = itertools.count(1)


class HeldClock:
    """Shows the instant it was last set to."""

    def __init__(self, at: datetime = NOW) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


class Server:
    """One running server; `database()` gives a copy of the migrated template."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        asyncio.run(self._make_template())

    async def _make_template(self) -> None:
        admin = await asyncpg.connect(**self.options)
        await admin.execute(f"drop database if exists {TEMPLATE} with (force)")
        await admin.execute(f"create database {TEMPLATE}")
        await admin.close()
        connection = await asyncpg.connect(**self.options | {"database": TEMPLATE})
        await migrate(connection, ROOT / "sql")
        await connection.close()

    @contextmanager
    def database(self, *, migrated: bool = True) -> Iterator[dict[str, Any]]:
        """Connect options of a database of its own, dropped at the end."""
        name = f"siaga_contract_{os.getpid()}_{next(_numbers)}"
        template = TEMPLATE if migrated else "template1"
        asyncio.run(self._execute(f"create database {name} template {template}"))
        yield self.options | {"database": name}
        asyncio.run(self._execute(f"drop database {name} with (force)"))

    async def _execute(self, statement: str) -> None:
        admin = await asyncpg.connect(**self.options)
        await admin.execute(statement)
        await admin.close()


@contextmanager
def server(name: str) -> Iterator[Server]:
    if name == "external":
        yield Server({"dsn": EXTERNAL_DSN})
        return
    folder = Path(tempfile.mkdtemp(prefix="siaga-contract-"))
    folder.chmod(0o755)
    bindir = DEBIAN_15 if name == "debian-15" else None
    running = EmbeddedPostgres(folder / "state", bindir=bindir)
    running.start()
    running.wait()
    try:
        yield Server(running.connect_options())
    finally:
        running.stop()
        shutil.rmtree(folder)


@dataclass(slots=True, kw_only=True)
class Opened:
    """One place's logbook; `pool` and `site` only where there is a database."""

    book: Any  # a Logbook, with what the adapters add to it
    place: Place
    set_time: Callable[[datetime], Any]
    options: dict[str, Any] = field(default_factory=dict)
    pool: asyncpg.Pool = None
    site: int = 0

    async def rows(self, query: str, *values: Any) -> list[Any]:
        return list(await self.pool.fetch(query, *values))

    async def value(self, query: str, *values: Any) -> Any:
        return await self.pool.fetchval(query, *values)


@asynccontextmanager
async def opened(options: dict[str, Any], *, place: Place = PLACE) -> AsyncIterator[Opened]:
    """The logbook of `place` in the database behind `options`, as a process opens it."""
    pool = await open_pool(options, size=8)
    site = await open_site(pool, place.key, drill=place.drill)
    book = PostgresLogbook(pool, options, site=site, place=place, records=RECORDS)

    async def set_time(at: datetime) -> None:
        await pool.execute("update head set recorded_at = $2 where place = $1", site, at)

    try:
        yield Opened(
            book=book, place=place, set_time=set_time, options=options, pool=pool, site=site
        )
    finally:
        await book.stop()
        await pool.close()


@asynccontextmanager
async def in_memory(place: Place = PLACE) -> AsyncIterator[Opened]:
    clock = HeldClock()

    async def set_time(at: datetime) -> None:
        clock.at = at

    book = MemoryLogbook(place, RECORDS, clock=clock)
    yield Opened(book=book, place=place, set_time=set_time)


Adapter = Callable[..., Any]
"""Opens a logbook: `async with adapter(place=...) as opened`."""


def drill(place: Place = PLACE) -> Place:
    return replace(place, drill=True)


def wish(*facts: Fact, guards: dict[Tag, int] | None = None, **more: Any) -> Wish:
    """One command's facts; the digest follows from its id unless one is given."""
    command_id = more.pop("command_id", None) or new_id()
    asked = more.pop("asked", None) or Asked(actor=TAKER, received_at=NOW)
    digest = more.pop("digest", command_id.bytes)
    return Wish(
        command_id=command_id,
        digest=digest,
        asked=asked,
        facts=facts,
        guards=guards or {},
        **more,
    )
