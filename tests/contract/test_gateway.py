"""The one way in, on real desks: queues, caches, snapshots, conflicts, long folds."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import pytest

from siaga.app.desks import DESKS
from siaga.desks.dispatch.commands import DispatchUnit, ReportStatus
from siaga.desks.units.commands import GoOnDuty
from siaga.language.dispatch import Stage
from siaga.language.entry import Entry, Fact
from siaga.language.incident import incident_life
from siaga.language.place import Place
from siaga.language.units import OffDutyReason, UnitWentOffDuty, UnitWentOnDuty, unit_job
from siaga.language.values import Asked, DispatchId, IncidentId, Tag, UnitId
from siaga.platform.desk import Desk
from siaga.platform.gateway import Gateway, Submission
from siaga.platform.ids import new_id
from siaga.platform.logbook import Answer, Unavailable
from siaga.platform.snapshots import PostgresSnapshots
from siaga.platform.states import SNAPSHOT_AFTER, States
from siaga.platform.vault import Sealer
from tests.builders import DISPATCHER, NOW, PLACE, by_server
from tests.contract.servers import Opened, in_memory, opened, wish
from tests.contract.test_logbook import JOB, UNIT, incident, on_duty

CALLERS = 24
PORTION, LONG = 500, 8_000


def dispatch_desk() -> Desk:
    return next(desk for desk in DESKS if desk.name == "dispatch")


def submission(command: Any, **more: Any) -> Submission:
    asked = Asked(actor=DISPATCHER, received_at=NOW)
    return Submission(desk=more.pop("desk", "dispatch"), command=command, asked=asked, **more)


def send(command_id: UUID | None = None) -> DispatchUnit:
    return DispatchUnit(
        command_id=command_id or new_id(), incident_id=IncidentId("i-1"), unit_id=UNIT
    )


def clear(dispatch: UUID) -> ReportStatus:
    return ReportStatus(
        command_id=new_id(), dispatch_id=DispatchId(str(dispatch)), status=Stage.CLEAR
    )


def gateway_on(book: Opened, *desks: Desk) -> Gateway:
    """As the room wires it: the tail's hand-over keeps the states true."""
    gateway = Gateway(book.book, PLACE, desks=desks or DESKS)
    book.book.offer = gateway.states.follow
    return gateway


async def test_callers_of_one_unit_queue_and_none_decides_twice() -> None:
    async with in_memory() as book:
        await book.book.append(wish(incident(), on_duty()))
        gateway = gateway_on(book)
        commands = [send() for _ in range(CALLERS)]
        answers = await asyncio.gather(*(gateway.submit(submission(c)) for c in commands))
        assert [a.refusal for a in answers].count(None) == 1
        assert gateway.conflicts == 0
        assert gateway._queues == {}
        winner = next(c for c, a in zip(commands, answers, strict=True) if a.refusal is None)
        assert (await gateway.submit(submission(clear(winner.command_id)))).refusal is None
        assert (await gateway.submit(submission(send()))).refusal is None


async def test_a_caller_who_gives_up_leaves_the_queue_to_the_next() -> None:
    async with in_memory() as book:
        await book.book.append(wish(incident(), on_duty()))
        gateway = gateway_on(book)
        hold = asyncio.Event()
        write = book.book.append

        async def slow(one: Any) -> Answer:
            await hold.wait()
            answer: Answer = await write(one)
            return answer

        book.book.append = slow
        first, second, third = (
            asyncio.create_task(gateway.submit(submission(send()))) for _ in range(3)
        )
        await asyncio.sleep(0.01)
        second.cancel()
        await asyncio.sleep(0)
        hold.set()
        assert (await first).refusal is None
        assert (await third).refusal == "UNIT_BUSY"
        assert gateway._queues == {}


async def test_what_another_process_wrote_is_decided_again(postgres: dict[str, Any]) -> None:
    """This process's cache does not know yet; the append does."""
    async with opened(postgres) as book:
        await book.book.append(wish(incident(), on_duty()))
        here, there = Gateway(book.book, PLACE, desks=DESKS), Gateway(book.book, PLACE, desks=DESKS)
        first, second = send(), send()
        await here.submit(submission(first))
        await there.submit(submission(clear(first.command_id)))
        await there.submit(submission(second))
        assert here.conflicts == 0
        answer = await here.submit(submission(send()))
        assert (answer.refusal, here.conflicts) == ("UNIT_BUSY", 1)


async def test_a_desk_that_never_sees_what_it_guards_gives_up_honestly() -> None:
    """A boundary that reads a stale state for ever is a bug; it ends in 503, not in a loop."""
    async with in_memory() as book:
        await book.book.append(wish(on_duty()))
        gateway = gateway_on(book)

        async def blind(_desk: Desk, _tag: Tag) -> tuple[Any, int]:
            return _desk.initial(_tag), 0

        gateway.states.get = blind  # type: ignore[method-assign,assignment]
        command = GoOnDuty(command_id=new_id(), unit_id=UNIT)
        with pytest.raises(Unavailable, match="races"):
            await gateway.submit(submission(command, desk="units"))
        assert gateway.conflicts == 8


async def test_a_new_thing_is_created_without_reading() -> None:
    async with in_memory() as book:
        await book.book.append(wish(incident(), on_duty()))
        gateway = gateway_on(book)
        asked: list[Sequence[Tag]] = []
        read = book.book.read

        async def noted(tags: Sequence[Tag], after: int = 0) -> Any:
            asked.append(tags)
            return await read(tags, after)

        book.book.read = noted
        command = send()
        await gateway.submit(submission(command))
        assert sorted(tag for tags in asked for tag in tags) == [
            incident_life(IncidentId("i-1")),
            JOB,
        ]
        again = await gateway.submit(submission(command))
        assert again.repeated
        assert len(asked) == 2


async def test_a_repeat_after_the_world_moved_gets_the_first_answer() -> None:
    async with in_memory() as book:
        await book.book.append(wish(incident(), on_duty()))
        gateway = gateway_on(book)
        won, lost = send(), send()
        first = [await gateway.submit(submission(c)) for c in (won, lost)]
        await gateway.submit(submission(clear(won.command_id)))
        again = [await gateway.submit(submission(c)) for c in (won, lost)]
        assert again == [replace(answer, repeated=True) for answer in first]
        assert [answer.refusal for answer in again] == [None, "UNIT_BUSY"]


async def test_items_are_kept_only_with_facts_that_may_name_them() -> None:
    async with in_memory() as book:
        await book.book.append(wish(incident(), on_duty()))
        gateway = gateway_on(book)
        sealer = Sealer(b"k" * 32)
        who, kept = sealer.seal("Pak Budi")
        _, refused = sealer.seal("Pak Joko")
        _, nothing_new = sealer.seal("Pak Anton")
        command = replace(send(), asked_of=who)
        await gateway.submit(submission(command, items=[kept]))
        await gateway.submit(submission(send(), items=[refused]))
        same = ReportStatus(
            command_id=new_id(),
            dispatch_id=DispatchId(str(command.command_id)),
            status=Stage.ASSIGNED,
        )
        assert (await gateway.submit(submission(same, items=[nothing_new]))).refusal is None
        assert list(book.book.items) == [kept.ref]


async def test_a_reaction_too_deep_is_a_bug() -> None:
    async with in_memory() as book:
        with pytest.raises(ValueError, match="depth 4"):
            await gateway_on(book).submit(submission(send(), depth=4))


async def test_the_tail_passing_during_a_load_leaves_nothing_stale() -> None:
    """Read at 1, the tail passes 2, the read answers: what was loaded must not be kept."""
    async with in_memory() as book:
        await book.book.append(wish(on_duty()))
        states = States(book.book, _NoSnapshots())
        book.book.offer = states.follow
        read, answering = book.book.read, asyncio.Event()

        async def slow(tags: Sequence[Tag], after: int = 0) -> Any:
            entries = await read(tags, after)
            await answering.wait()
            return entries

        book.book.read = slow
        loading = asyncio.create_task(states.get(dispatch_desk(), JOB))
        await asyncio.sleep(0)
        await book.book.append(wish(off_duty()))
        answering.set()
        state, position = await loading
        assert (state.on_duty, position) == (True, 1)  # its append will meet a conflict
        state, position = await states.get(dispatch_desk(), JOB)
        assert (state.on_duty, position) == (False, 2)
        await book.book.append(wish(on_duty()))
        loads = states.loads
        state, position = await states.get(dispatch_desk(), JOB)
        assert (state.on_duty, position, states.loads) == (True, 3, loads)


class _NoSnapshots:
    async def load(self, _desk: Desk, _tag: Tag) -> None:
        return None

    async def save(self, desk: Desk, tag: Tag, *, state: Any, position: int) -> None:
        return None


def off_duty() -> UnitWentOffDuty:
    return UnitWentOffDuty(unit_id=UNIT, reason=OffDutyReason.REFUEL, when=by_server())


async def test_entries_a_desk_does_not_hear_still_move_its_guard() -> None:
    """Who guards a tag must have seen the tag's last entry, heard or not."""

    async with in_memory() as book:
        desk = counting_desk(heard=frozenset({UnitWentOnDuty}))
        gateway = gateway_on(book, desk)
        await book.book.append(wish(on_duty(), off_duty(), on_duty(), off_duty()))
        answer = await gateway.submit(submission(Count(command_id=new_id()), desk="counting"))
        assert (answer.position, gateway.conflicts) == (5, 0)
        state, position = await gateway.states.get(desk, JOB)
        assert (state.seen, position) == (3, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    command_id: UUID
    unit_id: UnitId = UNIT


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    seen: int = 0


def counting_desk(*, heard: frozenset[type[Fact]]) -> Desk:
    """Counts entries of a unit and always puts it on duty."""

    def decide(command: Count, states: Mapping[Tag, Any], _place: Place, _asked: Asked) -> Any:
        return (UnitWentOnDuty(unit_id=command.unit_id, when=by_server()),)

    def evolve(_tag: Tag, state: Counted, _entry: Entry) -> Counted:
        return Counted(seen=state.seen + 1)

    return Desk(
        name="counting",
        states={"unit-job": Counted},
        heard=heard,
        writes=frozenset({UnitWentOnDuty}),
        boundary=lambda command: (unit_job(command.unit_id),),
        decide=decide,
        evolve=evolve,
    )


async def test_a_long_fold_leaves_a_snapshot_and_starts_from_it(postgres: dict[str, Any]) -> None:
    async with opened(postgres) as book:
        desk = dispatch_desk()
        snapshots = PostgresSnapshots(book.pool, book.site)
        await book.book.append(wish(*[on_duty()] * (SNAPSHOT_AFTER - 1)))
        await States(book.book, snapshots).get(desk, JOB)
        assert await book.value("select count(*) from snapshot") == 0
        await book.book.append(wish(on_duty()))
        await States(book.book, snapshots).get(desk, JOB)
        assert await book.value("select position from snapshot") == SNAPSHOT_AFTER
        await book.pool.execute("delete from tag where position < 200")  # never read again
        await book.book.append(wish(off_duty()))
        state, position = await States(book.book, snapshots).get(desk, JOB)
        assert (state.on_duty, position) == (False, SNAPSHOT_AFTER + 1)


@pytest.mark.parametrize(
    "spoil", ["code_digest = 'older code'", "state = '{\"on_duty\": 3}'", "state = '{'"]
)
async def test_a_snapshot_of_other_code_or_shape_is_folded_again(
    database: dict[str, Any], spoil: str
) -> None:
    async with opened(database) as book:
        desk = dispatch_desk()
        snapshots = PostgresSnapshots(book.pool, book.site)
        await book.book.append(wish(*[on_duty()] * SNAPSHOT_AFTER))
        await States(book.book, snapshots).get(desk, JOB)
        await book.pool.execute(f"update snapshot set {spoil}")
        states = States(book.book, snapshots)
        state, position = await states.get(desk, JOB)
        assert (state.on_duty, position) == (True, SNAPSHOT_AFTER)
        row = (await book.rows("select * from snapshot"))[0]
        assert row["code_digest"] != "older code"


async def test_a_long_story_is_read_once_however_long(database: dict[str, Any]) -> None:
    async with opened(database) as book:
        for _ in range(0, LONG, PORTION):
            await book.book.append(wish(*[on_duty()] * PORTION))
        read, portions = book.book.read, list[int]()

        async def counted(tags: Sequence[Tag], after: int = 0) -> Any:
            entries = await read(tags, after)
            portions.append(len(entries))
            return entries

        book.book.read = counted
        state, position = await States(book.book, _NoSnapshots()).get(dispatch_desk(), JOB)
    assert (state.on_duty, position, portions) == (True, LONG, [LONG])


async def test_states_beyond_what_is_kept_are_forgotten_oldest_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("siaga.platform.states.STATES_MAX", 3)
    async with in_memory() as book:
        states = States(book.book, _NoSnapshots())
        book.book.offer = states.follow
        for name in ("a", "b", "c", "a", "d"):
            await states.get(dispatch_desk(), unit_job(UnitId(name)))
        assert [tag for _, tag in states._kept] == ["unit-job:c", "unit-job:a", "unit-job:d"]
        assert set(states._by_tag) == {"unit-job:c", "unit-job:a", "unit-job:d"}
        await book.book.append(wish(on_duty("b"), on_duty("c")))
        state, position = await states.get(dispatch_desk(), unit_job(UnitId("c")))
        assert (state.on_duty, position) == (True, 2)
