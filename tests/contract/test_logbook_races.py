"""Processes race for one unit; and three traps, shown to lose so that the reason stays visible."""

from __future__ import annotations

import asyncio
import random
from typing import Any

import asyncpg
import pytest

from siaga.language.dispatch import UnitDispatched
from siaga.platform import batch
from siaga.platform.batch import Written
from siaga.platform.logbook import Wish
from tests.contract.racing import CALLERS, PROCESSES, RACED, race
from tests.contract.servers import RECORDS, Opened, opened, wish
from tests.contract.test_logbook import JOB, dispatched, incident, on_duty
from tests.patience import until

ROUNDS = 60
HEAD = "select position from head where place = $1 for update"


async def prepare(options: dict[str, Any]) -> None:
    async with opened(options) as book:
        await book.book.append(wish(incident(), on_duty("amb-1"), on_duty("amb-2")))


async def job_of(options: dict[str, Any]) -> tuple[list[Any], int]:
    async with opened(options) as book:
        count = await book.value("select count(*) from entry")
        return await book.book.read([JOB]), count


@pytest.fixture
def raced(postgres: dict[str, Any]) -> tuple[dict[str, Any], list[Any]]:
    asyncio.run(prepare(postgres))
    return postgres, race(postgres, ROUNDS)


def test_never_two_winners_and_one_answer_to_one_command(raced: Any) -> None:
    options, told = raced
    for number in range(ROUNDS):
        rounds = [process[number] for process in told]
        own = [answer for answers, _ in rounds for _, answer in answers]
        assert len(own) == PROCESSES * CALLERS
        refusals = [answer.refusal for answer in own if answer.refusal]
        # A caller that comes after the winner has cleared may win too, one after the other.
        assert len(own) - len(refusals) >= 1
        assert set(refusals) <= {"UNIT_BUSY"}
        shared = {(answer.position, answer.refusal, answer.number) for _, answer in rounds}
        assert len(shared) == 1
    entries, count = asyncio.run(job_of(options))
    assert_one_job_at_a_time(entries)
    assert count == entries_expected(told)


def assert_one_job_at_a_time(entries: list[Any]) -> None:
    job = None
    for entry in entries:
        if isinstance(entry.fact, UnitDispatched):
            assert job is None, f"{RACED} was sent twice, at {entry.position}"
            job = entry.fact.dispatch_id
        elif hasattr(entry.fact, "dispatch_id"):
            assert entry.fact.dispatch_id == job
            job = None
    assert job is None


def entries_expected(told: list[Any]) -> int:
    """Every winner and every shared command wrote a sending and a clearing, once."""
    winners = sum(
        answer.refusal is None
        for process in told
        for answers, _ in process
        for _, answer in answers
    )
    return 3 + 2 * winners + 2 * ROUNDS


async def test_positions_have_no_gaps_whatever_is_rolled_back(postgres: dict[str, Any]) -> None:
    """Writers that dawdle and give up in the middle; a reader by position misses nothing."""
    chance = random.Random(112)
    async with opened(postgres) as book:
        seen: list[int] = []
        writing = asyncio.gather(*(_dawdle(book, n, chance) for n in range(6)))
        while not writing.done():
            seen += [entry.position for entry in await book.book.read_from(len(seen))]
            await asyncio.sleep(0.002)
        seen += [entry.position for entry in await book.book.read_from(len(seen))]
        written = sum(await writing)
        numbers = await book.rows("select number from entry where number <> '' order by position")
    assert 0 < written < 6 * 20
    assert seen == list(range(1, written + 1))
    assert [int(row["number"][-6:]) for row in numbers] == list(range(1, written + 1))


async def _dawdle(book: Opened, writer: int, chance: random.Random) -> int:
    connection = await asyncpg.connect(**book.options)
    written = 0
    for n in range(20):
        deal = connection.transaction()
        await deal.start()
        await _append(connection, book, wish(incident(f"i-{writer}-{n}")))
        await asyncio.sleep(chance.random() / 200)
        if chance.random() < 0.3:
            await deal.rollback()
        else:
            await deal.commit()
            written += 1
    await connection.close()
    return written


async def _append(connection: Any, book: Opened, *wishes: Wish) -> Any:
    written = [Written(one, RECORDS) for one in wishes]
    arrays = batch.arrays(written, drill=False)
    place = book.place
    return await connection.fetchrow(
        batch.APPEND, book.site, place.zone, "test", place.version, *arrays
    )


async def test_append_asks_after_it_has_waited(postgres: dict[str, Any]) -> None:
    """While one holds the lock another comes; it must see what the first one wrote."""
    async with opened(postgres) as book:
        first, second = [await asyncpg.connect(**book.options) for _ in range(2)]
        deal = first.transaction()
        await deal.start()
        won = await _append(first, book, wish(dispatched("d-1"), guards={JOB: 0}))
        late = asyncio.create_task(_append(second, book, wish(dispatched("d-2"), guards={JOB: 0})))
        await _until_waiting(book)
        await deal.commit()
        assert won["statuses"] == ["accepted"]
        assert (await late)["statuses"] == ["conflict"]
        await first.close()
        await second.close()


async def test_append_refuses_a_snapshot_that_is_kept(postgres: dict[str, Any]) -> None:
    async with opened(postgres) as book:
        connection = await asyncpg.connect(**book.options)
        deal = connection.transaction(isolation="repeatable_read")
        await deal.start()
        with pytest.raises(asyncpg.RaiseError, match="READ COMMITTED"):
            await _append(connection, book, wish(on_duty()))
        await deal.rollback()
        await connection.close()


async def test_the_trap_of_checking_before_locking_has_two_winners(
    postgres: dict[str, Any],
) -> None:
    async with opened(postgres) as book:
        winners = 0
        free = "select not exists (select 1 from tag where place = $1 and tag = $2)"
        first, second = [await asyncpg.connect(**book.options) for _ in range(2)]
        checked = [await one.fetchval(free, book.site, JOB) for one in (first, second)]
        for number, (connection, is_free) in enumerate(zip((first, second), checked, strict=True)):
            async with connection.transaction():
                await connection.fetchval(HEAD, book.site)
                if is_free:
                    winners += 1
                    await connection.execute(
                        "insert into tag values ($1, $2, $3)", book.site, JOB, number + 1
                    )
        await first.close()
        await second.close()
    assert winners == 2


async def test_the_trap_of_one_clever_statement_has_two_winners(postgres: dict[str, Any]) -> None:
    """Its check keeps the snapshot from before it waited for the lock."""
    clever = (
        "with h as (update head set position = position + 1 where place = $1 and not exists"
        " (select 1 from tag where place = $1 and tag = $2) returning position)"
        " insert into tag select $1, $2, position from h"
    )
    async with opened(postgres) as book:
        first, second = [await asyncpg.connect(**book.options) for _ in range(2)]
        deal = first.transaction()
        await deal.start()
        await first.execute(clever, book.site, JOB)
        late = asyncio.create_task(second.execute(clever, book.site, JOB))
        await _until_waiting(book)
        await deal.commit()
        await late
        assert await book.value("select count(*) from tag where tag = $1", JOB) == 2
        await first.close()
        await second.close()


async def test_the_trap_of_serial_ids_loses_a_row(postgres: dict[str, Any]) -> None:
    """Who commits last may carry the smaller number: a reader that has passed never sees it."""
    async with opened(postgres) as book:
        await book.pool.execute("create table naive (id bigserial primary key)")
        slow = await asyncpg.connect(**book.options)
        deal = slow.transaction()
        await deal.start()
        await slow.execute("insert into naive default values")
        await book.pool.execute("insert into naive default values")
        seen = [r["id"] for r in await book.rows("select id from naive order by id")]
        await deal.commit()
        later = await book.rows("select id from naive where id > $1", max(seen))
        await slow.close()
        assert await book.value("select count(*) from naive") == 2
    assert seen == [2]
    assert later == []


async def _until_waiting(book: Opened) -> None:
    """Until some session of this database waits for another's lock."""
    query = (
        "select exists (select 1 from pg_stat_activity where datname = current_database()"
        " and wait_event_type = 'Lock')"
    )
    await until(lambda: book.value(query))
