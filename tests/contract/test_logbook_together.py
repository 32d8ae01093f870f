"""What commits together in PostgreSQL, and a batch with something in it that cannot be written."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from siaga.language.follow_ups import Arm, Disarm, FollowUp, Send, SendRule
from siaga.language.values import Asked, Sealed, SubjectId
from siaga.platform.logbook import Conflict, Unavailable
from siaga.platform.postgres_logbook import open_site
from siaga.platform.vault import Sealer
from tests.builders import NOW, PLACE, TAKER, hours, minutes
from tests.contract.servers import drill, opened, wish
from tests.contract.test_logbook import JOB, dispatched, incident, on_duty

SEALER = Sealer(b"k" * 32)
COUNTS = (
    "select (select count(*) from vault_item), (select count(*) from outbox),"
    " (select count(*) from timer), (select count(*) from entry)"
)


def text_to(subject: str) -> Send:
    return Send(
        kind="whatsapp",
        rule=SendRule.REPLY,
        recipient=SubjectId(subject),
        message="first_reply",
        deadline_at=NOW + hours(1),
    )


def arm(subject: str, due_at: datetime) -> Arm:
    return Arm(kind="need", subject=subject, due_at=due_at)


async def counts(connection: Any) -> tuple[int, ...]:
    return tuple(await connection.fetchrow(COUNTS))


async def test_items_messages_and_timers_commit_with_the_fact(postgres: dict[str, Any]) -> None:
    name, item = SEALER.seal("Ibu Sari")
    item = replace(item, subject="s-1", case_id="i-1")
    follow_ups: tuple[FollowUp, ...] = (text_to("s-1"), arm("i-1", NOW + minutes(5)))
    async with opened(postgres) as book:
        fact = replace(dispatched(), asked_of=name)
        answer = await book.book.append(wish(fact, items=[item], follow_ups=follow_ups))
        assert await counts(book.pool) == (1, 1, 1, 1)
        kept = (await book.rows("select * from vault_item"))[0]
        assert kept["ref"] == UUID(item.ref)
        assert (kept["subject"], kept["case_id"], kept["class"]) == ("s-1", "i-1", "text")
        row = (await book.rows("select * from outbox"))[0]
        assert (row["position"], row["state"], row["recipient"]) == (
            answer.position,
            "waiting",
            "s-1",
        )
        assert row["deadline_at"] == NOW + hours(1)
        timer = (await book.rows("select * from timer"))[0]
        assert (timer["kind"], timer["subject"]) == ("need", "i-1")
        assert timer["due_at"] == NOW + minutes(5)


async def test_a_conflict_leaves_nothing_behind(postgres: dict[str, Any]) -> None:
    name, item = SEALER.seal("Ibu Sari")
    fact = replace(dispatched(), asked_of=name)
    async with opened(postgres) as book:
        await book.book.append(wish(on_duty()))
        loser = wish(
            fact,
            guards={JOB: 0},
            items=[item],
            follow_ups=(text_to("s-1"), arm("i-1", NOW)),
        )
        with pytest.raises(Conflict):
            await book.book.append(loser)
        assert await counts(book.pool) == (0, 0, 0, 1)
        assert await book.value("select count(*) from answer") == 1
        await book.book.append(replace(loser, guards={JOB: 1}))
        assert await counts(book.pool) == (1, 1, 1, 2)


async def test_a_repeat_sends_and_arms_nothing_again(postgres: dict[str, Any]) -> None:
    one = wish(on_duty(), follow_ups=(text_to("s-1"), arm("i-1", NOW)))
    async with opened(postgres) as book:
        await book.book.append(one)
        await book.pool.execute("delete from timer")
        await book.pool.execute("delete from outbox")
        await book.book.append(one)
        assert await counts(book.pool) == (0, 0, 0, 1)


async def test_the_last_word_about_a_timer_holds(postgres: dict[str, Any]) -> None:
    """Armed, moved and cancelled in one batch, by one command and by several."""
    async with opened(postgres) as book:
        armed = (arm("a", NOW), arm("a", NOW + hours(1)), arm("b", NOW), arm("c", NOW))
        await book.book.append(wish(on_duty(), follow_ups=armed))
        moved = wish(on_duty(), follow_ups=(Disarm(kind="need", subject="b"),))
        again = wish(on_duty(), follow_ups=(arm("b", NOW + hours(2)),))
        gone = wish(on_duty(), follow_ups=(Disarm(kind="need", subject="c"),))
        await asyncio.gather(*map(book.book.append, (moved, again, gone)))
        timers = {r["subject"]: r["due_at"] for r in await book.rows("select * from timer")}
    assert timers == {"a": NOW + hours(1), "b": NOW + hours(2)}


async def test_messages_of_one_command_keep_their_order(postgres: dict[str, Any]) -> None:
    told = [replace(text_to("s-1"), message=f"m-{n}") for n in range(12)]
    async with opened(postgres) as book:
        await book.book.append(wish(on_duty(), follow_ups=told))
        await book.book.append(wish(on_duty(), follow_ups=(replace(told[0], message="last"),)))
        rows = await book.rows(
            "select body::json->>'message' as said from outbox order by sequence"
        )
    assert [row["said"] for row in rows] == [*(f"m-{n}" for n in range(12)), "last"]


@pytest.mark.parametrize("seat", ["meja\x00-1", "meja\ud800"])
async def test_the_poisoned_one_of_forty_stands_alone(postgres: dict[str, Any], seat: str) -> None:
    """The server refuses NUL, the driver a lone surrogate already; neither is an outage."""
    bad = wish(on_duty(), asked=Asked(actor=TAKER, received_at=NOW, seat=seat))
    told = [wish(incident(f"i-{n}")) for n in range(40)]
    told.insert(17, bad)
    async with opened(postgres) as book:
        outcomes = await asyncio.gather(*map(book.book.append, told), return_exceptions=True)
        assert await book.value("select count(*) from entry") == 40
        assert await book.value("select max(last) from series") == 40
    failed = [n for n, outcome in enumerate(outcomes) if isinstance(outcome, BaseException)]
    assert failed == [17]
    assert not isinstance(outcomes[17], Unavailable)


async def test_an_item_that_is_there_already_poisons_only_its_own(
    postgres: dict[str, Any],
) -> None:
    _, item = SEALER.seal("sekali")
    async with opened(postgres) as book:
        await book.book.append(wish(on_duty(), items=[item]))
        told = [wish(on_duty(), items=[item]), wish(on_duty())]
        outcomes = await asyncio.gather(*map(book.book.append, told), return_exceptions=True)
        assert await counts(book.pool) == (1, 0, 0, 2)
    assert isinstance(outcomes[0], asyncpg.UniqueViolationError)


async def test_places_in_one_database_know_nothing_of_each_other(
    postgres: dict[str, Any],
) -> None:
    async with opened(postgres) as real, opened(postgres, place=drill()) as practice:
        await real.book.append(wish(on_duty(), incident()))
        answer = await practice.book.append(wish(incident(), guards={JOB: 0}))
        assert answer.position == 1
        assert len(await practice.book.read_from(0)) == 1
        assert (await real.book.head()).lineage != (await practice.book.head()).lineage
        with pytest.raises(ValueError, match="drill"):
            await open_site(real.pool, practice.place.key, drill=False)
        with pytest.raises(ValueError, match="real"):
            await open_site(real.pool, PLACE.key, drill=True)


async def test_what_shows_a_fact_may_break_but_its_writer_is_answered(
    postgres: dict[str, Any],
) -> None:
    def broken(_added: Any) -> None:
        raise RuntimeError("a board's bug")

    async with opened(postgres) as book:
        book.book.offer = broken
        for n in range(1, 4):
            assert (await book.book.append(wish(on_duty()))).position == n


async def test_closing_writes_what_is_under_way_and_takes_nothing_more(
    postgres: dict[str, Any],
) -> None:
    async with opened(postgres) as book:
        told = [asyncio.create_task(book.book.append(wish(on_duty(f"u-{n}")))) for n in range(600)]
        await asyncio.sleep(0)
        await book.book.stop()
        answers = await asyncio.gather(*told)
        assert len({answer.position for answer in answers}) == 600
        with pytest.raises(Unavailable):
            await book.book.append(wish(on_duty()))


async def test_without_a_server_the_writer_is_told_to_come_again(
    postgres: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("siaga.platform.postgres_logbook.GIVE_UP_S", 0.4)
    one = wish(incident())
    async with opened(postgres) as book:
        book.book._options = {"host": "127.0.0.1", "port": 1}
        with pytest.raises(Unavailable):
            await book.book.append(one)
        assert book.book.failing_since is not None
        book.book._options = postgres
        assert (await book.book.append(one)).position == 1
        assert book.book.failing_since is None


async def test_a_commit_whose_answer_was_lost_is_asked_for_again(
    postgres: dict[str, Any],
) -> None:
    """The connection dies after the commit: the same ids go again and meet their first answer."""
    async with opened(postgres) as book:
        once = book.book._append
        lost: list[Any] = []

        async def answer_lost(written: Any) -> Any:
            row = await once(written)
            if not lost:
                lost.append(row)
                raise ConnectionResetError
            return row

        book.book._append = answer_lost
        answer = await book.book.append(wish(incident()))
        assert (answer.position, answer.number, answer.repeated) == (
            1,
            lost[0]["numbers"][0],
            True,
        )
        assert await book.value("select count(*) from entry") == 1


def test_a_reference_says_what_it_is() -> None:
    sealed, item = SEALER.seal("rahasia")
    assert Sealed.parse(str(sealed)) == sealed
    assert sealed.ref == item.ref
    assert b"rahasia" not in item.data
