"""Policies act once on each entry, from a durable cursor, and never on history."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from siaga.language.entry import Entry
from siaga.language.follow_ups import Reaction
from siaga.language.place import Place
from siaga.language.units import UnitWentOffDuty, UnitWentOnDuty, unit_job
from siaga.language.values import ActorKind, Asked, Tag, UnitId
from siaga.platform.clock import WallClock
from siaga.platform.desk import Desk
from siaga.platform.gateway import Gateway
from siaga.platform.lineage import begin_lineage
from siaga.platform.reactor import Reactor
from siaga.platform.single_worker import CursorMoved, cursor_of, move_cursor
from tests.builders import PLACE, by_server
from tests.contract.servers import Opened, opened, wish
from tests.contract.test_gateway import off_duty
from tests.contract.test_logbook import on_duty
from tests.patience import until


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    seen: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTo:
    command_id: UUID
    position: int


def answering_desk() -> Desk:
    """A unit that went off duty is answered by putting a unit named after the position on duty."""

    def decide(command: AnswerTo, _states: Mapping[Tag, Any], _place: Place, _asked: Asked) -> Any:
        return (UnitWentOnDuty(unit_id=UnitId(f"u-{command.position}"), when=by_server()),)

    def react(entry: Entry) -> tuple[Reaction, ...]:
        if not isinstance(entry.fact, UnitWentOffDuty):
            return ()
        if entry.fact.unit_id == "broken":
            raise KeyError("a policy's bug")
        command = AnswerTo(command_id=UUID(int=0), position=entry.position)
        return (Reaction(desk="answering", command=command),)

    return Desk(
        name="answering",
        states={"unit-job": Answered},
        heard=frozenset(),
        writes=frozenset({UnitWentOnDuty}),
        boundary=lambda command: (unit_job(UnitId(f"u-{command.position}")),),
        decide=decide,
        evolve=lambda _tag, state, _entry: state,
        react=react,
    )


@asynccontextmanager
async def working(book: Opened) -> AsyncIterator[Reactor]:
    gateway = Gateway(book.book, PLACE, desks=[answering_desk()])
    reactor = Reactor(book.pool, book.site, gateway=gateway, clock=WallClock())
    reactor.start()
    try:
        yield reactor
    finally:
        await reactor.stop()


async def begin(book: Opened) -> None:
    """A cursor at the head, as a room has that was open before."""
    head = await book.book.head()
    await cursor_of(book.pool, book.site, name="reactor", lineage=head.lineage, head=head.position)


async def until_heard(book: Opened) -> list[Entry]:
    async def heard() -> bool:
        head = await book.book.head()
        at = await book.value("select position from cursor where name = 'reactor'")
        return bool(at == head.position)

    await until(heard)
    entries: list[Entry] = await book.book.read_from(0)
    return entries


async def test_an_entry_is_answered_with_its_cause(postgres: dict[str, Any]) -> None:
    async with opened(postgres) as book:
        await begin(book)
        await book.book.append(wish(on_duty(), off_duty()))
        async with working(book):
            entries = await until_heard(book)
    reaction: Any = entries[-1].fact
    assert len(entries) == 3
    assert reaction.unit_id == "u-2"
    assert (entries[-1].cause, entries[-1].depth) == (2, 1)
    assert entries[-1].actor_kind is ActorKind.POLICY


async def test_dying_between_the_command_and_the_cursor_answers_once(
    postgres: dict[str, Any],
) -> None:
    async with opened(postgres) as book:
        await begin(book)
        await book.book.append(wish(*[off_duty()] * 5))
        for _ in range(3):
            async with working(book) as reactor:
                entries = await until_heard(book)
            assert reactor.aside == 0
            await book.pool.execute("update cursor set position = 0")
    assert len(entries) == 10


async def test_two_processes_answer_once(postgres: dict[str, Any]) -> None:
    async with opened(postgres) as one, opened(postgres) as two:
        await begin(one)
        async with working(one), working(two):
            for _ in range(20):
                await one.book.append(wish(off_duty()))
            entries = await until_heard(one)
    assert len(entries) == 40


async def test_a_new_policy_starts_at_the_head(database: dict[str, Any]) -> None:
    async with opened(database) as book:
        await book.book.append(wish(*[off_duty()] * 5))
        async with working(book):
            assert len(await until_heard(book)) == 5


async def test_after_a_restore_history_is_not_answered_again(database: dict[str, Any]) -> None:
    async with opened(database) as book:
        await begin(book)
        await book.book.append(wish(*[off_duty()] * 5))
        async with working(book):
            assert len(await until_heard(book)) == 10
        await begin_lineage(book.pool, book.site)
        await book.book.append(wish(on_duty()))
        async with working(book):
            await asyncio.sleep(0.3)
            assert len(await until_heard(book)) == 11


async def test_imported_entries_are_not_answered(database: dict[str, Any]) -> None:
    async with opened(database) as book:
        await begin(book)
        await book.book.append(wish(off_duty(), imported=True))
        async with working(book):
            assert len(await until_heard(book)) == 1


async def test_a_policy_with_a_bug_stops_no_other_entry(database: dict[str, Any]) -> None:
    broken = UnitWentOffDuty(unit_id=UnitId("broken"), reason=off_duty().reason, when=by_server())
    async with opened(database) as book:
        await begin(book)
        await book.book.append(wish(broken, off_duty()))
        async with working(book) as reactor:
            entries = await until_heard(book)
            assert reactor.aside == 1
    assert len(entries) == 3


async def test_a_cursor_moves_by_compare_and_set(database: dict[str, Any]) -> None:
    async with opened(database) as book:
        head = await book.book.head()
        at = await cursor_of(book.pool, book.site, name="w", lineage=head.lineage, head=7)
        assert at == 7
        await move_cursor(book.pool, book.site, name="w", step=(7, 9))
        with pytest.raises(CursorMoved):
            await move_cursor(book.pool, book.site, name="w", step=(7, 8))
        assert await cursor_of(book.pool, book.site, name="w", lineage=head.lineage, head=0) == 9
