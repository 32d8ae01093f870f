"""Timers ring once, oldest first, and one that cannot ring silences no other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from siaga.language.entry import Entry
from siaga.language.follow_ups import Arm, Disarm, FollowUp
from siaga.language.place import Place
from siaga.language.units import UnitWentOnDuty, unit_job
from siaga.language.values import ActorKind, Asked, Tag, UnitId
from siaga.platform.clock import WallClock
from siaga.platform.desk import Desk
from siaga.platform.gateway import Gateway
from siaga.platform.ids import derived_id
from siaga.platform.reactor import Timers
from tests.builders import PLACE, by_server
from tests.contract.servers import Opened, opened, wish
from tests.contract.test_logbook import on_duty
from tests.patience import until


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    seen: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    command_id: UUID
    subject: str
    due_at: datetime


def ringing_desk() -> Desk:
    """Each ring puts the unit of that name on duty; a subject 'broken …' is a bug."""

    def decide(command: Ring, _states: Mapping[Tag, Any], _place: Place, _asked: Asked) -> Any:
        if command.subject.startswith("broken"):
            raise KeyError(command.subject)
        return (UnitWentOnDuty(unit_id=UnitId(command.subject), when=by_server(command.due_at)),)

    def ring(_kind: str, subject: str, due_at: datetime, command_id: UUID) -> Ring | None:
        if subject == "nobody":
            return None
        return Ring(command_id=command_id, subject=subject, due_at=due_at)

    return Desk(
        name="ringing",
        states={"unit-job": Rung},
        heard=frozenset(),
        writes=frozenset({UnitWentOnDuty}),
        boundary=lambda command: (unit_job(UnitId(command.subject)),),
        decide=decide,
        evolve=lambda _tag, state, _entry: state,
        ring=ring,
        timers=frozenset({"bell"}),
    )


@asynccontextmanager
async def working(book: Opened) -> AsyncIterator[Timers]:
    timers = Timers(
        book.pool,
        book.site,
        gateway=Gateway(book.book, PLACE, desks=[ringing_desk()]),
        clock=WallClock(),
    )
    timers.start()
    try:
        yield timers
    finally:
        await timers.stop()


def arm(subject: str, due_at: datetime, kind: str = "bell") -> Arm:
    return Arm(kind=kind, subject=subject, due_at=due_at)


async def set_up(book: Opened, *follow_ups: FollowUp) -> None:
    await book.book.append(wish(on_duty("set-up"), follow_ups=follow_ups))


async def rings(book: Opened) -> list[Entry]:
    entries: list[Entry] = await book.book.read_from(1)
    return entries


async def until_rung(book: Opened, count: int) -> list[Entry]:
    async def rung() -> list[Entry]:
        found = await rings(book)
        return found if len(found) >= count else []

    found: list[Entry] = await until(rung)
    return found


def ago(**span: float) -> datetime:
    return datetime.now(UTC) - timedelta(**span)


async def test_late_ones_ring_oldest_first_with_their_own_times(postgres: dict[str, Any]) -> None:
    due = {f"u-{n}": ago(minutes=30 - n) for n in (3, 1, 2, 0)}
    async with opened(postgres) as book:
        await set_up(book, *(arm(subject, at) for subject, at in due.items()))
        async with working(book):
            found = await until_rung(book, 4)
        assert await book.value("select count(*) from timer") == 0
    facts: list[Any] = [entry.fact for entry in found]
    assert [fact.unit_id for fact in facts] == ["u-0", "u-1", "u-2", "u-3"]
    assert [fact.when.at for fact in facts] == sorted(due.values())
    assert {entry.actor_kind for entry in found} == {ActorKind.TIMER}


async def test_a_timer_in_the_future_waits_and_a_cancelled_one_never_rings(
    database: dict[str, Any],
) -> None:
    async with opened(database) as book:
        await set_up(book, arm("u-1", ago(minutes=-8)), arm("u-2", ago(minutes=-9)))
        await set_up(book, arm("u-3", ago(seconds=-0.8)))
        await set_up(book, Disarm(kind="bell", subject="u-3"))
        async with working(book) as timers:
            await asyncio.sleep(0.3)
            assert len(await rings(book)) == 2  # the two that set up
            await book.pool.execute("update timer set due_at = now() where subject = 'u-1'")
            timers.wake()
            found = await until_rung(book, 3)
            # it is forgotten after its ring
            await until(lambda: book.value("select count(*) = 1 from timer"))
        assert await book.value("select subject from timer") == "u-2"
    last: Any = found[-1].fact
    assert last.unit_id == "u-1"


async def test_dying_between_the_ring_and_forgetting_it_rings_once(
    database: dict[str, Any],
) -> None:
    at = ago(minutes=5)
    async with opened(database) as book:
        await set_up(book, arm("u-1", at))
        for _ in range(2):  # the second time the timer lies there again, as after a crash
            async with working(book) as timers:
                await until_rung(book, 1)
                await until(lambda: book.value("select count(*) = 0 from timer"))
            assert timers.aside == 0
            await book.pool.execute(
                "insert into timer values ($1, 'bell', 'u-1', $2)", book.site, at
            )
        found = await rings(book)
    assert [entry.command_id for entry in found] == [str(derived_id("bell", "u-1", at))]


async def test_a_subject_armed_again_by_its_own_ring_is_kept(database: dict[str, Any]) -> None:
    later = ago(minutes=-30)
    async with opened(database) as book:
        await set_up(book, arm("u-1", ago(minutes=1)))
        write = book.book.append

        async def arming(one: Any) -> Any:
            one.follow_ups = (arm("u-1", later),)
            return await write(one)

        book.book.append = arming
        async with working(book):
            await until_rung(book, 1)
            await asyncio.sleep(0.2)
        assert await book.value("select due_at from timer") == later
        assert len(await rings(book)) == 1


async def test_one_that_cannot_ring_silences_no_other(database: dict[str, Any]) -> None:
    async with opened(database) as book:
        broken = [arm(f"broken {n}", ago(hours=2)) for n in range(60)]
        unknown = arm("u-9", ago(hours=3), kind="of another release")
        await set_up(
            book, *broken, unknown, arm("u-1", ago(minutes=1)), arm("nobody", ago(hours=1))
        )
        async with working(book) as timers:
            found = await until_rung(book, 1)
            await until(lambda: timers.aside == 61)
        rows = await book.rows("select due_at > clock_timestamp() as later from timer")
    last: Any = found[-1].fact
    assert last.unit_id == "u-1"
    assert len(rows) == 61
    assert all(row["later"] for row in rows)
