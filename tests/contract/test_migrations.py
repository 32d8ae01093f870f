"""Numbered SQL files: each once, whole or not at all, whoever starts first."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from siaga.platform.migrations import MigrationAltered, migrate
from tests.contract.servers import ROOT, Server

FILES = sorted(path.name for path in (ROOT / "sql").glob("[0-9]*.sql"))


@pytest.fixture
def empty(running: Callable[[str], Server]) -> Any:
    with running("wheel").database(migrated=False) as options:
        yield options


async def run(options: dict[str, Any], folder: Path) -> list[str]:
    connection = await asyncpg.connect(**options)
    try:
        return await migrate(connection, folder)
    finally:
        await connection.close()


async def tables(options: dict[str, Any]) -> set[str]:
    connection = await asyncpg.connect(**options)
    rows = await connection.fetch("select tablename from pg_tables where schemaname = 'public'")
    await connection.close()
    return {row["tablename"] for row in rows}


async def test_four_runners_run_each_file_once(empty: dict[str, Any]) -> None:
    ran = await asyncio.gather(*(run(empty, ROOT / "sql") for _ in range(4)))
    assert sorted(name for names in ran for name in names) == FILES
    assert await run(empty, ROOT / "sql") == []
    assert {"entry", "tag", "answer", "head", "vault_item", "outbox"} <= await tables(empty)


async def test_an_edited_file_is_refused(empty: dict[str, Any], tmp_path: Path) -> None:
    folder = tmp_path / "sql"
    shutil.copytree(ROOT / "sql", folder)
    await run(empty, folder)
    edited = folder / FILES[0]
    edited.write_text(edited.read_text() + "\n-- a small repair")
    (folder / "9901_pre_later.sql").write_text("create table later (n int)")
    with pytest.raises(MigrationAltered, match=FILES[0]):
        await run(empty, folder)
    assert "later" not in await tables(empty)


async def test_a_file_that_fails_leaves_nothing_and_may_be_repaired(
    empty: dict[str, Any], tmp_path: Path
) -> None:
    (tmp_path / "0001_one.sql").write_text("create table one (n int)")
    (tmp_path / "0002_two.sql").write_text("create table two (n int); select 1/0")
    with pytest.raises(asyncpg.DivisionByZeroError):
        await run(empty, tmp_path)
    assert await tables(empty) == {"migration", "one"}
    (tmp_path / "0002_two.sql").write_text("create table two (n int)")
    assert await run(empty, tmp_path) == ["0002_two.sql"]
    assert await tables(empty) == {"migration", "one", "two"}


async def test_files_without_a_number_are_not_run(empty: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "README.sql").write_text("this is no SQL")
    (tmp_path / "0001_one.sql").write_text("create table one (n int)")
    assert await run(empty, tmp_path) == ["0001_one.sql"]
