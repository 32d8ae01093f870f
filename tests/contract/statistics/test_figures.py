"""Every named query of the statistics board, on the server we ship and on PostgreSQL 15."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_type_hints

import asyncpg
import pytest

from siaga.boards import statistics
from siaga.boards.statistics import StatContact, StatDispatch
from siaga.platform.embedded_postgres import EmbeddedPostgres
from tests.board_entries import drawn
from tests.builders import NOW
from tests.contract.statistics.an_hour_of_calls import hour
from tests.contract.statistics.day_and_night import story
from tests.contract.statistics.the_same_fire import fire

pytestmark = pytest.mark.postgres

DEBIAN_15 = Path(os.environ.get("SIAGA_TEST_PG15_BIN") or "/usr/lib/postgresql/15/bin")
FOLDER = Path(statistics.__file__).parent
PLACE, DRILL, BUSY = "id/kota", "id/kota~latihan", "id/ramai"
RINGING = "id/berdering"
MERGED, CUT = "id/digabung", "id/dilepas"
FROM_AT = datetime(2026, 3, 1, 17, tzinfo=UTC)  # 2 March, 00:00 WIB
TO_AT = datetime(2026, 3, 3, 17, tzinfo=UTC)
COLUMN_TYPES = {"text": "str", "timestamp with time zone": "datetime", "integer": "int"}
COLUMN_TYPES |= {"boolean": "bool"}

Row = dict[str, Any]


def named_queries() -> dict[str, str]:
    parts = re.split(r"^-- name: (\w+)\n", (FOLDER / "queries.sql").read_text(), flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.fixture(scope="module", params=["wheel", "debian-15"])
def server(request: pytest.FixtureRequest) -> Iterator[EmbeddedPostgres]:
    bindir = None if request.param == "wheel" else DEBIAN_15
    if bindir and not (bindir / "postgres").exists():
        pytest.skip("Debian's PostgreSQL 15 is not installed")
    folder = Path(tempfile.mkdtemp(prefix="siaga-test-"))
    folder.chmod(0o755)
    running = EmbeddedPostgres(folder / "state", bindir=bindir)
    running.start()
    running.wait()
    asyncio.run(fill(running))
    yield running
    running.stop()
    shutil.rmtree(folder)


async def fill(server: EmbeddedPostgres) -> None:
    """The two days, the same again as a drill, and one place with many answered calls."""
    connection = await asyncpg.connect(**server.connect_options())
    await connection.execute((FOLDER / "tables.sql").read_text())
    cards = drawn(statistics, story())
    for place in (PLACE, DRILL):
        await insert(connection, place, cards)
    await insert(connection, RINGING, drawn(statistics, hour()))
    await insert(connection, MERGED, drawn(statistics, fire()))
    await insert(connection, CUT, drawn(statistics, fire(cut=True)))
    await insert(connection, BUSY, many_answers())
    await insert(connection, BUSY, many_journeys())
    await connection.close()


async def insert(connection: Any, place: str, cards: Mapping[str, Any]) -> None:
    for key, card in cards.items():
        table, kind = statistics.TABLES[key.partition(":")[0]]
        names = [one.name for one in fields(kind)]
        values = [place, key, 1, *(getattr(card, name) for name in names)]
        slots = ", ".join(f"${number}" for number in range(1, len(values) + 1))
        columns = ", ".join(["place", "key", "position", *names])
        await connection.execute(f"insert into {table} ({columns}) values ({slots})", *values)


def many_answers() -> dict[str, StatContact]:
    """Answered after 1, 2, 3 … 20 seconds."""
    return {
        f"contact:c{second}": StatContact(
            channel="phone", opened_at=NOW, answered_at=NOW + timedelta(seconds=second)
        )
        for second in range(1, 21)
    }


def many_journeys() -> dict[str, StatDispatch]:
    """En route after 10, 20, 30 … 190 seconds: one case too few for a 90th percentile."""
    return {
        f"dispatch:d{number}": StatDispatch(
            incident_id=f"i{number}",
            unit_id="amb-1",
            assigned_at=NOW,
            en_route_at=NOW + timedelta(seconds=10 * number),
        )
        for number in range(1, 20)
    }


def figures(server: EmbeddedPostgres, name: str, place: str = PLACE) -> list[Row]:
    async def ask() -> list[Row]:
        connection = await asyncpg.connect(**server.connect_options())
        try:
            query = named_queries()[name]
            found = await connection.fetch(query, place, FROM_AT, TO_AT, "Asia/Jakarta")
            return [dict(row) for row in found]
        finally:
            await connection.close()

    return asyncio.run(ask())


def table(rows: list[Row]) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in rows]


def test_every_query_has_a_counting_unit() -> None:
    lists = {"ended_tasks"}  # shown task by task: nothing is counted
    assert set(named_queries()) - lists == set(statistics.UNITS)


@pytest.mark.parametrize("prefix", sorted(statistics.TABLES))
def test_columns_are_the_fields_of_the_row(server: EmbeddedPostgres, prefix: str) -> None:
    name, kind = statistics.TABLES[prefix]
    hints = get_type_hints(kind)

    async def ask() -> list[Any]:
        connection = await asyncpg.connect(**server.connect_options())
        try:
            return list(
                await connection.fetch(
                    "select column_name, data_type, is_nullable from information_schema.columns"
                    " where table_name = $1 order by ordinal_position",
                    name,
                )
            )
        finally:
            await connection.close()

    columns = [tuple(row) for row in asyncio.run(ask())]
    assert [column for column, _, _ in columns[:3]] == ["place", "key", "position"]
    said = []
    for column, data_type, nullable in columns[3:]:
        python = COLUMN_TYPES[data_type]
        said.append((column, f"{python} | None" if nullable == "YES" else python))
    wanted = []
    for one in fields(kind):
        hint = hints[one.name]
        text = getattr(hint, "__name__", str(hint)).replace("datetime.datetime", "datetime")
        wanted.append((one.name, text))
    assert said == wanted


def test_totals(server: EmbeddedPostgres) -> None:
    assert table(figures(server, "totals")) == [
        ("contacts", 6, "kontak"),
        ("contacts_answered", 5, "kontak"),
        ("contacts_late", 1, "kontak"),
        ("incidents", 4, "kejadian"),
        ("children", 1, "kejadian"),
        ("closed", 1, "kejadian"),
        ("reopened", 0, "kejadian"),
        ("incidents_late", 1, "kejadian"),
        ("merged", 0, "kejadian"),
        ("dispatches", 5, "penugasan"),
        ("referrals", 3, "tugas"),
    ]


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("by_type", [("fire", 2, 0), ("fire.building", 1, 1), ("medical", 1, 0)]),
        ("by_priority", [("P1", 3, 1), ("P2", 1, 0)]),
        ("by_district", [("15.71.10", 2), ("unknown", 1), ("outside", 1)]),
        ("by_day", [("2026-03-02", 3, 5), ("2026-03-03", 1, 1)]),
        ("results", [("dealt_with_on_scene", 1)]),
        ("by_channel", [("whatsapp", 4, 3), ("phone", 1, 1), ("web", 1, 1)]),
        (
            "by_kind",
            [("unclassified", 3, 1), ("addition", 1, 1), ("emergency", 1, 1), ("prank", 1, 0)],
        ),
        ("via", [("crew", 2, 6, 0), ("on_behalf", 2, 0, 8), ("none", 1, 0, 0)]),
        ("via_agency", [("agency", 2, 3, 0), ("on_behalf", 1, 0, 1)]),
        (
            "by_agency",
            [("damkar", 2, 1, 1, 1, 0, 1, 1, 0, 0), ("dinsos", 1, 1, 0, 0, 0, 0, 0, 1, 0)],
        ),
    ],
)
def test_counts(server: EmbeddedPostgres, name: str, rows: list[tuple[Any, ...]]) -> None:
    found = figures(server, name)
    assert table(found) == rows
    assert list(found[0])[:2] == ["key", "count"]


def test_times(server: EmbeddedPostgres) -> None:
    names = ("key", "cases_s", "median_s", "late", "implausible", "by_hand")
    found = [tuple(row[name] for name in names) for row in figures(server, "times")]
    assert found == [
        ("answer", [10, 60, 120], 60, 1, 0, 1),
        ("assign", [60, 180, 180], 180, 1, 0, 0),
        ("answered_to_assign", [60, 120], 60, 0, 0, 0),
        ("response", [360, 540], 360, 0, 1, 0),
        ("acknowledge", [30, 60], 30, 0, 0, 0),
        ("turnout", [60, 120], 60, 1, 1, 0),
        ("travel", [180, 300], 180, 0, 1, 0),
        ("on_scene", [600, 1260], 600, 0, 0, 0),
        ("transport", [600], 600, 0, 0, 0),
        ("handover", [600], 600, 0, 0, 0),
        ("job", [1620, 2400], 1620, 0, 0, 0),
        ("accept", [30, 3900], 30, 0, 0, 0),
        ("finish", [3420], 3420, 0, 0, 0),
    ]
    assert [row["count"] for row in figures(server, "times")] == [
        len(cases) for _, cases, *_ in found
    ]
    assert {row["p90_s"] for row in figures(server, "times")} == {None}


def test_calls(server: EmbeddedPostgres) -> None:
    assert table(figures(server, "calls", RINGING)) == [
        ("offered", 11, "kontak", None, None),
        ("answered", 5, "kontak", 11, 15),
        ("within_15s", 2, "kontak", 4, None),
        ("within_20s", 3, "kontak", 4, None),
        ("unanswered", 5, "kontak", 11, None),
        ("hung_up", 3, "kontak", 5, 30),
        ("cut_off", 1, "kontak", 5, None),
        ("failsafe", 2, "kontak", 5, None),
        ("second_destination", 1, "kontak", 5, None),
        ("late", 2, "kontak", 11, None),
        ("test", 2, "kontak", None, None),
    ]
    assert {row["count"] for row in figures(server, "calls")} == {0}


def test_calls_are_counted_as_contacts_by_when_they_were_picked_up(
    server: EmbeddedPostgres,
) -> None:
    """Late ones in no time; what tried the line, named so by the telephone, in none either."""
    answer = figures(server, "times", RINGING)[0]
    assert (answer["key"], answer["cases_s"], answer["late"]) == ("answer", [2, 4, 15, 18, 40], 1)
    assert table(figures(server, "by_channel", RINGING)) == [("phone", 13, 7)]
    kinds = {row["key"]: row["count"] for row in figures(server, "by_kind", RINGING)}
    assert kinds == {"unanswered": 5, "unclassified": 6, "cut_off": 1, "test": 1}


def test_percentiles_are_of_the_nearest_rank_and_need_twenty_cases(
    server: EmbeddedPostgres,
) -> None:
    rows = {row["key"]: row for row in figures(server, "times", BUSY)}
    answer, turnout = rows["answer"], rows["turnout"]
    assert (answer["count"], answer["median_s"], answer["p90_s"]) == (20, 10, 18)
    assert (answer["cases_s"], answer["method"]) == (None, "nearest_rank")
    assert (turnout["count"], turnout["median_s"], turnout["p90_s"]) == (19, 100, None)
    assert turnout["cases_s"] == [10 * number for number in range(1, 20)]


def test_a_drill_has_figures_of_its_own(server: EmbeddedPostgres) -> None:
    """The same two days were drilled: each place counts only its own."""
    for name in statistics.UNITS:
        assert figures(server, name) == figures(server, name, DRILL)


def test_nothing_happened(server: EmbeddedPostgres) -> None:
    nowhere = "id/kosong"
    assert {row["count"] for row in figures(server, "totals", nowhere)} == {0}
    assert table(figures(server, "by_day", nowhere)) == [
        ("2026-03-02", 0, 0),
        ("2026-03-03", 0, 0),
    ]
    times = figures(server, "times", nowhere)
    assert {(row["count"], row["median_s"], row["p90_s"]) for row in times} == {(0, None, None)}
    assert figures(server, "by_type", nowhere) == []


@pytest.mark.parametrize(("place", "incidents", "merged"), [(MERGED, 1, 1), (CUT, 2, 0)])
def test_what_was_merged_is_counted_once_and_after_a_cut_twice(
    server: EmbeddedPostgres, place: str, incidents: int, merged: int
) -> None:
    """Its contacts and dispatches stay what they are."""
    totals = {row["key"]: row["count"] for row in figures(server, "totals", place)}
    assert (totals["incidents"], totals["merged"]) == (incidents, merged)
    assert (totals["contacts"], totals["dispatches"], totals["closed"]) == (2, 2, incidents)
    for name in ("by_type", "by_priority", "by_district", "by_day", "results"):
        assert sum(row["count"] for row in figures(server, name, place)) == incidents, name


def test_the_times_of_a_merged_incident_are_those_of_the_whole(server: EmbeddedPostgres) -> None:
    """From the first contact of both to the first unit of both; cut, each by itself."""
    cases = {
        place: {row["key"]: row["cases_s"] for row in figures(server, "times", place)}
        for place in (MERGED, CUT)
    }
    assert (cases[MERGED]["assign"], cases[MERGED]["answered_to_assign"]) == ([180], [150])
    assert (cases[CUT]["assign"], cases[CUT]["answered_to_assign"]) == ([180, 180], [150, 150])
