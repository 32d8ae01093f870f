"""Kept boards: rebuilt beside the old one, folded once by whoever holds the cursor."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from siaga.language.entry import Entry
from siaga.language.units import UnitWentOnDuty
from siaga.platform.kept_board import KeptBoard, KeptBoardFolder
from siaga.platform.lineage import begin_lineage
from tests.builders import NOW, hours
from tests.contract.servers import Opened, opened, wish
from tests.contract.test_logbook import on_duty
from tests.patience import until

TABLES = "create table duty (place text, key text, position bigint, unit_id text, times int,"
TABLES += " primary key (place, key));"
QUERIES = "-- name: all_of_them\nselect * from duty where place = $1 and $2::timestamptz is not"
QUERIES += " null and $3::timestamptz is not null and $4::text <> '' order by key\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    unit_id: str
    times: int


def draw(_key: str, card: Duty | None, entry: Entry) -> Duty:
    fact: Any = entry.fact
    return Duty(unit_id=fact.unit_id, times=card.times + 1 if card else 1)


@pytest.fixture
def board(tmp_path: Path) -> KeptBoard:
    (tmp_path / "tables.sql").write_text(TABLES)
    (tmp_path / "queries.sql").write_text(QUERIES)
    return KeptBoard(
        name="duty",
        hears=frozenset({UnitWentOnDuty}),
        keys=lambda fact: (f"duty:{fact.unit_id}",),
        draw=draw,
        tables={"duty": ("duty", Duty)},
        folder=tmp_path,
    )


@asynccontextmanager
async def folding(book: Opened, board: KeptBoard) -> AsyncIterator[KeptBoardFolder]:
    folder = KeptBoardFolder(book.pool, book.site, board=board, key=book.place.key, book=book.book)
    folder.start()
    try:
        await until(folder.caught_up.is_set)
        yield folder
    finally:
        await folder.stop()


async def times(book: Opened, folder: KeptBoardFolder) -> dict[str, int]:
    head = await book.book.head()
    query = "select position from cursor where name = $1"

    async def counted() -> bool:
        folder.wake()
        return bool(await book.value(query, folder.schema) == head.position)

    await until(counted)
    rows = await folder.ask("all_of_them", begin=NOW, end=NOW + hours(1), zone="UTC")
    return {row["unit_id"]: row["times"] for row in rows}


async def test_two_workers_fold_each_entry_once(postgres: dict[str, Any], board: KeptBoard) -> None:
    async with opened(postgres) as one, opened(postgres) as two:
        await one.book.append(wish(on_duty("a")))
        async with folding(one, board) as first:
            second = KeptBoardFolder(
                two.pool, two.site, board=board, key=two.place.key, book=two.book
            )
            second.start()
            for n in range(10):
                await one.book.append(wish(on_duty("a"), on_duty(f"u-{n % 2}")))
            found = await times(one, first)
            await first.stop()
            await two.book.append(wish(on_duty("a")))
            after = await times(two, second)
            await second.stop()
    assert found == {"a": 11, "u-0": 5, "u-1": 5}
    assert after == {"a": 12, "u-0": 5, "u-1": 5}


async def test_changed_code_is_folded_beside_the_old_and_takes_its_place(
    database: dict[str, Any], board: KeptBoard
) -> None:
    query = "select count(*) from pg_namespace where nspname like 'kept_duty_%'"
    async with opened(database) as book:
        await book.book.append(wish(*[on_duty("a")] * 3))
        async with folding(book, board) as folder:
            old = folder.schema
            await book.pool.execute(f'update "{old}".duty set times = 99')
        assert await book.value(query) == 1
        (board.folder / "tables.sql").write_text(TABLES + "\n-- changed\n")
        async with folding(book, replace(board)) as folder:
            assert folder.schema != old
            assert await times(book, folder) == {"a": 3}
            await until(lambda: book.value(f"select ({query}) = 1"))


async def test_after_a_restore_nothing_is_counted_twice(
    database: dict[str, Any], board: KeptBoard
) -> None:
    async with opened(database) as book:
        await book.book.append(wish(*[on_duty("a")] * 3))
        async with folding(book, board) as folder:
            assert await times(book, folder) == {"a": 3}
        await begin_lineage(book.pool, book.site)
        async with folding(book, board) as folder:
            assert await times(book, folder) == {"a": 3}
